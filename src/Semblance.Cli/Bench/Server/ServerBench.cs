using System.Globalization;
using Semblance.Data;

namespace Semblance.Cli.Bench.Server;

/// <summary>
/// Measures the twin API over HTTP on this machine: latency, whole tables, many clients, the largest upload, malformed requests. Client
/// and server share the processors. Prints Markdown.
/// </summary>
internal sealed class ServerBench
{
    private const int Keys = 20;
    private const int SmallRows = 41;
    private const int AdultRows = 32_561;
    private const int Rounds = 3;
    private const int MalformedClients = 8;
    private const ulong MalformedSeed = 1;

    // A heap that has filled once stays as large; what grows beyond a fifth of it or 50 MB is something that is kept.
    private const double MostGrowth = 1.2;
    private const double Slack = 50;

    private readonly TextWriter _output;
    private readonly string _folder;
    private readonly ServerBenchOptions _options;
    private readonly CancellationToken _cancellation;

    private ServerBench(TextWriter output, string folder, ServerBenchOptions options, CancellationToken cancellation)
    {
        _output = output;
        _folder = folder;
        _options = options;
        _cancellation = cancellation;
    }

    /// <summary>Runs the benchmark.</summary>
    /// <param name="output">Where the results go.</param>
    /// <param name="dataFolder">A folder with adult_train.csv.gz, or with a folder "benchmark" that has it.</param>
    /// <param name="outFile">A file for the same results, put in place when all is done; null for none.</param>
    /// <param name="options">What to measure.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">The table is not there.</exception>
    public static Task RunAsync(TextWriter output, string dataFolder, string? outFile, ServerBenchOptions options, CancellationToken cancellation = default) =>
        BenchOutput.WriteAsync(output, outFile, writer => new ServerBench(writer, dataFolder, options, cancellation).RunAsync());

    private async Task RunAsync()
    {
        byte[] adult = AdultFile.Read(_folder);
        Line("# semblance bench server");
        Line();
        Line(Machine.Provenance("semblance bench server"));
        Line($"{Machine.Description()}.");
        Line("The server is a process of its own on this machine, asked over HTTP; the clients' work takes its share of the same processors.");
        Dictionary<string, Func<Task>> parts = new()
        {
            ["latency"] = () => LatencyAsync(adult),
            ["tables"] = () => TablesAsync(adult),
            ["load"] = () => LoadAsync(adult),
            ["upload"] = () => UploadAsync(adult),
            ["malformed"] = MalformedAsync,
        };
        foreach (string part in ServerBenchOptions.AllParts.Intersect(_options.Parts))
        {
            await parts[part]().ConfigureAwait(false);
        }
    }

    private async Task LatencyAsync(byte[] adult)
    {
        using BenchServer server = await BenchServer.StartAsync(1).ConfigureAwait(false);
        byte[] small = AdultFile.FirstRows(adult, SmallRows);
        Line();
        Line($"## A table of {SmallRows} rows, warm, one request after another");
        Line();
        Line("| algo | requests | p50 ms | p95 ms | most ms | goal (p95) | |");
        Line("|---|---|---|---|---|---|---|");
        foreach (string algo in new[] { "core", "flagship" })
        {
            var times = new List<double>();
            int warm = Math.Max(_options.Requests / 4, 1);
            for (int i = -warm; i < _options.Requests; i++)
            {
                (double milliseconds, int status) = await TimedAsync(server, small, algo, SmallRows, 0).ConfigureAwait(false);
                Require(status);
                if (i >= 0)
                {
                    times.Add(milliseconds);
                }
            }
            times.Sort();
            Line($"| {algo} | {times.Count} | {Figures.At(times, 0.5):F1} | {Figures.At(times, 0.95):F1} | {times[^1]:F1} | < 150 |{Figures.Judged(Figures.At(times, 0.95) < 150)}");
        }
    }

    private async Task TablesAsync(byte[] adult)
    {
        using BenchServer server = await BenchServer.StartAsync(1).ConfigureAwait(false);
        Line();
        Line($"## adult, {AdultRows:N0} rows x 15 columns in and out, warm");
        Line();
        Line($"| algo | best wall s | median wall s | server CPU s | goal (best) | |");
        Line("|---|---|---|---|---|---|");
        foreach ((string algo, double goal) in new[] { ("core", 1.5), ("flagship", 6.0) })
        {
            var times = new List<double>();
            double cpu = double.MaxValue;
            for (int round = -1; round < Rounds; round++)
            {
                double before = server.CpuSeconds;
                (double milliseconds, int status) = await TimedAsync(server, adult, algo, AdultRows, 0).ConfigureAwait(false);
                Require(status);
                if (round >= 0)
                {
                    times.Add(milliseconds / 1000);
                    cpu = Math.Min(cpu, server.CpuSeconds - before);
                }
            }
            times.Sort();
            Line($"| {algo} | {times[0]:F2} | {Figures.At(times, 0.5):F2} | {cpu:F2} | < {goal:F1} s |{Figures.Judged(times[0] < goal)}");
        }
    }

    private async Task LoadAsync(byte[] adult)
    {
        using BenchServer server = await BenchServer.StartAsync(Keys).ConfigureAwait(false);
        byte[] small = AdultFile.FirstRows(adult, SmallRows);
        for (int i = 0; i < 50; i++)
        {
            Require((await TimedAsync(server, small, "core", SmallRows, 0).ConfigureAwait(false)).Status);
        }
        var times = new List<double>();
        int errors = 0;
        string? firstError = null;
        var memory = new List<double>();
        double cpu = server.CpuSeconds;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        end.CancelAfter(TimeSpan.FromSeconds(_options.Seconds));
        Task watch = WatchAsync(server, memory, end.Token);
        long start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, _options.Clients).Select(client => Task.Run(async () =>
        {
            var own = new List<double>();
            while (!end.IsCancellationRequested)
            {
                try
                {
                    (double milliseconds, int status) = await TimedAsync(server, small, "core", SmallRows, client % Keys).ConfigureAwait(false);
                    own.Add(milliseconds);
                    if (status != 200)
                    {
                        Fail($"status {status}");
                    }
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException)
                {
                    Fail(exception.Message);
                }
            }
            lock (times)
            {
                times.AddRange(own);
            }
        }))).ConfigureAwait(false);
        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        await watch.ConfigureAwait(false);
        _cancellation.ThrowIfCancellationRequested();
        times.Sort();
        double early = MeanOf(memory, 0.25, 0.5), late = MeanOf(memory, 0.75, 1);
        Line();
        Line($"## {_options.Clients} clients at once for {_options.Seconds} s: {SmallRows} rows, core, {Keys} keys, no rate limit, queue of 256");
        Line();
        Line("| requests | errors | a second | p50 ms | p95 ms | p99 ms | server CPU s | memory MB, second quarter | last quarter | goal | |");
        Line("|---|---|---|---|---|---|---|---|---|---|---|");
        Line($"| {times.Count} | {errors} | {times.Count / seconds:F0} | {Figures.At(times, 0.5):F0} | {Figures.At(times, 0.95):F0} | {Figures.At(times, 0.99):F0} | {server.CpuSeconds - cpu:F0} | {early:F0} | {late:F0} | no error, no growth |{Figures.Judged(errors == 0 && late < Math.Max(early * MostGrowth, early + Slack))}");
        if (firstError is not null)
        {
            Line();
            Line($"The first error: {firstError}");
        }

        void Fail(string error)
        {
            Interlocked.Increment(ref errors);
            Interlocked.CompareExchange(ref firstError, error, null);
        }
    }

    private async Task UploadAsync(byte[] adult)
    {
        using BenchServer server = await BenchServer.StartAsync(1).ConfigureAwait(false);
        int header = adult.AsSpan().IndexOf((byte)'\n') + 1;
        string path = Path.GetTempFileName();
        try
        {
            await using (FileStream file = File.Create(path))
            {
                await file.WriteAsync(adult.AsMemory(0, header), _cancellation).ConfigureAwait(false);
                while (file.Length + adult.Length < _options.Megabytes * 1_000_000L)
                {
                    await file.WriteAsync(adult.AsMemory(header), _cancellation).ConfigureAwait(false);
                }
            }
            double before = server.Megabytes;
            long start = TimeProvider.System.GetTimestamp();
            using var content = new StreamContent(File.OpenRead(path), 1 << 18);
            Require((await server.GenerateAsync(content, "core", 1_000, cancellation: _cancellation).ConfigureAwait(false)).Status);
            double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            Line();
            Line($"## An upload of {new FileInfo(path).Length / 1e6:F1} MB, adult's training table over and over, core, 1,000 rows back");
            Line();
            Line("| wall s | server CPU s | memory before MB | peak memory MB | goal | |");
            Line("|---|---|---|---|---|---|");
            Line($"| {seconds:F1} | {server.CpuSeconds:F1} | {before:F0} | {server.PeakMegabytes:F0} | < 2,684 MB (2.5 GiB) |{Figures.Judged(server.PeakMegabytes < 2684.4)}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task MalformedAsync()
    {
        using BenchServer server = await BenchServer.StartAsync(1).ConfigureAwait(false);
        // Every kind of request once or more, so that the heap has its size.
        int first = Math.Max(_options.Malformed / 2, 1);
        MalformedOutcome half = await MalformedRun.RunAsync(server.Address, new MalformedRequests(MalformedSeed, server.Keys[0]), first, MalformedClients, _cancellation).ConfigureAwait(false);
        double before = server.Megabytes;
        MalformedOutcome all = await MalformedRun.RunAsync(server.Address, new MalformedRequests(MalformedSeed, server.Keys[0], first), _options.Malformed - first, MalformedClients, _cancellation).ConfigureAwait(false);
        double after = server.Megabytes;
        bool healthy = (await server.Client.GetStringAsync("/health", _cancellation).ConfigureAwait(false)).Contains("ok", StringComparison.Ordinal);
        int left = server.Spooled;
        string[] problems = [.. half.Problems, .. all.Problems];
        Line();
        Line($"## {_options.Malformed:N0} malformed requests");
        Line();
        Line("Wrong headers, header syntax, broken forms, bodies cut short, chunks, random and changed Parquet, pages and runs that unpack to gigabytes, random CSV, gzip bombs; seed 1, over sockets.");
        Line();
        Line("| not as documented | healthy afterwards | files left | memory MB after half | at the end | peak | goal | |");
        Line("|---|---|---|---|---|---|---|---|");
        Line($"| {problems.Length} | {(healthy ? "yes" : "no")} | {left} | {before:F0} | {after:F0} | {server.PeakMegabytes:F0} | 0, yes, 0, no growth |{Figures.Judged(problems.Length == 0 && healthy && left == 0 && after < Math.Max(before * MostGrowth, before + Slack))}");
        Line();
        string statuses = string.Join(", ", half.Statuses.Concat(all.Statuses).GroupBy(pair => pair.Key).OrderBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Sum(pair => pair.Value)} {(group.Key == 0 ? "closed (the client had left)" : group.Key)}")));
        Line($"Answers by status: {statuses}.");
        foreach (string problem in problems.Take(20))
        {
            Line();
            Line($"{problem}");
        }
    }

    private async Task<(double Milliseconds, int Status)> TimedAsync(BenchServer server, byte[] table, string algo, int rows, int key)
    {
        long start = TimeProvider.System.GetTimestamp();
        using var content = new ByteArrayContent(table);
        (int status, _) = await server.GenerateAsync(content, algo, rows, key, _cancellation).ConfigureAwait(false);
        return (TimeProvider.System.GetElapsedTime(start).TotalMilliseconds, status);
    }

    private static async Task WatchAsync(BenchServer server, List<double> memory, CancellationToken end)
    {
        try
        {
            while (true)
            {
                await Task.Delay(500, end).ConfigureAwait(false);
                memory.Add(server.Megabytes);
            }
        }
        catch (OperationCanceledException)
        {
            // The clients have stopped.
        }
    }

    private static void Require(int status)
    {
        if (status != 200)
        {
            throw new InvalidOperationException($"The server answered with status {status}.");
        }
    }

    private static double MeanOf(List<double> samples, double from, double to) =>
        samples[(int)(from * samples.Count)..(int)(to * samples.Count)].DefaultIfEmpty(double.NaN).Average();

    private void Line(FormattableString text) => Line(text.ToString(CultureInfo.InvariantCulture));

    private void Line(string text = "")
    {
        _output.WriteLine(text);
        _output.Flush();
    }
}

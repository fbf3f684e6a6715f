using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Semblance.Cli.Bench.Server;
using Semblance.Data;
using Semblance.Workspace;
using Semblance.Workspace.Database;
using Semblance.Workspace.Jobs;

namespace Semblance.Cli.Bench.Workspace;

/// <summary>
/// Measures the model API over HTTP on this machine, with its records in SQLite: lists among many records, a full queue of several accounts,
/// a large job and a report. Client and server share the processors. Prints Markdown.
/// </summary>
internal sealed class WorkspaceBench
{
    private const double ListGoal = 50;
    private const double ReportGoal = 20;

    /// <summary>Accounts that share the queue: the first asks for nine tenths of all before the others come.</summary>
    private const int Accounts = 10;
    private const int SmallRows = 200;

    /// <summary>The small accounts together ask for a tenth; served in turn with the large one, they are done by the time of twice that. Half of all is generous, the order of arrival would be all.</summary>
    private const double FairShare = 0.5;

    /// <summary>Ten times the rows may take half as much memory again, and what a heap keeps for itself.</summary>
    private const double MostGrowth = 1.5;
    private const double Slack = 100;

    private readonly TextWriter _output;
    private readonly string _folder;
    private readonly WorkspaceBenchOptions _options;

    private WorkspaceBench(TextWriter output, string folder, WorkspaceBenchOptions options)
    {
        _output = output;
        _folder = folder;
        _options = options;
    }

    /// <summary>Runs the benchmark.</summary>
    /// <param name="output">Where the results go.</param>
    /// <param name="dataFolder">A folder with adult_train.csv.gz, or with a folder "benchmark" that has it.</param>
    /// <param name="outFile">A file for the same results, put in place when all is done; null for none.</param>
    /// <param name="options">What to measure.</param>
    /// <exception cref="TableException">The table is not there.</exception>
    public static Task RunAsync(TextWriter output, string dataFolder, string? outFile, WorkspaceBenchOptions options) =>
        BenchOutput.WriteAsync(output, outFile, writer => new WorkspaceBench(writer, dataFolder, options).RunAsync());

    private async Task RunAsync()
    {
        byte[] adult = AdultFile.Read(_folder);
        Line("# semblance bench workspace");
        Line();
        Line(Machine.Provenance("semblance bench workspace"));
        Line($"{Machine.Description()}.");
        Line("The server is a process of its own on this machine, with its records in SQLite, asked over HTTP; the client's work takes its share of the same processors.");
        Dictionary<string, Func<Task>> parts = new()
        {
            ["lists"] = ListsAsync,
            ["queue"] = () => QueueAsync(AdultFile.FirstRows(adult, SmallRows)),
            ["large"] = () => LargeAsync(adult),
            ["report"] = () => ReportAsync(adult),
        };
        foreach (string part in WorkspaceBenchOptions.AllParts.Intersect(_options.Parts))
        {
            await parts[part]().ConfigureAwait(false);
        }
    }

    private async Task ListsAsync()
    {
        Guid project = default, model = default;
        using BenchServer server = await BenchServer.StartAsync(1, async (workspace, accounts) => (project, model) = await CrowdedWorkspace.FillAsync(workspace, accounts[0], _options.RecordedJobs).ConfigureAwait(false)).ConfigureAwait(false);
        var client = new ModelApiClient(server, 0);
        int deep = _options.RecordedJobs - 100;
        Line();
        Line($"## Lists of an account with {_options.RecordedJobs:N0} jobs, {_options.Requests} requests each, one after another");
        Line();
        Line("| list | total | p50 ms | p95 ms | most ms | goal (p95) | |");
        Line("|---|---|---|---|---|---|---|");
        foreach (string path in (string[])[
            "/api/synthgen/jobs", "/api/synthgen/jobs?limit=500", string.Create(CultureInfo.InvariantCulture, $"/api/synthgen/jobs?offset={deep}"), "/api/synthgen/jobs?status=failed", $"/api/synthgen/jobs?project_id={project}",
            $"/api/synthgen/jobs?project_id={project}&status=completed", $"/api/synthgen/jobs?model_id={model}", $"/api/synthgen/models/{model}", "/api/synthgen/models", $"/api/synthgen/models?project_id={project}", "/api/synthgen/models?search=99",
            "/api/datasets", "/api/datasets?search=99", "/api/projects", "/api/reports", $"/api/reports?project_id={project}"])
        {
            var times = new List<double>();
            JsonElement answer = default;
            for (int i = -Math.Max(_options.Requests / 10, 1); i < _options.Requests; i++)
            {
                long start = Stopwatch.GetTimestamp();
                answer = await client.GetAsync(path).ConfigureAwait(false);
                if (i >= 0)
                {
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
            times.Sort();
            string shown = path.Replace(project.ToString(), "...", StringComparison.Ordinal).Replace(model.ToString(), "...", StringComparison.Ordinal);
            string total = answer.TryGetProperty("total", out JsonElement count) ? count.GetRawText() : "1";
            Line($"| `{shown}` | {total} | {Figures.At(times, 0.5):F1} | {Figures.At(times, 0.95):F1} | {times[^1]:F1} | < {ListGoal:F0} |{Figures.Judged(Figures.At(times, 0.95) < ListGoal)}");
        }
    }

    private async Task QueueAsync(byte[] table)
    {
        using BenchServer server = await BenchServer.StartAsync(Accounts).ConfigureAwait(false);
        ModelApiClient[] clients = [.. Enumerable.Range(0, Accounts).Select(key => new ModelApiClient(server, key))];
        var models = new Guid[Accounts];
        for (int i = 0; i < Accounts; i++)
        {
            (_, models[i]) = await clients[i].TrainAsync(table, "core").ConfigureAwait(false);
        }
        int small = _options.QueuedJobs / 10 / (Accounts - 1), large = _options.QueuedJobs - (small * (Accounts - 1));
        double cpu = server.CpuSeconds;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < large; i++)
        {
            await clients[0].GenerateAsync(models[0], SmallRows).ConfigureAwait(false);
        }
        int before = (await clients[0].GetAsync("/api/synthgen/jobs?status=completed&limit=1").ConfigureAwait(false)).GetProperty("total").GetInt32() - 1;
        for (int i = 0; i < small; i++)
        {
            for (int account = 1; account < Accounts; account++)
            {
                await clients[account].GenerateAsync(models[account], SmallRows).ConfigureAwait(false);
            }
        }
        double queuedSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (ModelApiClient client in clients)
        {
            await client.UntilAsync("/api/synthgen/jobs?status=pending&limit=1", answer => answer.GetProperty("total").GetInt32() == 0 ? "none" : null, "none").ConfigureAwait(false);
            await client.UntilAsync("/api/synthgen/jobs?status=running&limit=1", answer => answer.GetProperty("total").GetInt32() == 0 ? "none" : null, "none").ConfigureAwait(false);
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double used = server.CpuSeconds - cpu;
        using WorkspaceHome left = await server.StopAsync().ConfigureAwait(false);
        (int completed, int outputs, double share) = await OutcomeAsync(left, before).ConfigureAwait(false);
        Line();
        Line($"## {_options.QueuedJobs:N0} jobs of {Accounts} accounts: {large} of one, then {small} each of the others; {SmallRows} rows of core each");
        Line();
        Line("| queued in s | drained in s | jobs a second | server CPU s | completed | outputs, each of its own | small accounts done by | goal | |");
        Line("|---|---|---|---|---|---|---|---|---|");
        bool all = completed == _options.QueuedJobs && outputs == _options.QueuedJobs;
        Line($"| {queuedSeconds:F1} | {seconds:F1} | {_options.QueuedJobs / seconds:F1} | {used:F1} | {completed:N0} | {outputs:N0} | {share:P0} of what was left when they came | all, and by {FairShare:P0} |{Figures.Judged(all && share <= FairShare)}");
    }

    private static async Task<(int Completed, int Outputs, double Share)> OutcomeAsync(WorkspaceHome workspace, int before)
    {
        WorkspaceContext context = workspace.Database.CreateContext();
        await using (context.ConfigureAwait(false))
        {
            var jobs = await context.Jobs.Where(job => job.Kind == JobKind.Generate && job.ParentId == null).OrderBy(job => job.FinishedAt)
                .Select(job => new { job.AccountId, job.Status, job.OutputArtifactId }).ToListAsync().ConfigureAwait(false);
            Guid largest = jobs.GroupBy(job => job.AccountId).MaxBy(group => group.Count())!.Key;
            int last = jobs.FindLastIndex(job => job.AccountId != largest);
            return (
                jobs.Count(job => job.Status == JobStatus.Completed),
                jobs.Where(job => job.OutputArtifactId is not null).Select(job => job.OutputArtifactId).Distinct().Count(),
                (last + 1 - before) / (double)Math.Max(jobs.Count - before, 1));
        }
    }

    private async Task LargeAsync(byte[] adult)
    {
        Line();
        Line($"## One job of {_options.LargeRows:N0} rows x 15 columns, core on adult");
        Line();
        Line("| rows | wall s | server CPU s | bytes | peak memory MB | goal | |");
        Line("|---|---|---|---|---|---|---|");
        double first = 0;
        foreach (long rows in (long[])[_options.LargeRows / 10, _options.LargeRows])
        {
            using BenchServer server = await BenchServer.StartAsync(1).ConfigureAwait(false);
            var client = new ModelApiClient(server, 0);
            (_, Guid model) = await client.TrainAsync(adult, "core").ConfigureAwait(false);
            double cpu = server.CpuSeconds;
            long start = Stopwatch.GetTimestamp();
            Guid job = await client.GenerateAsync(model, rows).ConfigureAwait(false);
            await client.UntilAsync($"/api/synthgen/jobs/{job}", answer => answer.GetProperty("status").GetString(), "completed").ConfigureAwait(false);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double used = server.CpuSeconds - cpu;
            long bytes = await client.DownloadAsync($"/api/synthgen/jobs/{job}/download").ConfigureAwait(false);
            double peak = server.PeakMegabytes;
            string goal = first == 0 ? "| |" : string.Create(CultureInfo.InvariantCulture, $"< {Math.Max(first * MostGrowth, first + Slack):F0} MB |{Figures.Judged(peak < Math.Max(first * MostGrowth, first + Slack))}");
            Line($"| {rows:N0} | {seconds:F1} | {used:F1} | {bytes:N0} | {peak:F0} | {goal}");
            first = peak;
        }
    }

    private async Task ReportAsync(byte[] adult)
    {
        using BenchServer server = await BenchServer.StartAsync(1).ConfigureAwait(false);
        var client = new ModelApiClient(server, 0);
        (Guid project, Guid model) = await client.TrainAsync(adult, "flagship").ConfigureAwait(false);
        double cpu = server.CpuSeconds;
        long start = Stopwatch.GetTimestamp();
        Guid report = (await client.PostAsync("/api/reports", new { project_id = project, kind = "synthgen", entity_id = model }).ConfigureAwait(false)).GetProperty("report_id").GetGuid();
        await client.UntilAsync($"/api/reports/{report}", answer => answer.GetProperty("status").GetString(), "succeeded").ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double used = server.CpuSeconds - cpu;
        long page = await client.DownloadAsync($"/api/reports/{report}/html").ConfigureAwait(false);
        Line();
        Line("## A report on flagship on adult");
        Line();
        Line("| wall s | server CPU s | page, bytes | goal (wall) | |");
        Line("|---|---|---|---|---|");
        Line($"| {seconds:F1} | {used:F1} | {page:N0} | < {ReportGoal:F0} s |{Figures.Judged(seconds < ReportGoal)}");
    }

    private void Line(FormattableString text) => Line(text.ToString(CultureInfo.InvariantCulture));

    private void Line(string text = "")
    {
        _output.WriteLine(text);
        _output.Flush();
    }
}

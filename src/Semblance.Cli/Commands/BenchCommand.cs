using System.CommandLine;
using System.Globalization;
using Semblance.Cli.Bench;
using Semblance.Cli.Bench.Server;
using Semblance.Cli.Bench.Workspace;
using Semblance.Cli.Output;
using Semblance.Models;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance bench</c>: the figures that this product is judged by, measured on this machine.</summary>
internal static class BenchCommand
{
    private const string DataVariable = "SEMBLANCE_TEST_DATA";
    private const int UsualMegabytes = 200;

    public static Command Create(Terminal terminal)
    {
        var data = new Option<string?>("--data") { HelpName = "DIR", Description = $"The folder with the tables. Without it, the one that {DataVariable} names." };
        Option<string?> output = SharedOptions.Output("FILE", "Write the results to a file, too.");
        Option<long?> threads = SharedOptions.Threads();
        return new Command("bench", "Measure models, file formats, the server and its workspace on this machine.")
        {
            Twin(terminal, data, output, threads),
            Models(terminal, data, output, threads),
            Describe(terminal, output, threads),
            InputOutput(terminal, data, output),
            Parquet(terminal, output),
            Server(terminal, data, output),
            Workspace(terminal, data, output),
        };
    }

    private static Command Twin(Terminal terminal, Option<string?> data, Option<string?> output, Option<long?> threads)
    {
        Option<string[]> tables = ValueParsers.List("--table", "NAME", "Only these benchmark tables: adult, default, shoppers, magic, beijing.");
        Option<string[]> families = ValueParsers.List("--algo", "NAME", "Only these families.");
        Option<string[]> seeds = Seeds();
        var scores = new Option<bool>("--no-scaling") { Description = "Leave out the timings on up to a million rows." };
        var command = new Command("twin", "Score the models on public tables, beside real holdouts and the goals.") { data, output, threads, tables, families, seeds, scores };
        command.SetAction(parsed =>
        {
            CheckOutput(parsed.GetValue(output));
            var options = new TwinBenchOptions { Threads = SharedOptions.ThreadsOf(parsed.GetValue(threads)), Tables = parsed.GetValue(tables) ?? [], Algorithms = parsed.GetValue(families) ?? [] };
            if (parsed.GetValue(seeds) is { Length: > 0 } given)
            {
                options = options with { Seeds = [.. given.Select(text => int.Parse(text, CultureInfo.InvariantCulture))] };
            }
            if (parsed.GetValue(scores))
            {
                options = options with { ScalingRows = [] };
            }
            TwinBench.Run(terminal.Out, DataFolder("twin", parsed.GetValue(data)), parsed.GetValue(output), options);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Models(Terminal terminal, Option<string?> data, Option<string?> output, Option<long?> threads)
    {
        Option<string[]> parts = ValueParsers.List("--part", "PART", "Only these parts: speed, scale, quality.", text => ModelsBenchOptions.AllParts.Contains(text) ? null : $"--part must be one of speed, scale, quality; '{text}' is not.");
        Option<string[]> tables = ValueParsers.List("--table", "NAME", "Quality on these benchmark tables only: adult, default, shoppers, magic, beijing.");
        Option<string[]> families = ValueParsers.List("--algo", "NAME", "Only these families. Without it, those of the papers: ctgan, copulagan, tvae, gaussian_copula.");
        Option<string[]> seeds = Seeds();
        Option<string[]> config = ValueParsers.Pairs("--config", "KEY=VALUE", "An option for the families that have it, such as epochs=100, in the part quality.");
        var partAnew = new Option<bool>("--part-anew") { Description = "In the part quality: every seed parts the training and test rows anew." };
        var command = new Command("models", "Time the models of the papers and score their rows on public tables, beside what others measured.") { data, output, threads, parts, tables, families, seeds, partAnew, config };
        command.SetAction(parsed =>
        {
            CheckOutput(parsed.GetValue(output));
            var options = new ModelsBenchOptions
            {
                Threads = SharedOptions.ThreadsOf(parsed.GetValue(threads)),
                Tables = parsed.GetValue(tables) ?? [],
                Families = parsed.GetValue(families) ?? [],
                PartAnew = parsed.GetValue(partAnew),
                Config = [.. (parsed.GetValue(config) ?? []).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]))],
            };
            options = parsed.GetValue(parts) is { Length: > 0 } only ? options with { Parts = only } : options;
            options = parsed.GetValue(seeds) is { Length: > 0 } given ? options with { Seeds = [.. given.Select(text => int.Parse(text, CultureInfo.InvariantCulture))] } : options;
            try
            {
                ModelsBench.Run(terminal.Out, DataFolder("models", parsed.GetValue(data)), parsed.GetValue(output), options);
            }
            catch (ModelOptionException exception)
            {
                throw new UsageException(exception.Message);
            }
            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<string[]> Seeds() =>
        ValueParsers.List("--seed", "S", "The seeds that means are taken over. Without it, 1, 2 and 3.", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : $"--seed must be a whole number; '{text}' is not.");

    private static Command Describe(Terminal terminal, Option<string?> output, Option<long?> threads)
    {
        Option<long?> rows = ValueParsers.WholeNumber("--rows", "N", $"Rows to make. Without it, {DescribeBench.UsualRows:N0}.", 1000, 1_000_000_000);
        var command = new Command("describe", "Time tables made from plans, beside Bogus and over HTTP, and check their keys and rules.") { output, threads, rows };
        command.SetAction(parsed =>
        {
            CheckOutput(parsed.GetValue(output));
            DescribeBench.Run(terminal.Out, parsed.GetValue(output), parsed.GetValue(rows) ?? DescribeBench.UsualRows, SharedOptions.ThreadsOf(parsed.GetValue(threads)));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command InputOutput(Terminal terminal, Option<string?> data, Option<string?> output)
    {
        Option<long?> megabytes = ValueParsers.WholeNumber("--megabytes", "N", $"The size of the file that is read and written. Without it, {UsualMegabytes}.", 1, 100_000);
        var command = new Command("io", "Time reading and writing of CSV, beside pandas where Python has it.") { data, output, megabytes };
        command.SetAction(parsed =>
        {
            CheckOutput(parsed.GetValue(output));
            IoBench.Run(terminal.Out, DataFolder("io", parsed.GetValue(data)), parsed.GetValue(output), (int)(parsed.GetValue(megabytes) ?? UsualMegabytes));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Parquet(Terminal terminal, Option<string?> output)
    {
        Option<long?> rows = ValueParsers.WholeNumber("--rows", "N", "The rows of the table. Without it, a million.", 1, 100_000_000);
        var command = new Command("parquet", $"Time reading and writing of Parquet, beside DuckDB where {DuckDbCosts.FolderVariable} names a folder with it.") { output, rows };
        command.SetAction(parsed =>
        {
            CheckOutput(parsed.GetValue(output));
            ParquetBench.Run(terminal.Out, parsed.GetValue(output), (int)(parsed.GetValue(rows) ?? 1_000_000));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Server(Terminal terminal, Option<string?> data, Option<string?> output)
    {
        var usual = new ServerBenchOptions();
        Option<string[]> parts = ValueParsers.List("--part", "NAME", $"Only these parts: {string.Join(", ", ServerBenchOptions.AllParts)}.", text => ServerBenchOptions.AllParts.Contains(text) ? null : $"--part must be one of {string.Join(", ", ServerBenchOptions.AllParts)}; '{text}' is not.");
        Option<long?> clients = ValueParsers.WholeNumber("--clients", "N", $"Clients that ask at the same time. Without it, {usual.Clients}.", 1, 10_000);
        Option<long?> seconds = ValueParsers.WholeNumber("--seconds", "N", $"How long they ask. Without it, {usual.Seconds}.", 1, 100_000);
        Option<long?> megabytes = ValueParsers.WholeNumber("--megabytes", "N", $"The size of the large upload. Without it, {usual.Megabytes}.", 5, 499);
        Option<long?> malformed = ValueParsers.WholeNumber("--malformed", "N", $"How many malformed requests to send. Without it, {usual.Malformed}.", 2, 10_000_000);
        var command = new Command("server", "Start a server and measure it: latency, many clients, the largest upload, malformed requests.") { data, output, parts, clients, seconds, megabytes, malformed };
        command.SetAction(parsed =>
        {
            CheckOutput(parsed.GetValue(output));
            var options = new ServerBenchOptions
            {
                Parts = parsed.GetValue(parts) is { Length: > 0 } given ? given : ServerBenchOptions.AllParts,
                Clients = (int)(parsed.GetValue(clients) ?? usual.Clients),
                Seconds = (int)(parsed.GetValue(seconds) ?? usual.Seconds),
                Megabytes = (int)(parsed.GetValue(megabytes) ?? usual.Megabytes),
                Malformed = (int)(parsed.GetValue(malformed) ?? usual.Malformed),
            };
            ServerBench.RunAsync(terminal.Out, DataFolder("server", parsed.GetValue(data)), parsed.GetValue(output), options).GetAwaiter().GetResult();
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Workspace(Terminal terminal, Option<string?> data, Option<string?> output)
    {
        var usual = new WorkspaceBenchOptions();
        Option<string[]> parts = ValueParsers.List("--part", "NAME", $"Only these parts: {string.Join(", ", WorkspaceBenchOptions.AllParts)}.", text => WorkspaceBenchOptions.AllParts.Contains(text) ? null : $"--part must be one of {string.Join(", ", WorkspaceBenchOptions.AllParts)}; '{text}' is not.");
        Option<long?> recorded = ValueParsers.WholeNumber("--recorded", "N", $"Jobs that lists are measured among. Without it, {usual.RecordedJobs}.", 100, 100_000_000);
        Option<long?> queued = ValueParsers.WholeNumber("--queued", "N", $"Jobs that are queued at once. Without it, {usual.QueuedJobs}.", 100, 1_000_000);
        Option<long?> rows = ValueParsers.WholeNumber("--rows", "N", $"Rows of the large job. Without it, {usual.LargeRows}.", 1000, 10_000_000);
        var command = new Command("workspace", "Start a server and measure the model API: lists, a full queue, a large job, a report.") { data, output, parts, recorded, queued, rows };
        command.SetAction(parsed =>
        {
            CheckOutput(parsed.GetValue(output));
            var options = new WorkspaceBenchOptions
            {
                Parts = parsed.GetValue(parts) is { Length: > 0 } given ? given : WorkspaceBenchOptions.AllParts,
                RecordedJobs = (int)(parsed.GetValue(recorded) ?? usual.RecordedJobs),
                QueuedJobs = (int)(parsed.GetValue(queued) ?? usual.QueuedJobs),
                LargeRows = parsed.GetValue(rows) ?? usual.LargeRows,
            };
            WorkspaceBench.RunAsync(terminal.Out, DataFolder("workspace", parsed.GetValue(data)), parsed.GetValue(output), options).GetAwaiter().GetResult();
            return ExitCode.Ok;
        });
        return command;
    }

    private static void CheckOutput(string? path)
    {
        if (path is not null)
        {
            OutputFile.Check(path);
        }
    }

    private static string DataFolder(string bench, string? given)
    {
        string? folder = given ?? Environment.GetEnvironmentVariable(DataVariable);
        return string.IsNullOrEmpty(folder)
            ? throw new UsageException($"'semblance bench {bench}' needs a folder of tables.", $"Name it with --data DIR, or in {DataVariable}.")
            : Directory.Exists(folder) ? folder : throw new UsageException($"There is no folder '{folder}' to read tables from.");
    }
}

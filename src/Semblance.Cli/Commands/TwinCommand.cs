using System.CommandLine;
using Semblance.Cli.Jobs;
using Semblance.Cli.Output;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance twin</c>: a table goes in, its twin comes out.</summary>
internal static class TwinCommand
{
    public static Command Create(Terminal terminal, PendingFiles pending)
    {
        Argument<string> file = SharedOptions.File("FILE", "The real table: CSV or Parquet, plain or gzipped; - for standard input.");
        Option<long?> rows = SharedOptions.Rows("Rows to make. Without it, as many as FILE has.");
        Option<string> algo = SharedOptions.Algorithm();
        Option<ulong?> seed = ValueParsers.Seed();
        Option<string[]> conditions = SharedOptions.Conditions();
        Option<string[]> types = SharedOptions.Types();
        Option<string[]> drop = SharedOptions.Drop();
        Option<string?> output = SharedOptions.Output("OUT", "Where the twin goes: .parquet, .csv, .csv.gz. Without it, to standard output as CSV.");
        var report = new Option<string?>("--report") { HelpName = "HTML", Description = "Also compare the twin with the real table and write what was found as one HTML page." };
        Option<bool> json = SharedOptions.Json("Print one JSON object about the run (on standard error if the table goes to standard output).");
        Option<long?> threads = SharedOptions.Threads();
        Option<bool> quiet = SharedOptions.Quiet();
        var command = new Command("twin", "Make a synthetic twin of a table.") { file, rows, algo, seed, conditions, types, drop, output, report, json, threads, quiet };
        command.SetAction(parsed => new TwinJob(terminal, pending).Run(new TwinRequest
        {
            File = parsed.GetRequiredValue(file),
            Rows = parsed.GetValue(rows),
            Family = parsed.GetRequiredValue(algo),
            Seed = parsed.GetValue(seed),
            Conditions = parsed.GetValue(conditions) ?? [],
            Types = parsed.GetValue(types) ?? [],
            Drop = parsed.GetValue(drop) ?? [],
            Output = SharedOptions.TableOutput(parsed.GetValue(output)),
            Report = parsed.GetValue(report),
            Json = parsed.GetValue(json),
            Threads = SharedOptions.ThreadsOf(parsed.GetValue(threads)),
            Quiet = parsed.GetValue(quiet),
        }));
        return command;
    }
}

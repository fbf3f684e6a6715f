using System.CommandLine;
using Semblance.Cli.Jobs;
using Semblance.Cli.Output;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance report</c>: how good a synthetic table is.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal, PendingFiles pending)
    {
        Argument<string> real = SharedOptions.File("REAL", "The real table that the synthetic one was made from: CSV or Parquet, plain or gzipped.");
        Argument<string> synthetic = SharedOptions.File("SYNTH", "The synthetic table.");
        var holdout = new Option<string?>("--holdout") { HelpName = "FILE", Description = "Real rows that the model has not seen: ceilings are theirs, and without them attacks cannot be tried." };
        var target = new Option<string?>("--target") { HelpName = "COL", Description = "The column that a predictor is trained for. Without it, the last one with 2 to 20 levels, or the last number." };
        Option<string[]> sensitive = ValueParsers.List("--sensitive", "COL", "A column that an attacker would like to know. Without it, every column is attacked.");
        Option<string?> output = SharedOptions.Output("HTML", "Write what was found as one HTML page.");
        Option<string[]> types = SharedOptions.Types();
        Option<string[]> drop = SharedOptions.Drop();
        Option<bool> json = SharedOptions.Json("Print every metric as one JSON object.");
        Option<long?> threads = SharedOptions.Threads();
        Option<bool> quiet = SharedOptions.Quiet();
        var command = new Command("report", "Compare a synthetic table with the real one.") { real, synthetic, holdout, target, sensitive, output, types, drop, json, threads, quiet };
        command.SetAction(parsed => new ReportJob(terminal, pending).Run(new ReportRequest(
            parsed.GetRequiredValue(real),
            parsed.GetRequiredValue(synthetic),
            parsed.GetValue(holdout),
            parsed.GetValue(target),
            parsed.GetValue(sensitive) ?? [],
            parsed.GetValue(output),
            parsed.GetValue(types) ?? [],
            parsed.GetValue(drop) ?? [],
            parsed.GetValue(json),
            SharedOptions.ThreadsOf(parsed.GetValue(threads)),
            parsed.GetValue(quiet))));
        return command;
    }
}

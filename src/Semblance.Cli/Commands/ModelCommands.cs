using System.CommandLine;
using Semblance.Cli.Jobs;
using Semblance.Cli.Output;
using Semblance.Models;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance train</c> and <c>semblance sample</c>: the twin in two steps.</summary>
internal static class ModelCommands
{
    public static Command Train(Terminal terminal, PendingFiles pending)
    {
        Argument<string> file = SharedOptions.File("FILE", "The real table: CSV or Parquet, plain or gzipped; - for standard input.");
        Option<string> family = SharedOptions.Family();
        family.Required = true;
        Option<string[]> config = ValueParsers.Pairs("--config", "KEY=VALUE", "An option of the model, such as epochs=100 or generator_dim=128,128. All are listed below.");
        Option<ulong?> seed = ValueParsers.Seed();
        Option<string[]> types = SharedOptions.Types();
        Option<string[]> drop = SharedOptions.Drop();
        Option<string?> output = SharedOptions.Output("MODEL", "Where the model goes. It holds what was learned, so keep it as safe as FILE.");
        output.Required = true;
        Option<long?> interval = ValueParsers.WholeNumber(
            "--checkpoint-every", "SECONDS", "Seconds between checkpoints of a long training, kept in MODEL.checkpoint; the same command run again goes on from there. Without it, 30.", 0, 1_000_000);
        Option<long?> threads = SharedOptions.Threads();
        Option<bool> quiet = SharedOptions.Quiet();
        var command = new Command("train", "Learn a table and keep the model in a file.") { file, family, config, seed, types, drop, output, interval, threads, quiet };
        command.SetAction(parsed => new ModelJobs(terminal, pending).Train(new TrainRequest(
            parsed.GetRequiredValue(file),
            parsed.GetRequiredValue(family),
            parsed.GetValue(config) ?? [],
            parsed.GetValue(seed),
            parsed.GetValue(types) ?? [],
            parsed.GetValue(drop) ?? [],
            parsed.GetRequiredValue(output)!,
            parsed.GetValue(interval) is { } seconds ? TimeSpan.FromSeconds(seconds) : new FitOptions().CheckpointInterval,
            SharedOptions.ThreadsOf(parsed.GetValue(threads)),
            parsed.GetValue(quiet))));
        return command;
    }

    public static Command Sample(Terminal terminal, PendingFiles pending)
    {
        Argument<string> model = SharedOptions.File("MODEL", "A model file, as train writes it.");
        Option<long?> rows = SharedOptions.Rows("Rows to make. Without it, as many as the model was trained on.");
        Option<ulong?> seed = ValueParsers.Seed();
        Option<string[]> conditions = SharedOptions.Conditions();
        Option<string?> output = SharedOptions.Output("OUT", "Where the rows go: .parquet, .csv, .csv.gz. Without it, to standard output as CSV.");
        Option<bool> json = SharedOptions.Json("Print one JSON object about the run (on standard error if the table goes to standard output).");
        Option<long?> threads = SharedOptions.Threads();
        Option<bool> quiet = SharedOptions.Quiet();
        var command = new Command("sample", "Make rows from a model file.") { model, rows, seed, conditions, output, json, threads, quiet };
        command.SetAction(parsed => new ModelJobs(terminal, pending).Sample(new SampleRequest(
            parsed.GetRequiredValue(model),
            parsed.GetValue(rows),
            parsed.GetValue(seed),
            parsed.GetValue(conditions) ?? [],
            SharedOptions.TableOutput(parsed.GetValue(output)),
            parsed.GetValue(json),
            SharedOptions.ThreadsOf(parsed.GetValue(threads)),
            parsed.GetValue(quiet))));
        return command;
    }
}

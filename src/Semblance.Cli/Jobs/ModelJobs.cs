using System.Diagnostics;
using System.Globalization;
using Semblance.Cli.Display;
using Semblance.Cli.Input;
using Semblance.Cli.Output;
using Semblance.Data;
using Semblance.Models;
using Semblance.Workspace;

namespace Semblance.Cli.Jobs;

/// <summary>What <c>semblance train</c> was asked for.</summary>
internal sealed record TrainRequest(string File, string Family, string[] Config, ulong? Seed, string[] Types, string[] Drop, string Output, TimeSpan CheckpointInterval, int Threads, bool Quiet);

/// <summary>What <c>semblance sample</c> was asked for.</summary>
internal sealed record SampleRequest(string Model, long? Rows, ulong? Seed, string[] Conditions, string? Output, bool Json, int Threads, bool Quiet);

/// <summary>The twin in two steps, with the fitted model kept in a file between them.</summary>
internal sealed class ModelJobs(Terminal terminal, PendingFiles pending)
{
    /// <summary>Learns a table and keeps the model.</summary>
    public int Train(TrainRequest request)
    {
        long start = Stopwatch.GetTimestamp();
        OutputFile.Check(request.Output);
        Places.MustDiffer(("FILE", request.File), ("--output", request.Output));
        TableReadOptions reading = TableFile.OptionsFor(request.Types, request.Drop, request.Threads);
        ISynthesizer family = Synthesizers.Get(request.Family);
        ModelConfig config = ConfigOf(family, request.Config, request.Seed);
        var checkpoint = new CheckpointPlace(request.Output, family, pending);
        ulong seed = (ulong?)config["seed"] ?? request.Seed ?? checkpoint.Seed() ?? Seeds.Draw();
        var display = WorkDisplay.For(terminal, request.Quiet, tableToOutput: false);
        IFittedModel model = display.Show(() =>
        {
            Table real = TableFile.Read(request.File, reading, terminal, pending, display).Table;
            IFittedModel fitted = checkpoint.Naming(() => family.Fit(
                real, new FitOptions { Seed = seed, Threads = request.Threads, Config = config, Checkpoints = checkpoint.Store(display.Note), CheckpointInterval = request.CheckpointInterval }, display));
            using var file = OutputFile.Begin(request.Output, pending);
            file.Write(fitted.Save);
            file.Commit();
            checkpoint.Remove();
            return fitted;
        });
        if (!request.Quiet)
        {
            terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Family} of {model.TrainingRows:N0} rows x {model.Schema.Count:N0} columns with seed {seed} in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s"));
        }
        return ExitCode.Ok;
    }

    private static ModelConfig ConfigOf(ISynthesizer family, string[] pairs, ulong? seed)
    {
        try
        {
            ModelConfig config = family.Options.Parse(pairs.Select(pair => pair.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1])));
            return config["seed"] is ulong other && seed is { } given && given != other
                ? throw new UsageException($"--seed {given} and --config seed={other} contradict each other.")
                : config;
        }
        catch (ModelOptionException exception)
        {
            throw new UsageException(exception.Message, "'semblance train --help' lists the options of every model.");
        }
    }

    /// <summary>Makes rows from a kept model.</summary>
    public int Sample(SampleRequest request)
    {
        long start = Stopwatch.GetTimestamp();
        TableFile.CheckOutput(request.Output);
        Places.MustDiffer(("MODEL", request.Model), ("--output", request.Output));
        ulong seed = request.Seed ?? Seeds.Draw();
        var display = WorkDisplay.For(terminal, request.Quiet, tableToOutput: request.Output is null);
        RunSummary summary = display.Show(() =>
        {
            IFittedModel model = Load(request.Model);
            Dictionary<string, string> conditions = ColumnPairs.Divide("--condition", request.Conditions, [.. model.Schema.Select(column => column.Name)]);
            var options = new SampleOptions { Rows = request.Rows ?? model.TrainingRows, Seed = seed, Conditions = conditions, Threads = request.Threads };
            TableFile.Write(request.Output, model.Schema, model.Sample(options, display), layout: null, terminal, pending);
            return new RunSummary(options.Rows, model.Schema.Count, model.Family, seed, 0, null);
        });
        summary = summary with { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
        summary.Tell(terminal, request.Quiet, request.Json, tableToOutput: request.Output is null);
        return ExitCode.Ok;
    }

    private IFittedModel Load(string path)
    {
        using var file = InputFile.Open(path, terminal, pending);
        using FileStream stream = File.OpenRead(file.Place);
        try
        {
            return ModelFile.Load(stream);
        }
        catch (TableException exception)
        {
            throw new TableException($"'{file.ShownAs}': {exception.Message}", exception);
        }
    }
}

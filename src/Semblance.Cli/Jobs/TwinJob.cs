using System.Diagnostics;
using Semblance.Cli.Display;
using Semblance.Cli.Input;
using Semblance.Cli.Output;
using Semblance.Data;
using Semblance.Models;
using Semblance.Quality;
using Semblance.Workspace;
using Semblance.Workspace.Twins;

namespace Semblance.Cli.Jobs;

/// <summary>Reads a table, learns it, and writes as many new rows as asked for, block by block.</summary>
internal sealed class TwinJob(Terminal terminal, PendingFiles pending)
{
    /// <summary>The rows that a page is made of: more would not change a figure in the second digit.</summary>
    private const long MostRowsOfReport = 500_000;

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    public int Run(TwinRequest request)
    {
        long start = Stopwatch.GetTimestamp();
        CheckOutputs(request);
        TableReadOptions reading = TableFile.OptionsFor(request.Types, request.Drop, request.Threads);
        ulong seed = request.Seed ?? Seeds.Draw();
        var display = WorkDisplay.For(terminal, request.Quiet, tableToOutput: request.Output is null);
        RunSummary summary = display.Show(() => Work(request, reading, seed, display));
        summary = summary with { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
        summary.Tell(terminal, request.Quiet, request.Json, tableToOutput: request.Output is null);
        return ExitCode.Ok;
    }

    private static void CheckOutputs(TwinRequest request)
    {
        TableFile.CheckOutput(request.Output);
        if (request.Report is not null)
        {
            OutputFile.Check(request.Report);
        }
        Places.MustDiffer(("FILE", request.File), ("--output", request.Output), ("--report", request.Report));
    }

    private RunSummary Work(TwinRequest request, TableReadOptions reading, ulong seed, WorkDisplay display)
    {
        TableDocument document = TableFile.Read(request.File, reading, terminal, pending, display);
        Table real = document.Table;
        Synthesizers.RequireEnough(real);
        Dictionary<string, string> conditions = ColumnPairs.Divide("--condition", request.Conditions, [.. real.Columns.Select(column => column.Name)]);
        var options = new TwinOptions { Family = request.Family, Seed = seed, Conditions = conditions, Threads = request.Threads };
        var twin = Twin.Fit(real, options, display);
        long rows = request.Rows ?? real.RowCount;
        TableFile.Write(request.Output, twin.Schema, twin.Rows(rows, display), document.Layout, terminal, pending);
        if (request.Report is not null)
        {
            // Rows are a pure function of their number, so those that the page needs are made again rather than kept.
            Table synthetic = twin.FirstRows((int)Math.Min(rows, MostRowsOfReport));
            ReportJob.Write(ReportJob.Measure(real, synthetic, holdout: null, new MetricSettings { Threads = request.Threads }, display), request.Report, pending);
        }
        return new RunSummary(rows, real.Columns.Count, request.Family, seed, 0, twin.Figures());
    }
}

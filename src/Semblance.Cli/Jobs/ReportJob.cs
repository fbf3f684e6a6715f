using Semblance.Cli.Display;
using Semblance.Cli.Input;
using Semblance.Cli.Output;
using Semblance.Data;
using Semblance.Models;
using Semblance.Quality;

namespace Semblance.Cli.Jobs;

/// <summary>What <c>semblance report</c> was asked for.</summary>
internal sealed record ReportRequest(string Real, string Synthetic, string? Holdout, string? Output, string[] Types, string[] Drop, bool Json, int Threads, bool Quiet);

/// <summary>Compares a synthetic table with the real one.</summary>
internal sealed class ReportJob(Terminal terminal, PendingFiles pending)
{
    /// <summary>The phase of the work, for whoever watches.</summary>
    private const string Phase = "report";

    /// <summary>Compares two tables in files.</summary>
    public int Run(ReportRequest request)
    {
        if (request.Output is not null)
        {
            OutputFile.Check(request.Output);
        }
        Places.MustDiffer(("REAL", request.Real), ("--output", request.Output));
        Places.MustDiffer(("SYNTH", request.Synthetic), ("--output", request.Output));
        Places.MustDiffer(("--holdout", request.Holdout), ("--output", request.Output));
        TableReadOptions reading = TableFile.OptionsFor(request.Types, request.Drop, request.Threads);
        var display = WorkDisplay.For(terminal, request.Quiet, tableToOutput: false);
        QualityReport report = display.Show(() =>
        {
            Table Read(string path) => TableFile.Read(path, reading, terminal, pending, display).Table;
            Table real = Read(request.Real);
            Table synthetic = Read(request.Synthetic);
            Table? holdout = request.Holdout is null ? null : Read(request.Holdout);
            return Compute(real, synthetic, holdout, request.Threads, display);
        });
        if (request.Output is not null)
        {
            Write(report, request.Output, pending);
        }
        if (request.Json)
        {
            terminal.Out.WriteLine(report.ToJson());
        }
        else if (!request.Quiet || request.Output is null)
        {
            foreach (string sentence in report.Verdict)
            {
                terminal.Out.WriteLine(sentence);
            }
        }
        return ExitCode.Ok;
    }

    /// <summary>Computes every metric while saying so.</summary>
    public static QualityReport Compute(Table real, Table synthetic, Table? holdout, int threads, WorkDisplay display)
    {
        var progress = new MetricProgress(display);
        return QualityReport.Measure(real, synthetic, holdout, new MetricSettings { Threads = threads }, progress);
    }

    /// <summary>Writes the page, whole or not at all.</summary>
    public static void Write(QualityReport report, string path, PendingFiles pending)
    {
        using var file = OutputFile.Begin(path, pending);
        file.Write(report.WriteHtml);
        file.Commit();
    }

    /// <summary>Shows how many metrics are done.</summary>
    private sealed class MetricProgress(WorkDisplay display) : IProgress<ReportProgress>
    {
        public void Report(ReportProgress value) => display.Report(new WorkProgress(Phase, value.Done, value.Total, "metrics"));
    }
}

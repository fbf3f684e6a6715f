using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Semblance.Cli.Display;
using Semblance.Cli.Input;
using Semblance.Cli.Output;
using Semblance.Data;
using Semblance.Models;
using Semblance.Quality;

namespace Semblance.Cli.Jobs;

/// <summary>What <c>semblance report</c> was asked for.</summary>
internal sealed record ReportRequest(
    string Real,
    string Synthetic,
    string? Holdout,
    string? Target,
    string[] Sensitive,
    string? Output,
    string[] Types,
    string[] Drop,
    bool Json,
    int Threads,
    bool Quiet);

/// <summary>Compares a synthetic table with the real one.</summary>
internal sealed class ReportJob(Terminal terminal, PendingFiles pending)
{
    /// <summary>The phase of the work, for whoever watches.</summary>
    private const string Phase = "report";

    /// <summary>Compares two tables in files.</summary>
    public int Run(ReportRequest request)
    {
        long start = Stopwatch.GetTimestamp();
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
            var settings = new MetricSettings { Target = request.Target, Sensitive = request.Sensitive, Threads = request.Threads };
            return Measure(real, synthetic, holdout, settings, display);
        });
        if (request.Output is not null)
        {
            Write(report, request.Output, pending);
        }
        if (request.Json)
        {
            terminal.Out.WriteLine(ToJson(report, Stopwatch.GetElapsedTime(start).TotalSeconds));
        }
        else if (!request.Quiet || request.Output is null)
        {
            ReportText.Write(report, terminal.Out);
        }
        return ExitCode.Ok;
    }

    /// <summary>Computes every metric while saying so.</summary>
    public static QualityReport Measure(Table real, Table synthetic, Table? holdout, MetricSettings settings, WorkDisplay display) =>
        QualityReport.Measure(real, synthetic, holdout, settings, new MetricProgress(display));

    /// <summary>Writes the page, whole or not at all.</summary>
    public static void Write(QualityReport report, string path, PendingFiles pending)
    {
        using var file = OutputFile.Begin(path, pending);
        file.Write(stream => report.WriteHtml(stream));
        file.Commit();
    }

    /// <summary>The report's own properties, after those that every command's object begins with.</summary>
    private static string ToJson(QualityReport report, double seconds)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("rows", report.SyntheticRows);
            json.WriteNumber("seconds", Math.Round(seconds, 3));
            report.WriteProperties(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Shows how many metrics are done.</summary>
    private sealed class MetricProgress(WorkDisplay display) : IProgress<ReportProgress>
    {
        public void Report(ReportProgress value) => display.Report(new WorkProgress(Phase, value.Done, value.Total, "metrics"));
    }
}

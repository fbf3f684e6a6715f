using Microsoft.EntityFrameworkCore;
using Semblance.Data;
using Semblance.Models;
using Semblance.Quality;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;

namespace Semblance.Workspace.Reports;

/// <summary>Measures the rows of models: fresh ones, or those that a job has made, beside the rows that the model was trained on and those that it has not seen.</summary>
public sealed class ReportRunner : IJobRunner
{
    /// <summary>The rows that are made for a report at most; more would change no figure that it shows.</summary>
    private const int MostRows = 1_000_000;
    private const double BeforeMeasuring = 0.2;
    private const double AfterMeasuring = 0.98;

    /// <inheritdoc/>
    public JobKind Kind => JobKind.Report;

    /// <inheritdoc/>
    public async Task<JobResult> RunAsync(JobRun run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        Guid reportId = run.Job.ReportId ?? throw new JobException("The report was deleted.");
        SynthModel record = await ModelFiles.RecordAsync(run, cancellation);
        run.Report("read", 0);
        IFittedModel model = await ModelFiles.LoadAsync(run, record, cancellation);
        TableDocument document = await DatasetTable.OpenAsync(
            run.Artifacts, record.DatasetArtifactId, record.DatasetName, SchemaOverrides.Parse(record.Overrides), run.Settings.ThreadsOfEach, cancellation);
        (Table training, Table? holdout) = HoldoutSplit.Divide(document.Table, record.HoldoutShare, record.Seed);
        Table synthetic = await SyntheticAsync(run, reportId, model, cancellation);
        QualityReport report = await Task.Run(() => Measure(run, training, synthetic, holdout, cancellation), cancellation);
        run.Report("save", AfterMeasuring);
        ArtifactRecord json = await run.PutAsync(ArtifactKind.Report, "report.json", "application/json", stream => report.WriteJson(stream), cancellation);
        ArtifactRecord html = await run.PutAsync(ArtifactKind.Report, "report.html", "text/html; charset=utf-8", stream => report.WriteHtml(stream, $"Quality of rows made by {record.Name}"), cancellation);
        return new JobResult(json, (context, token) => context.Reports.Where(one => one.Id == reportId).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.JsonArtifactId, json.Id).SetProperty(one => one.HtmlArtifactId, html.Id), token));
    }

    private static QualityReport Measure(JobRun run, Table training, Table synthetic, Table? holdout, CancellationToken cancellation) => QualityReport.Measure(
        training,
        synthetic,
        holdout,
        new MetricSettings { Seed = run.Job.Seed, Threads = run.Settings.ThreadsOfEach },
        new MetricProgress(run),
        cancellation);

    /// <summary>
    /// The rows of the job that was named, or as many fresh ones as the model was trained on. The former are made again, since the same seed gives the
    /// same rows: read back from a file, their columns' types would have to be guessed.
    /// </summary>
    private static async Task<Table> SyntheticAsync(JobRun run, Guid reportId, IFittedModel model, CancellationToken cancellation)
    {
        run.Report("sample", BeforeMeasuring / 2);
        Job? source;
        await using (WorkspaceContext context = run.Database.CreateContext())
        {
            source = await (from report in context.Reports
                            where report.Id == reportId
                            join job in context.Jobs on report.EntityId equals job.Id
                            select job).AsNoTracking().SingleOrDefaultAsync(cancellation);
        }
        NewGeneration wish = source is null ? new NewGeneration { Rows = model.TrainingRows, Seed = run.Job.Seed } : NewGeneration.Parse(source.Config);
        var options = new SampleOptions
        {
            Rows = Math.Min(wish.Rows, MostRows),
            Seed = source?.Seed ?? run.Job.Seed,
            Conditions = wish.Conditions,
            Threads = run.Settings.ThreadsOfEach,
        };
        return await Task.Run(() => TableBlocks.Join(model.Schema, model.Sample(options, cancellation: cancellation)), cancellation);
    }

    private sealed class MetricProgress(JobRun run) : IProgress<ReportProgress>
    {
        public void Report(ReportProgress value) => run.Report(value.Metric, BeforeMeasuring + ((AfterMeasuring - BeforeMeasuring) * value.Share));
    }
}

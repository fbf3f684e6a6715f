using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Semblance.Data;
using Semblance.Models;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Jobs;

namespace Semblance.Workspace.Models;

/// <summary>Trains models.</summary>
public sealed class TrainRunner : IJobRunner
{
    // Reading the table and putting the model away take a little time before and after the fit.
    private const double BeforeFit = 0.05;
    private const double AfterFit = 0.95;

    /// <inheritdoc/>
    public JobKind Kind => JobKind.Train;

    /// <inheritdoc/>
    public async Task<JobResult> RunAsync(JobRun run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        SynthModel model = await ModelFiles.RecordAsync(run, cancellation);
        run.Report("read", 0);
        TableDocument document = await DatasetTable.OpenAsync(
            run.Artifacts, model.DatasetArtifactId, model.DatasetName, SchemaOverrides.Parse(model.Overrides), run.Settings.ThreadsOfEach, cancellation);
        IFittedModel fitted = await Task.Run(() => Fit(run, model, document.Table, cancellation), cancellation);
        run.Report("save", AfterFit);
        ArtifactRecord file = await run.PutAsync(ArtifactKind.Model, $"{model.ModelType}.semblance", "application/octet-stream", fitted.Save, cancellation);
        int rows = fitted.TrainingRows;
        return new JobResult(file, (context, token) => context.Models.Where(one => one.Id == model.Id).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Status, ModelStatus.Ready).SetProperty(one => one.ArtifactId, file.Id).SetProperty(one => one.TrainingRows, rows)
                .SetProperty(one => one.Error, (string?)null),
            token));
    }

    private static IFittedModel Fit(JobRun run, SynthModel model, Table table, CancellationToken cancellation)
    {
        ISynthesizer family = Synthesizers.Get(model.ModelType);
        using JsonDocument config = JsonDocument.Parse(model.Config);
        var options = new FitOptions
        {
            Seed = model.Seed,
            Threads = run.Settings.ThreadsOfEach,
            Config = family.Options.Parse(config.RootElement),
            Checkpoints = run.Checkpoints,
            CheckpointInterval = run.Settings.CheckpointInterval,
        };
        return family.Fit(HoldoutSplit.Divide(table, model.HoldoutShare, model.Seed).Training, options, new FitProgress(run), cancellation);
    }

    /// <summary>The fit itself is nearly all of the work; what families do before it counts as its beginning.</summary>
    private sealed class FitProgress(JobRun run) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            double share = value.Total == 0 ? 0 : (double)value.Done / value.Total;
            run.Report(value.Phase, value.Phase == "fit" ? BeforeFit + ((AfterFit - BeforeFit) * share) : BeforeFit * share);
        }
    }
}

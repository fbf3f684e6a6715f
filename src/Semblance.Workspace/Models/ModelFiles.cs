using Microsoft.EntityFrameworkCore;
using Semblance.Models;
using Semblance.Workspace.Database;
using Semblance.Workspace.Jobs;

namespace Semblance.Workspace.Models;

/// <summary>The model of a job.</summary>
internal static class ModelFiles
{
    /// <summary>Its record.</summary>
    /// <exception cref="JobException">It was deleted.</exception>
    public static async Task<SynthModel> RecordAsync(JobRun run, CancellationToken cancellation)
    {
        await using WorkspaceContext context = run.Database.CreateContext();
        return await context.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Id == run.Job.ModelId && model.AccountId == run.Job.AccountId, cancellation) ?? throw Gone();
    }

    /// <summary>The trained model.</summary>
    /// <exception cref="JobException">It was deleted.</exception>
    public static async Task<IFittedModel> LoadAsync(JobRun run, SynthModel model, CancellationToken cancellation)
    {
        await using Stream file = (model.ArtifactId is { } id ? await run.Artifacts.OpenAsync(id, cancellation) : null) ?? throw Gone();
        return await Task.Run(() => ModelFile.Load(file), cancellation);
    }

    private static JobException Gone() => new("The model was deleted.");
}

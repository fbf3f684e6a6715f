using Microsoft.EntityFrameworkCore;
using Semblance.Data;
using Semblance.Data.Csv;
using Semblance.Models;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Queue;

namespace Semblance.Workspace.Generation;

/// <summary>
/// Makes rows from models: all of a job's, a range of a larger job's, or the whole from its ranges. Each row depends on its number alone, so that ranges made
/// anywhere, put one behind the other, are the same bytes as rows made in one go.
/// </summary>
public sealed class GenerateRunner : IJobRunner
{
    private const string MakeStage = "generate";
    private const string JoinStage = "join";
    private const string PartType = "application/octet-stream";
    private const int CopyBytes = 1 << 20;

    /// <inheritdoc/>
    public JobKind Kind => JobKind.Generate;

    /// <inheritdoc/>
    public async Task<JobResult> RunAsync(JobRun run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        NewGeneration wish = NewGeneration.Parse(run.Job.Config);
        SynthModel record = await ModelFiles.RecordAsync(run, cancellation);
        IFittedModel model = await ModelFiles.LoadAsync(run, record, cancellation);
        Guid[] parts = run.Job.ParentId is null ? await PartsAsync(run, cancellation) : [];
        return new JobResult(await (
            parts.Length > 0 ? JoinAsync(run, wish, model, parts, cancellation)
            : run.Job.ParentId is not null ? MakePartAsync(run, wish, model, cancellation)
            : MakeAsync(run, wish, model, cancellation)));
    }

    private static Task<ArtifactRecord> MakeAsync(JobRun run, NewGeneration wish, IFittedModel model, CancellationToken cancellation) =>
        PutFileAsync(run, wish, stream => TableFiles.Write(stream, wish.Format, model.Schema, Sample(run, wish, model, cancellation), layout: null, ProgressOf(run), cancellation), cancellation);

    /// <summary>A range as CSV is the piece of the whole file, with the header in the first; of other formats it is the rows, to be written when all are there.</summary>
    private static Task<ArtifactRecord> MakePartAsync(JobRun run, NewGeneration wish, IFittedModel model, CancellationToken cancellation) => run.PutAsync(
        ArtifactKind.Rows,
        "part",
        PartType,
        stream =>
        {
            IEnumerable<Table> blocks = Sample(run, wish, model, cancellation);
            if (wish.Format == TableFormat.Csv)
            {
                CsvWriter.Write(stream, model.Schema, blocks, new CsvDialect { HasHeader = run.Job.FirstRow == 0 }, ProgressOf(run), cancellation);
            }
            else
            {
                RowBlocks.Write(stream, blocks, ProgressOf(run));
            }
        },
        cancellation);

    private static Task<ArtifactRecord> JoinAsync(JobRun run, NewGeneration wish, IFittedModel model, Guid[] parts, CancellationToken cancellation)
    {
        void Report(int part) => run.Report(JoinStage, JobClaims.PartsShare + ((1 - JobClaims.PartsShare) * part / parts.Length));
        return PutFileAsync(
            run,
            wish,
            stream =>
            {
                if (wish.Format == TableFormat.Csv)
                {
                    for (int i = 0; i < parts.Length; i++)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        using Stream part = Open(run, parts[i]);
                        part.CopyTo(stream, CopyBytes);
                        Report(i + 1);
                    }
                }
                else
                {
                    TableFiles.Write(stream, wish.Format, model.Schema, Blocks(), ct: cancellation);
                }
            },
            cancellation);

        IEnumerable<Table> Blocks()
        {
            for (int i = 0; i < parts.Length; i++)
            {
                using var part = new BufferedStream(Open(run, parts[i]), CopyBytes);
                foreach (Table block in RowBlocks.Read(part, model.Schema))
                {
                    yield return block;
                }
                Report(i + 1);
            }
        }
    }

    private static IEnumerable<Table> Sample(JobRun run, NewGeneration wish, IFittedModel model, CancellationToken cancellation) => model.Sample(
        new SampleOptions
        {
            Rows = run.Job.RowCount,
            FirstRow = run.Job.FirstRow,
            Seed = run.Job.Seed,
            Conditions = wish.Conditions,
            Threads = run.Settings.ThreadsOfEach,
        },
        cancellation: cancellation);

    private static Task<ArtifactRecord> PutFileAsync(JobRun run, NewGeneration wish, Action<Stream> write, CancellationToken cancellation)
    {
        (string ending, string type) = DatasetFiles.Describe(wish.Format);
        return run.PutAsync(ArtifactKind.Rows, $"synthetic_data{ending}", type, write, cancellation);
    }

    private static Action<long> ProgressOf(JobRun run) => rows => run.Report(MakeStage, (double)rows / run.Job.RowCount);

    private static async Task<Guid[]> PartsAsync(JobRun run, CancellationToken cancellation)
    {
        await using WorkspaceContext context = run.Database.CreateContext();
        return await context.Jobs.Where(part => part.ParentId == run.Job.Id && part.OutputArtifactId != null).OrderBy(part => part.FirstRow)
            .Select(part => part.OutputArtifactId!.Value).ToArrayAsync(cancellation);
    }

    private static Stream Open(JobRun run, Guid part) =>
        run.Artifacts.OpenAsync(part, CancellationToken.None).GetAwaiter().GetResult() ?? throw new IOException($"The rows {part} of a part of job {run.Job.Id} are gone.");
}

using Semblance.Describe.Plans;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Jobs;

namespace Semblance.Workspace.Descriptions;

/// <summary>Makes the datasets of a description in the background: the file is the answer that a client gets who waits for it.</summary>
public sealed class DescribeRunner : IJobRunner
{
    private const string FileName = "datasets.json";
    private const string ContentType = "application/json; charset=utf-8";

    /// <inheritdoc/>
    public JobKind Kind => JobKind.Describe;

    /// <inheritdoc/>
    public async Task<JobResult> RunAsync(JobRun run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        DescribeAnswer answer = Prepare(run.Job, cancellation);
        var progress = new Share(run, answer.Rows);
        ArtifactRecord file = await run.PutAsync(
            ArtifactKind.Rows,
            FileName,
            ContentType,
            stream => answer.WriteAsync(stream, run.Settings.ThreadsOfEach, progress, cancellation: cancellation).GetAwaiter().GetResult(),
            cancellation);
        return new JobResult(file);
    }

    private static DescribeAnswer Prepare(Job job, CancellationToken cancellation)
    {
        try
        {
            return DescribeAnswer.Prepare(DescribeWork.Parse(job.Config), cancellation);
        }
        catch (PlanException exception)
        {
            throw new JobException(exception.Message, exception);
        }
    }

    private sealed class Share(JobRun run, long rows) : IProgress<long>
    {
        public void Report(long value) => run.Report("Writing rows", value / (double)rows);
    }
}

using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;

namespace Semblance.Server.Api;

/// <summary>States and kinds as the model API writes them.</summary>
internal static class Words
{
    /// <summary>Every status of a job.</summary>
    public static IReadOnlyList<string> JobStatuses { get; } = [.. Enum.GetValues<JobStatus>().Select(Of)];

    public static string Of(ModelStatus status) => Lower(status);

    public static string Of(JobStatus status) => Lower(status);

    public static string Of(JobKind kind) => Lower(kind);

    /// <summary>How far a report is: its job's status in the words of reports.</summary>
    public static string OfReport(JobStatus status) => status switch
    {
        JobStatus.Pending => "queued",
        JobStatus.Running => "running",
        JobStatus.Completed => "succeeded",
        _ => "failed",
    };

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

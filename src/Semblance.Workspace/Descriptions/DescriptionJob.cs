using System.Text.Json;
using System.Text.Json.Serialization;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Webhooks;

namespace Semblance.Workspace.Descriptions;

/// <summary>A description that is made in the background, as clients and receivers of callbacks see it.</summary>
/// <param name="JobId">Its random id: whoever knows it may look.</param>
/// <param name="Status">pending, running, completed, failed or cancelled.</param>
/// <param name="Progress">The share that is done, 0 to 1.</param>
/// <param name="TotalRecords">The records that it makes, over all datasets.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When it began; null before.</param>
/// <param name="FinishedAt">When it ended; null before.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
/// <param name="Download">The path of its datasets; null until it is completed.</param>
public sealed record DescriptionJob(
    Guid JobId, string Status, double Progress, long TotalRecords, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Error, string? Download)
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Its callback; left out if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DescriptionWebhook? Webhook { get; init; }

    /// <summary>The path of a job.</summary>
    public static string PathOf(Guid id) => $"/api/jobs/{id}";

    /// <summary>What is to be said about a job and its callback.</summary>
    internal static DescriptionJob Of(Job job, Webhook? webhook) => new(
        job.Id, job.Status.ToString().ToLowerInvariant(), job.Status == JobStatus.Completed ? 1 : job.Progress, job.RowCount, job.CreatedAt, job.StartedAt, job.FinishedAt, job.Error,
        job.Status == JobStatus.Completed ? PathOf(job.Id) + "/download" : null)
    {
        Webhook = webhook is null ? null : new DescriptionWebhook(JsonNamingPolicy.SnakeCaseLower.ConvertName(webhook.Status.ToString()), webhook.Attempts, webhook.LastResult),
    };

    /// <summary>The body of a callback.</summary>
    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);
}

/// <summary>The callback of a job. Its address is its owner's secret.</summary>
/// <param name="Status">waiting, delivered or given_up.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastResult">What came of the last attempt; null before the first.</param>
public sealed record DescriptionWebhook(string Status, int Attempts, string? LastResult);

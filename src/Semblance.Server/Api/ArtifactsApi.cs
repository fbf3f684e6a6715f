using Microsoft.AspNetCore.Http.HttpResults;
using Semblance.Server.Errors;
using Semblance.Server.Http;
using Semblance.Server.OpenApi;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Artifacts;

namespace Semblance.Server.Api;

/// <summary>Files that uploads and jobs have left.</summary>
internal static class ArtifactsApi
{
    public static void MapArtifacts(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/artifacts/{id}/download", DownloadAsync).WithName("downloadArtifact").WithTags("Artifacts").RequireKey(KeyScopes.Model)
            .WithSummary("Download a file")
            .DescribeFile(KeyScopes.Model, "The file: a dataset as it was uploaded, a trained model, synthetic rows, or a report.", ["application/octet-stream"], Lookup.NoArtifact("5f1c"));

    /// <summary>Answers with a file; ranges of it can be asked for, so that a download that broke off goes on.</summary>
    public static FileStreamHttpResult Send(ArtifactRecord record, Stream bytes) =>
        TypedResults.Stream(bytes, record.ContentType, record.FileName, record.CreatedAt, new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{record.Sha256}\""), enableRangeProcessing: bytes.CanSeek);

    private static async Task<FileStreamHttpResult> DownloadAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation)
    {
        (ArtifactRecord Record, Stream Bytes)? found = Guid.TryParse(id, out Guid key) ? await workspace.ArtifactRecords.OpenAsync(caller.AccountId, key, cancellation) : null;
        return found is { } artifact ? Send(artifact.Record, artifact.Bytes) : throw Lookup.NoArtifact(id);
    }
}

using Semblance.Data;
using Semblance.Workspace.Artifacts;

namespace Semblance.Workspace.Datasets;

/// <summary>What a client says about a file that is to become a version of a dataset.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Name">The dataset's name.</param>
/// <param name="Description">What it holds; null leaves what was said before.</param>
/// <param name="Path">Where the file is.</param>
/// <param name="Format">What its name says that it is.</param>
public sealed record UploadedFile(Guid ProjectId, string Name, string? Description, string Path, TableFormat Format);

/// <summary>Takes uploads in, and takes what people say about their columns.</summary>
public sealed class DatasetImport(IArtifactStore artifacts, DatasetStore datasets)
{
    /// <summary>Reads a file once, keeps it, and records it as a version.</summary>
    /// <returns>The version and its profile; null if the account has no such project.</returns>
    /// <exception cref="TableException">There is no table in the file.</exception>
    public async Task<(DatasetVersion Version, DatasetProfile Profile)?> AddAsync(Guid accountId, UploadedFile upload, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        (DatasetProfile profile, DatasetPreview preview) = await Task.Run(() => Look(UploadedTable.Read(upload.Path, upload.Format, cancellation), null, cancellation), cancellation);
        Artifact file = await artifacts.PutAsync(async (output, token) =>
        {
            await using var input = new FileStream(upload.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
            await input.CopyToAsync(output, 1 << 17, token);
        }, cancellation);
        DatasetVersion? version = await datasets.AddAsync(
            accountId,
            new NewVersion { ProjectId = upload.ProjectId, Name = upload.Name, Description = upload.Description, File = file, Format = upload.Format, Profile = profile, Preview = preview },
            cancellation);
        if (version is null)
        {
            // Not so after an exception: whether the record was written before it is unknown then, and a file without one is swept later.
            await artifacts.DeleteAsync(file.Id, CancellationToken.None);
            return null;
        }
        return (version, profile);
    }

    /// <summary>Changes what is said about columns of a version, and looks at the table again.</summary>
    /// <param name="version">The version, with its dataset and profile.</param>
    /// <param name="overrides">All that is said from now on.</param>
    /// <param name="cancellation">Ends the work; nothing is changed then.</param>
    /// <returns>The new profile; null if the version has gone or been changed meanwhile.</returns>
    /// <exception cref="TableException">The file has no such column, or its values are not of the type said.</exception>
    public async Task<DatasetProfile?> OverrideAsync(DatasetVersion version, SchemaOverrides overrides, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        TableDocument document = await DatasetTable.OpenAsync(artifacts, version.ArtifactId, version.Dataset.Name, overrides, cancellation: cancellation);
        string[] columns = [.. DatasetProfile.Parse(version.Profile).Columns.Select(column => column.Name)];
        (DatasetProfile profile, DatasetPreview preview) = await Task.Run(() => Look(document, columns, cancellation), cancellation);
        return await datasets.SetOverridesAsync(version.AccountId, version.Id, version.Overrides, overrides, profile, preview, cancellation) ? profile : null;
    }

    private static (DatasetProfile Profile, DatasetPreview Preview) Look(TableDocument document, string[]? fileColumns, CancellationToken cancellation) =>
        (DatasetProfiler.Profile(document, fileColumns, cancellation: cancellation), DatasetPreview.Of(document.Table));
}

using Semblance.Data;
using Semblance.Workspace.Artifacts;

namespace Semblance.Workspace.Datasets;

/// <summary>The table of a version of a dataset, as jobs work on it.</summary>
public static class DatasetTable
{
    /// <summary>Reads the table.</summary>
    /// <param name="store">Where the file is.</param>
    /// <param name="artifactId">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="overrides">What was said about its columns.</param>
    /// <param name="threads">Worker threads; the result does not depend on them. 0 for as many as there are processors.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TableException">The file is gone, or the overrides do not fit it.</exception>
    public static async Task<TableDocument> OpenAsync(IArtifactStore store, Guid artifactId, string name, SchemaOverrides overrides, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(overrides);
        await using Stream bytes = await store.OpenAsync(artifactId, cancellation) ?? throw new TableException($"The file of the dataset '{name}' is gone: it was deleted.");
        TableReadOptions options = overrides.ToReadOptions() with { Threads = threads > 0 ? threads : Environment.ProcessorCount };
        if (bytes.CanSeek)
        {
            options = options with { MostBytes = UploadedTable.MostBytes(bytes.Length) };
        }
        return await Task.Run(() => TableFiles.Read(bytes, name, options, ct: cancellation), cancellation);
    }
}

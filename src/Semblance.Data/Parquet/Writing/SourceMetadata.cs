namespace Semblance.Data.Parquet.Writing;

/// <summary>What a file says of itself besides its columns: what its source said, as far as it is still true.</summary>
internal static class SourceMetadata
{
    /// <summary>The pairs for a file.</summary>
    /// <param name="source">What the source said.</param>
    /// <param name="plans">The columns of the file.</param>
    /// <param name="rows">The number of its rows.</param>
    public static IReadOnlyList<KeyValuePair<string, string?>> ForFile(IReadOnlyDictionary<string, string> source, IReadOnlyList<ColumnPlan> plans, long rows) =>
        [.. source.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))];
}

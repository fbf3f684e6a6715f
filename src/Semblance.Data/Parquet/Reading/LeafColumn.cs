namespace Semblance.Data.Parquet.Reading;

/// <summary>A column of a file that values are kept for: a leaf of its tree of fields.</summary>
/// <param name="Index">Its place among the leaves, which is that of its chunk in each row group.</param>
/// <param name="Name">The names from the child of the root to the leaf, with dots between them.</param>
/// <param name="Type">Its type, <see cref="ParquetType.IsRequired"/> if it and all above it are.</param>
/// <param name="HighestLevel">The definition level of a value that is there: the number of optional fields from the root to the leaf.</param>
/// <param name="Problem">Why it cannot be read as a column of a flat table, as a sentence's end; null if it can.</param>
internal sealed record LeafColumn(int Index, string Name, ParquetType Type, int HighestLevel, string? Problem);

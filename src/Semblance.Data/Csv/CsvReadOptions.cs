namespace Semblance.Data.Csv;

/// <summary>What the caller knows better than inference does. All of it is optional.</summary>
public sealed record CsvReadOptions
{
    /// <summary>The types of columns by name, in place of the inferred ones. The default is empty: all are inferred.</summary>
    public IReadOnlyDictionary<string, ColumnType> Types { get; init; } = new Dictionary<string, ColumnType>();

    /// <summary>The names of columns to leave out. The default is empty.</summary>
    public IReadOnlySet<string> Drop { get; init; } = new HashSet<string>();

    /// <summary>Whether the first row holds column names. The default value is null: found out.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>The character between fields. The default value is null: found out.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The number of worker threads; the result does not depend on it. The default value is the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The number of bytes that one worker takes at a time; the result does not depend on it. For tests.</summary>
    internal int ChunkBytes { get; init; } = 2 << 20;

    /// <summary>Whether all columns are read as texts at first; the result does not depend on it. For tests.</summary>
    internal bool TextsOnly { get; init; }
}

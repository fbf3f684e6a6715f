namespace Semblance.Data.Csv;

/// <summary>What the caller knows better than inference does about a CSV file. All of it is optional.</summary>
public sealed record CsvReadOptions : TableReadOptions
{
    /// <summary>Options of CSV alone are left to be found out.</summary>
    public CsvReadOptions()
    {
    }

    /// <summary>What is said of tables in any format; the rest is found out.</summary>
    public CsvReadOptions(TableReadOptions options)
        : base(options)
    {
    }

    /// <summary>Whether the first row holds column names. The default value is null: found out.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>The character between fields. The default value is null: found out.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The number of bytes that one worker takes at a time; the result does not depend on it. For tests.</summary>
    internal int ChunkBytes { get; init; } = 2 << 20;

    /// <summary>Whether all columns are read as texts at first; the result does not depend on it. For tests.</summary>
    internal bool TextsOnly { get; init; }
}

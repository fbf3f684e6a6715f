namespace Semblance.Data;

/// <summary>What the caller knows better than inference does, in any format. All of it is optional.</summary>
public record TableReadOptions
{
    /// <summary>The types of columns by name, in place of the inferred ones. The default is empty: all are inferred.</summary>
    public IReadOnlyDictionary<string, ColumnType> Types { get; init; } = new Dictionary<string, ColumnType>();

    /// <summary>The names of columns to leave out. The default is empty.</summary>
    public IReadOnlySet<string> Drop { get; init; } = new HashSet<string>();

    /// <summary>
    /// The most memory that the values of a Parquet file may take, in bytes, and that what one worker unpacks may take in all: a kilobyte of
    /// it can stand for billions of rows. The default value, null, is most of what the machine has.
    /// </summary>
    public long? MostBytes { get; init; }

    /// <summary>The number of worker threads; the result does not depend on it. The default value is the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

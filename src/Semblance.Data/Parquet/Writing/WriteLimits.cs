namespace Semblance.Data.Parquet.Writing;

/// <summary>How large the parts of a file become. Fixed for a file, whatever the blocks and threads, so that its bytes depend on the rows alone.</summary>
internal sealed record WriteLimits
{
    private const int FewestGroupRows = 1024;

    /// <summary>The rows of a row group. The default value is 131,072: a megabyte of numbers, which stays in a processor's caches from encoding to packing.</summary>
    public int GroupRows { get; init; } = 1 << 17;

    /// <summary>The cells of a row group, for tables of many columns. The default value is 8,388,608.</summary>
    public int GroupCells { get; init; } = 1 << 23;

    /// <summary>The bytes of text after which a row group ends. The default value is 64 MB.</summary>
    public long GroupTextBytes { get; init; } = 1 << 26;

    /// <summary>After how many rows the bytes of text are looked at. The default value is 256.</summary>
    public int StepRows { get; init; } = 256;

    /// <summary>The rows of a page. The default value is 32,768.</summary>
    public int PageRows { get; init; } = 1 << 15;

    /// <summary>The bytes of text in a page after which it ends. The default value is 1 MB.</summary>
    public int PageTextBytes { get; init; } = 1 << 20;

    /// <summary>The threads that encode columns. The default value is the number of processors; it does not change the file.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The rows of a row group with so many columns.</summary>
    public int RowsPerGroup(int columns) => Math.Min(GroupRows, Math.Max(GroupCells / Math.Max(columns, 1), FewestGroupRows));
}

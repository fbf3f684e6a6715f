namespace Semblance.Data.Csv.Reading;

/// <summary>What the beginning of a file tells about the whole.</summary>
internal sealed record CsvLayout
{
    /// <summary>How the file is written.</summary>
    public required CsvDialect Dialect { get; init; }

    /// <summary>The names as written, one per column; empty strings where there is none.</summary>
    public required string[] Headers { get; init; }

    /// <summary>The offset of the first row of values in the UTF-8 text.</summary>
    public required int DataStart { get; init; }

    /// <summary>The line of the first row of values, from 1.</summary>
    public required long DataLine { get; init; }

    /// <summary>Whether the part of the file up to <see cref="DataStart"/> ends in a newline.</summary>
    public required bool EndsInNewline { get; init; }

    /// <summary>Sentences on what was left out or repaired.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The number of columns.</summary>
    public int Width => Headers.Length;

    /// <summary>Whether the columns have no header.</summary>
    public bool Unnamed => !Dialect.HasHeader;
}

/// <summary>One row of the sample that a layout is found from.</summary>
/// <param name="Cells">The values.</param>
/// <param name="Quoted">Whether each stood in quotes.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte after its newline.</param>
internal sealed record SampleRow(string[] Cells, bool[] Quoted, int Start, int End)
{
    /// <summary>The number of cells with something in them.</summary>
    public int Filled => Cells.Count(cell => !string.IsNullOrWhiteSpace(cell));

    /// <summary>Whether the row is a blank line.</summary>
    public bool IsBlank => Cells.Length == 1 && !Quoted[0] && Filled == 0;
}

namespace Semblance.Data.Csv;

/// <summary>How a CSV file is written: found when one is read, followed when one is written.</summary>
public sealed record CsvDialect : FileLayout
{
    /// <inheritdoc/>
    public override TableFormat Format => TableFormat.Csv;

    /// <summary>The character between fields. The default value is a comma.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The character around fields that need it. The default value is a double quote.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>What ends a row: "\n", "\r\n" or "\r". The default value is "\n".</summary>
    public string Newline { get; init; } = "\n";

    /// <summary>Whether the first row holds the column names. The default value is true.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Whether the names in the header are all quoted. The default value is false.</summary>
    public bool HeaderQuoted { get; init; }

    /// <summary>Whether the last row ends with a newline, too. The default value is true.</summary>
    public bool FinalNewline { get; init; } = true;

    /// <summary>Whether one space follows each delimiter and is no part of the value. The default value is false.</summary>
    public bool SpaceAfterDelimiter { get; init; }

    /// <summary>Whether a quote inside a quoted field is written as backslash and quote, not doubled. The default value is false.</summary>
    public bool BackslashEscapes { get; init; }

    /// <summary>Whether the file begins with a byte order mark. The default value is false.</summary>
    public bool ByteOrderMark { get; init; }

    /// <summary>The encoding that was read, such as "utf-8" or "windows-1252"; what is written is always UTF-8. The default value is "utf-8".</summary>
    public string Encoding { get; init; } = "utf-8";
}

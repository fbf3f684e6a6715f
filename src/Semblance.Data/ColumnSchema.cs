using Semblance.Data.Parquet;

namespace Semblance.Data;

/// <summary>When numbers near zero are written with an exponent.</summary>
public enum ExponentUse
{
    /// <summary>Never: "0.000091".</summary>
    Never,

    /// <summary>Below 0.0001, as Python does: "9.1e-05", but "0.0001".</summary>
    WhenSmall,

    /// <summary>Where that is shorter, as R does: "9.1e-05" and "1e-04", but "0.00012".</summary>
    WhenShorter,
}

/// <summary>How numbers of a column are written.</summary>
/// <param name="Decimals">The largest number of digits after the point, 0 for whole numbers.</param>
/// <param name="FixedDecimals">Whether every value is padded with zeros to <paramref name="Decimals"/> (1.50), or trimmed (1.5).</param>
/// <param name="Prefix">Text before each number, such as "$".</param>
/// <param name="Suffix">Text after each number, such as "%".</param>
/// <param name="ThousandsSeparator">The character between groups of three digits, or null.</param>
/// <param name="DecimalSeparator">The decimal point, "." or ",".</param>
/// <param name="MinimumIntegerDigits">Digits before the point are padded with zeros to this width; 1 for none.</param>
public sealed record NumberFormat(
    int Decimals = 0,
    bool FixedDecimals = true,
    string Prefix = "",
    string Suffix = "",
    char? ThousandsSeparator = null,
    char DecimalSeparator = '.',
    int MinimumIntegerDigits = 1)
{
    /// <summary>Whether values are whole numbers.</summary>
    public bool IsInteger => Decimals == 0;

    /// <summary>Where zeros are trimmed (<see cref="FixedDecimals"/> is false): the digits after the point that stay, such as 1 for "7.0". The default value is 0.</summary>
    public int MinimumDecimals { get; init; }

    /// <summary>Whether positive numbers are written with a plus sign. The default value is false.</summary>
    public bool ExplicitPlus { get; init; }

    /// <summary>When numbers near zero are written with an exponent. The default value is <see cref="ExponentUse.Never"/>.</summary>
    public ExponentUse Exponents { get; init; }

    /// <summary>Whether the sign stands between prefix and digits ("$-5") and not before the prefix ("-$5"). The default value is false.</summary>
    public bool SignAfterPrefix { get; init; }
}

/// <summary>The parts that a date-time column has.</summary>
public enum DateTimeParts
{
    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A date and a time of day.</summary>
    DateTime,
}

/// <summary>The case of names within a date-time.</summary>
public enum LetterCase
{
    /// <summary>As in English text: "Oct", "October", "AM".</summary>
    Mixed,

    /// <summary>Upper case: "OCT".</summary>
    Upper,

    /// <summary>Lower case: "oct", "am".</summary>
    Lower,
}

/// <summary>How date-times of a column are written.</summary>
/// <param name="Pattern">A .NET custom format string, invariant culture, such as "yyyy-MM-dd HH:mm:ss".</param>
/// <param name="Parts">What a value holds.</param>
/// <param name="ResolutionTicks">The unit (in 100 ns ticks) that all values are multiples of, as seen in the data and not finer than the pattern.</param>
public sealed record DateTimeFormat(string Pattern, DateTimeParts Parts, long ResolutionTicks)
{
    /// <summary>The case that month names and AM/PM are written in. The default value is <see cref="LetterCase.Mixed"/>: "Oct", "AM".</summary>
    public LetterCase NameCase { get; init; }
}

/// <summary>Name, kind and written form of one column: all that is needed to write new values as the old ones were.</summary>
/// <param name="Name">The column's name, unique within its table.</param>
/// <param name="Kind">What the column holds.</param>
public sealed record ColumnSchema(string Name, ColumnKind Kind)
{
    /// <summary>The number format; set if and only if <see cref="Kind"/> is <see cref="ColumnKind.Number"/>.</summary>
    public NumberFormat? Number { get; init; }

    /// <summary>The date-time format; set if and only if <see cref="Kind"/> is <see cref="ColumnKind.DateTime"/>.</summary>
    public DateTimeFormat? DateTime { get; init; }

    /// <summary>The levels of a category or boolean column, in the order of their codes; empty for other kinds.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>The spellings of a missing value in this column ("" for an empty field), in the order of the codes in <see cref="Column.Missing"/>; empty if nothing is missing.</summary>
    public IReadOnlyList<string> MissingTokens { get; init; } = [];

    /// <summary>Whether the values of this column were always quoted where they came from.</summary>
    public bool AlwaysQuoted { get; init; }

    /// <summary>Whether the missing values of this column were always quoted where they came from, as in <c>1,"",2</c>.</summary>
    public bool MissingQuoted { get; init; }

    /// <summary>
    /// The name as it is written in a header if that differs from <see cref="Name"/>: "" for a column without a name, or a name that
    /// several columns share. Null if it is the same.
    /// </summary>
    public string? Header { get; init; }

    /// <summary>
    /// The type that the column has in a Parquet file: the one it came with, so that it is written with the same; or one that the kind does
    /// not tell, such as that of identifiers that are whole numbers. Null where the kind decides.
    /// </summary>
    public ParquetType? Parquet { get; init; }
}

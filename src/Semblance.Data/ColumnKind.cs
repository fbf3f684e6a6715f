namespace Semblance.Data;

/// <summary>What a column holds, as inferred from all of its rows or as the caller says.</summary>
public enum ColumnKind
{
    /// <summary>Whole or decimal numbers; see <see cref="NumberFormat"/>.</summary>
    Number,

    /// <summary>One of a list of levels, each written as it was.</summary>
    Category,

    /// <summary>Two levels that mean yes and no, each in the spelling it came in.</summary>
    Boolean,

    /// <summary>A date, a time of day, or both; see <see cref="DateTimeFormat"/>.</summary>
    DateTime,

    /// <summary>A value that names its row: all distinct. Generated anew, never copied.</summary>
    Identifier,

    /// <summary>Free text. Generated anew, never copied.</summary>
    Text,

    /// <summary>Nothing but missing values.</summary>
    Empty,
}

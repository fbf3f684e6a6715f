namespace Semblance.Data;

/// <summary>A type that a person asks for: the names of the command line's <c>--type COLUMN=TYPE</c>.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the names that people write.")]
public enum ColumnType
{
    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Numbers with digits after the point.</summary>
    Decimal,

    /// <summary>Two levels, such as yes and no or 0 and 1.</summary>
    Boolean,

    /// <summary>One of a list of levels, written as they are.</summary>
    Category,

    /// <summary>A value that names its row; generated anew.</summary>
    Identifier,

    /// <summary>Calendar dates.</summary>
    Date,

    /// <summary>Times of day.</summary>
    Time,

    /// <summary>A date with a time of day.</summary>
    DateTime,

    /// <summary>Free text; generated anew.</summary>
    Text,
}

/// <summary>The names of <see cref="ColumnType"/> as people write them.</summary>
public static class ColumnTypes
{
    /// <summary>All names, in lower case.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Enum.GetNames<ColumnType>().Select(name => name.ToLowerInvariant())];

    /// <summary>Reads a name in any case, such as "integer" or "datetime" (also "date-time").</summary>
    /// <exception cref="TableException">There is no such type.</exception>
    public static ColumnType Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = name.Trim().Replace("-", "", StringComparison.Ordinal);
        for (int i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], plain, StringComparison.OrdinalIgnoreCase))
            {
                return (ColumnType)i;
            }
        }
        throw new TableException($"There is no column type '{name}'; the types are {string.Join(", ", Names)}.");
    }
}

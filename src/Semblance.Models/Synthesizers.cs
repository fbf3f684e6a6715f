using Semblance.Data;

namespace Semblance.Models;

/// <summary>The registry of families, and what holds for all of them.</summary>
public static class Synthesizers
{
    /// <summary>The fewest rows that a model is fitted on.</summary>
    public const int MinimumRows = 41;

    /// <summary>The fewest columns that a model is fitted on.</summary>
    public const int MinimumColumns = 3;

    /// <summary>Throws if a table is too small to learn from.</summary>
    /// <exception cref="TableException">Fewer rows or columns than the minimum.</exception>
    public static void RequireEnough(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.RowCount < MinimumRows || table.Columns.Count < MinimumColumns)
        {
            throw new TableException(
                $"Synthesis needs more than {MinimumRows - 1} rows and more than {MinimumColumns - 1} columns of real data; this table has {table.RowCount} rows and {table.Columns.Count} columns.");
        }
    }
}

namespace Semblance.Data;

/// <summary>A table: columns of equal length with distinct names. Values sit in flat arrays, one per column.</summary>
public sealed class Table
{
    /// <summary>Creates a table over the given columns.</summary>
    /// <exception cref="ArgumentException">Columns differ in length, or two share a name.</exception>
    public Table(IReadOnlyList<Column> columns, int rowCount)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Column column in columns)
        {
            if (column.Count != rowCount)
            {
                throw new ArgumentException($"Column '{column.Name}' has {column.Count} rows, the table {rowCount}.", nameof(columns));
            }
            if (!names.Add(column.Name))
            {
                throw new ArgumentException($"Two columns are named '{column.Name}'.", nameof(columns));
            }
        }
        Columns = columns;
        RowCount = rowCount;
    }

    /// <summary>The columns, in their order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The schemas of the columns, in their order.</summary>
    public IReadOnlyList<ColumnSchema> Schema => [.. Columns.Select(column => column.Schema)];

    /// <summary>The position of a column, or -1.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }
        return -1;
    }
}

namespace Semblance.Data;

/// <summary>Tables that come in parts.</summary>
public static class TableBlocks
{
    /// <summary>Joins consecutive blocks of one table into the whole. Memory: that of the result beside that of the blocks.</summary>
    /// <param name="schema">The columns; their formats and levels are those of the result.</param>
    /// <param name="blocks">The rows in parts, each with these columns in this order, as a sample streams them; none for a table without rows.</param>
    /// <exception cref="ArgumentException">A block has other columns.</exception>
    /// <exception cref="TableException">There are more rows than a table in memory can have.</exception>
    public static Table Join(IReadOnlyList<ColumnSchema> schema, IEnumerable<Table> blocks)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(blocks);
        Table[] parts = [.. blocks];
        foreach (Table part in parts)
        {
            if (!part.Columns.Select(column => (column.Name, column.Kind)).SequenceEqual(schema.Select(column => (column.Name, column.Kind))))
            {
                throw new ArgumentException("A block has other columns than the table.", nameof(blocks));
            }
        }
        long rows = parts.Sum(part => (long)part.RowCount);
        if (rows > Array.MaxLength)
        {
            throw new TableException($"A table of {rows} rows is too long to be held in memory; use its blocks one by one.");
        }
        var columns = new Column[schema.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = Join(schema[i], [.. parts.Select(part => part.Columns[i])], (int)rows);
        }
        return new Table(columns, (int)rows);
    }

    private static Column Join(ColumnSchema schema, Column[] parts, int rows)
    {
        byte[]? missing = JoinMissing(parts, rows);
        switch (schema.Kind)
        {
            case ColumnKind.Number:
                return new NumberColumn(schema, JoinValues<double>(parts, rows, static column => ((NumberColumn)column).Values), missing);
            case ColumnKind.DateTime:
                return new DateTimeColumn(schema, JoinValues<long>(parts, rows, static column => ((DateTimeColumn)column).Ticks), missing);
            case ColumnKind.Category or ColumnKind.Boolean:
                return new CategoryColumn(schema, JoinValues<int>(parts, rows, static column => ((CategoryColumn)column).Codes), missing);
            case ColumnKind.Identifier or ColumnKind.Text:
                var strings = new Utf8Strings.Builder(rows);
                foreach (Column part in parts)
                {
                    Utf8Strings values = ((StringColumn)part).Values;
                    for (int row = 0; row < values.Count; row++)
                    {
                        strings.Add(values[row]);
                    }
                }
                return new StringColumn(schema, strings.Build(), missing);
            case ColumnKind.Empty:
                return new EmptyColumn(schema, missing ?? []);
            default:
                throw new ArgumentException($"Column '{schema.Name}' has no known kind.", nameof(schema));
        }
    }

    private static T[] JoinValues<T>(Column[] parts, int rows, Func<Column, T[]> valuesOf)
    {
        var all = new T[rows];
        int at = 0;
        foreach (Column part in parts)
        {
            valuesOf(part).CopyTo(all, at);
            at += part.Count;
        }
        return all;
    }

    private static byte[]? JoinMissing(Column[] parts, int rows)
    {
        if (parts.All(part => part.Missing is null))
        {
            return null;
        }
        var all = new byte[rows];
        int at = 0;
        foreach (Column part in parts)
        {
            part.Missing?.CopyTo(all, at);
            at += part.Count;
        }
        return all;
    }
}

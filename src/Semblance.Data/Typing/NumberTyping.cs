using Semblance.Data.Text;

namespace Semblance.Data.Typing;

/// <summary>Tells whole numbers that count or name the rows from those that measure something.</summary>
internal static class NumberTyping
{
    // In shorter columns, numbers in order prove nothing.
    private const int MinimumSequence = 10;

    private const double NearlyAllDistinct = 0.95;

    /// <summary>The column as it is, or as identifiers if its whole numbers name its rows.</summary>
    public static Column Settle(ColumnContext context, NumberColumn column)
    {
        NumberFormat format = column.Schema.Number!;
        if (!format.IsInteger || format.Prefix.Length + format.Suffix.Length > 0 || format.ThousandsSeparator is not null || column.Count < MinimumSequence || !NamesRows(context.Name, column))
        {
            return column;
        }
        var writer = new NumberWriter(format);
        Span<byte> buffer = stackalloc byte[writer.MaxLength];
        var builder = new Utf8Strings.Builder(column.Count);
        foreach (double value in column.Values)
        {
            builder.Add(double.IsNaN(value) ? [] : buffer[..writer.Write(buffer, value)]);
        }
        return new StringColumn(column.Schema with { Kind = ColumnKind.Identifier, Number = null }, builder.Build(), column.Missing);
    }

    private static bool NamesRows(string name, NumberColumn column)
    {
        double[] values = column.Values;
        if (column.Missing is null && values[0] is 0 or 1 && IsSequence(values))
        {
            return true;
        }
        bool key = NameHints.SaysKey(name);
        if (!key && !NameHints.SaysNumbering(name))
        {
            return false;
        }
        double[] sorted = values.Where(value => !double.IsNaN(value)).ToArray();
        if (sorted.Length < MinimumSequence)
        {
            return false;
        }
        Array.Sort(sorted);
        int distinct = 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        // A key column may hold a few rows twice (a house sold again); it names them all the same.
        return distinct == sorted.Length || (key && distinct >= sorted.Length * NearlyAllDistinct);
    }

    private static bool IsSequence(double[] values)
    {
        for (int row = 1; row < values.Length; row++)
        {
            if (values[row] != values[row - 1] + 1)
            {
                return false;
            }
        }
        return true;
    }
}

using System.Globalization;
using System.Numerics;
using Semblance.Data.Parquet;
using Semblance.Data.Text;

namespace Semblance.Data.Typing;

/// <summary>Tells whole numbers that count or name the rows from those that measure something.</summary>
internal static class NumberTyping
{
    // In shorter columns, numbers in order prove nothing.
    private const int MinimumSequence = 10;

    private const int FirstRows = 1000;

    private const double NearlyAllDistinct = 0.95;

    /// <summary>The column as it is, or as identifiers if its whole numbers name its rows.</summary>
    public static Column Settle(ColumnContext context, NumberColumn column)
    {
        NumberFormat format = column.Schema.Number!;
        if (!format.IsInteger || format.Prefix.Length + format.Suffix.Length > 0 || format.ThousandsSeparator is not null || column.Count < MinimumSequence)
        {
            return column;
        }
        if (NameHints.SaysPlaceCode(context.Name) && PlaceCodes(column) is CategoryColumn places)
        {
            return places;
        }
        if (!NamesRows(context.Name, column))
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
        // They stay whole numbers in a Parquet file, where a person would look for them as such.
        ParquetType? type = column.Schema.Parquet ?? (format is { MinimumIntegerDigits: <= 1, ExplicitPlus: false } ? new ParquetType(ParquetPhysicalType.Int64) : null);
        return new StringColumn(column.Schema with { Kind = ColumnKind.Identifier, Number = null, Parquet = type }, builder.Build(), column.Missing);
    }

    // Codes of one length that repeat: a number between two of them is no place. Null if they are something else.
    private static CategoryColumn? PlaceCodes(NumberColumn column)
    {
        const int MostPlaces = 1000;
        const int LeastRepeats = 5;
        var codeOf = new Dictionary<double, int>();
        int[] codes = new int[column.Count];
        int digits = 0, present = 0;
        for (int row = 0; row < codes.Length; row++)
        {
            double value = column.Values[row];
            if (double.IsNaN(value))
            {
                codes[row] = -1;
                continue;
            }
            present++;
            if (!codeOf.TryGetValue(value, out codes[row]))
            {
                int length = value < 0 ? 0 : value.ToString("F0", CultureInfo.InvariantCulture).Length;
                digits = digits == 0 ? length : digits;
                if (length != digits || length < 3 || codeOf.Count == MostPlaces)
                {
                    return null;
                }
                codes[row] = codeOf.Count;
                codeOf.Add(value, codes[row]);
            }
        }
        if (codeOf.Count * LeastRepeats > present)
        {
            return null;
        }
        string[] levels = [.. codeOf.OrderBy(pair => pair.Value).Select(pair => pair.Key.ToString("F0", CultureInfo.InvariantCulture))];
        return new CategoryColumn(column.Schema with { Kind = ColumnKind.Category, Number = null, Levels = levels }, codes, column.Missing);
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
        // A key column may hold a few rows twice (a house sold again); it names them all the same. The first rows alone nearly always say no.
        double least = key ? NearlyAllDistinct : 1;
        return (values.Length <= 2 * FirstRows || AreDistinct(values.AsSpan(0, FirstRows), least - (1 - least), ifTooFew: true)) && AreDistinct(values, least, ifTooFew: false);
    }

    // Whether so large a share of the values that are there is distinct: each goes into a table of its bits, until too many were there before.
    private static bool AreDistinct(ReadOnlySpan<double> values, double leastShare, bool ifTooFew)
    {
        int present = 0;
        foreach (double value in values)
        {
            present += double.IsNaN(value) ? 0 : 1;
        }
        if (present < MinimumSequence)
        {
            return ifTooFew;
        }
        // Nothing is under 0, as no bits are those of NaN.
        long empty = BitConverter.DoubleToInt64Bits(double.NaN);
        long[] table = new long[BitOperations.RoundUpToPowerOf2((uint)present) * 2];
        int shift = 64 - BitOperations.Log2((uint)table.Length);
        int distinct = present;
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                continue;
            }
            // Both zeros are the same.
            long bits = BitConverter.DoubleToInt64Bits(value + 0.0) ^ empty;
            ulong hash = (ulong)bits * 0x9E3779B97F4A7C15;
            uint slot = (uint)(((hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93) >> shift);
            while (table[slot] != 0 && table[slot] != bits)
            {
                slot = (slot + 1) & (uint)(table.Length - 1);
            }
            if (table[slot] == bits)
            {
                distinct--;
                if (distinct < leastShare * present)
                {
                    return false;
                }
            }
            table[slot] = bits;
        }
        return true;
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

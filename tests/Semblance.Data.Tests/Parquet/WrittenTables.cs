using System.Globalization;
using Semblance.Data.Parquet;
using Semblance.Numerics;

namespace Semblance.Data.Tests.Parquet;

/// <summary>How many values of a made column are missing.</summary>
public enum Nulls
{
    None,
    Some,
    All,
}

/// <summary>Tables of every kind and type, made in code, and what another program should say of them.</summary>
internal static class WrittenTables
{
    private const uint ValueStream = 1;
    private const uint NullStream = 2;

    public static ParquetType Of(ParquetPhysicalType physical, ParquetLogicalType logical = ParquetLogicalType.None) => new(physical, logical);

    /// <summary>One column per type that a flat file can have.</summary>
    public static Table EveryType(int rows, Nulls nulls, ulong seed = 3)
    {
        var columns = new List<Column>();
        var random = new Philox(seed);

        void Number(string name, ParquetType? type, double low, double high, int decimals) =>
            columns.Add(new NumberColumn(
                Schema(name, ColumnKind.Number, type, nulls) with { Number = new NumberFormat(decimals, FixedDecimals: false) },
                Values(row => Math.Round(low + (Draw(row) * (high - low)), Math.Min(decimals, 15)), double.NaN),
                Mask()));

        void Time(string name, ParquetType? type, DateTimeParts parts, string pattern, long unit) =>
            columns.Add(new DateTimeColumn(
                Schema(name, ColumnKind.DateTime, type, nulls) with { DateTime = new DateTimeFormat(pattern, parts, unit) },
                Values(row => (parts == DateTimeParts.Time ? (long)(Draw(row) * TimeSpan.TicksPerDay) : new DateTime(1899, 12, 31).Ticks + (long)(Draw(row) * 200 * 365 * TimeSpan.TicksPerDay)) / unit * unit, 0),
                Mask()));

        void Levels(string name, ColumnKind kind, ParquetType? type, params string[] levels) =>
            columns.Add(new CategoryColumn(Schema(name, kind, type, nulls) with { Levels = levels }, Values(row => (int)(Draw(row) * levels.Length), -1), Mask()));

        void Texts(string name, ColumnKind kind, ParquetType? type, Func<int, string> text)
        {
            var builder = new Utf8Strings.Builder(rows);
            for (int row = 0; row < rows; row++)
            {
                builder.Add(IsNull(row) ? "" : text(row));
            }
            columns.Add(new StringColumn(Schema(name, kind, type, nulls), builder.Build(), Mask()));
        }

        Number("whole from CSV", null, -1e6, 1e6, 0);
        Number("decimals from CSV", null, -1000, 1000, 2);
        Number("few", null, 0, 9, 0);
        Number("int32", Of(ParquetPhysicalType.Int32), int.MinValue, int.MaxValue, 0);
        Number("int64", Of(ParquetPhysicalType.Int64), -9e15, 9e15, 0);
        foreach ((int bits, bool isUnsigned) in new[] { (8, false), (8, true), (16, false), (16, true), (32, false), (32, true), (64, false), (64, true) })
        {
            double high = Math.ScaleB(1, Math.Min(isUnsigned ? bits : bits - 1, 53)) - 1;
            Number($"{(isUnsigned ? "unsigned" : "signed")} {bits}", Of(bits == 64 ? ParquetPhysicalType.Int64 : ParquetPhysicalType.Int32, ParquetLogicalType.Integer) with { Bits = bits, IsUnsigned = isUnsigned }, isUnsigned ? 0 : -high - 1, high, 0);
        }
        Number("float", Of(ParquetPhysicalType.Float), -100, 100, 3);
        Number("double", Of(ParquetPhysicalType.Double), -1e-3, 1e-3, 17);
        Number("bit", Of(ParquetPhysicalType.Boolean), 0, 1, 0);
        ParquetType money = Of(ParquetPhysicalType.Int32, ParquetLogicalType.Decimal) with { Precision = 9, Scale = 2 };
        Number("decimal32", money, -1e6, 1e6, 2);
        Number("decimal64", money with { Physical = ParquetPhysicalType.Int64, Precision = 18, Scale = 4 }, -1e9, 1e9, 4);
        Number("decimal bytes", money with { Physical = ParquetPhysicalType.ByteArray, Precision = 20, Scale = 3 }, -1e10, 1e10, 3);
        Number("decimal fixed", money with { Physical = ParquetPhysicalType.FixedLengthByteArray, Length = 9, Precision = 20, Scale = 3 }, -1e10, 1e10, 3);
        Number("half", Of(ParquetPhysicalType.FixedLengthByteArray, ParquetLogicalType.Float16) with { Length = 2 }, -64, 64, 0);

        Time("date from CSV", null, DateTimeParts.Date, "dd.MM.yyyy", TimeSpan.TicksPerDay);
        Time("date-time from CSV", null, DateTimeParts.DateTime, "yyyy-MM-dd HH:mm:ss", TimeSpan.TicksPerSecond);
        Time("time from CSV", null, DateTimeParts.Time, "HH:mm", TimeSpan.TicksPerMinute);
        Time("date", Of(ParquetPhysicalType.Int32, ParquetLogicalType.Date), DateTimeParts.Date, "yyyy-MM-dd", TimeSpan.TicksPerDay);
        foreach (ParquetTimeUnit unit in Enum.GetValues<ParquetTimeUnit>())
        {
            long ticks = unit == ParquetTimeUnit.Milliseconds ? TimeSpan.TicksPerMillisecond : unit == ParquetTimeUnit.Microseconds ? TimeSpan.TicksPerMicrosecond : 1;
            ParquetPhysicalType physical = unit == ParquetTimeUnit.Milliseconds ? ParquetPhysicalType.Int32 : ParquetPhysicalType.Int64;
            Time($"time in {unit}", Of(physical, ParquetLogicalType.Time) with { Unit = unit }, DateTimeParts.Time, "HH:mm:ss.FFFFFFF", ticks);
            Time($"timestamp in {unit}", Of(ParquetPhysicalType.Int64, ParquetLogicalType.Timestamp) with { Unit = unit }, DateTimeParts.DateTime, "yyyy-MM-dd HH:mm:ss.FFFFFFF", ticks);
            Time($"instant in {unit}", Of(ParquetPhysicalType.Int64, ParquetLogicalType.Timestamp) with { Unit = unit, IsUtc = true }, DateTimeParts.DateTime, "yyyy-MM-dd HH:mm:ss.FFFFFFF", ticks);
        }
        Time("int96", Of(ParquetPhysicalType.Int96, ParquetLogicalType.Timestamp) with { Unit = ParquetTimeUnit.Nanoseconds }, DateTimeParts.DateTime, "yyyy-MM-dd HH:mm:ss.FFFFFFF", TimeSpan.TicksPerMillisecond);

        Levels("truth from CSV", ColumnKind.Boolean, null, "False", "True");
        Levels("yes and no", ColumnKind.Boolean, null, "No", "Yes");
        Levels("truth", ColumnKind.Boolean, Of(ParquetPhysicalType.Boolean), "true", "false");
        Levels("category", ColumnKind.Category, null, "red", "green", "blå", "", "紫");
        Levels("enum", ColumnKind.Category, Of(ParquetPhysicalType.ByteArray, ParquetLogicalType.Enum), "A", "B");
        Levels("integer category", ColumnKind.Category, Of(ParquetPhysicalType.Int32), "7", "-9", "100000");
        Levels("date category", ColumnKind.Category, Of(ParquetPhysicalType.Int32, ParquetLogicalType.Date), "2001-02-03", "1850-12-31");
        Levels("many levels", ColumnKind.Category, null, [.. Enumerable.Range(0, 10_000).Select(i => $"level {i}")]);
        Levels("one level", ColumnKind.Category, null, "only");

        Texts("text", ColumnKind.Text, null, row => string.Concat(Enumerable.Repeat("wörd ", (int)(Draw(row) * 20))));
        Texts("repeated text", ColumnKind.Text, null, row => $"sentence {(int)(Draw(row) * 20)}, said often");
        Texts("identifier", ColumnKind.Identifier, null, row => $"ID-{row:D6}");
        Texts("json", ColumnKind.Text, Of(ParquetPhysicalType.ByteArray, ParquetLogicalType.Json), row => $"{{\"a\":{row}}}");
        Texts("uuid", ColumnKind.Identifier, Of(ParquetPhysicalType.FixedLengthByteArray, ParquetLogicalType.Uuid) with { Length = 16 }, row => $"00112233-4455-6677-8899-{row:x12}");
        Texts("bytes", ColumnKind.Identifier, Of(ParquetPhysicalType.ByteArray) with { IsHex = true }, row => row.ToString("x8", CultureInfo.InvariantCulture));
        Texts("fixed bytes", ColumnKind.Identifier, Of(ParquetPhysicalType.FixedLengthByteArray) with { IsHex = true, Length = 3 }, row => row.ToString("x6", CultureInfo.InvariantCulture));
        Texts("large identifier", ColumnKind.Identifier, Of(ParquetPhysicalType.Int64), row => (long.MaxValue - row).ToString(CultureInfo.InvariantCulture));
        Texts("large unsigned", ColumnKind.Identifier, Of(ParquetPhysicalType.Int64, ParquetLogicalType.Integer) with { Bits = 64, IsUnsigned = true }, row => (ulong.MaxValue - (ulong)row).ToString(CultureInfo.InvariantCulture));
        Texts("precise decimal", ColumnKind.Identifier, Of(ParquetPhysicalType.FixedLengthByteArray, ParquetLogicalType.Decimal) with { Length = 16, Precision = 38, Scale = 10 }, row => $"-1234567890123456789012345678.{row:D10}");

        columns.Add(new EmptyColumn(new ColumnSchema("nothing", ColumnKind.Empty) { MissingTokens = [""] }, [.. Enumerable.Repeat((byte)1, rows)]));
        return new Table(columns, rows);

        double Draw(int row) => random.At(ValueStream + (uint)(columns.Count * 4), (ulong)row).NextDouble();

        bool IsNull(int row) => nulls == Nulls.All || (nulls == Nulls.Some && random.At(NullStream + (uint)(columns.Count * 4), (ulong)row).NextInt32(3) == 0);

        T[] Values<T>(Func<int, T> value, T missing) => [.. Enumerable.Range(0, rows).Select(row => IsNull(row) ? missing : value(row))];

        byte[]? Mask() => nulls == Nulls.None ? null : [.. Enumerable.Range(0, rows).Select(row => IsNull(row) ? (byte)1 : (byte)0)];
    }

    /// <summary>What another program should read in a row: null, or text as parquet.mjs writes it.</summary>
    public static string? Expected(Column column, int row)
    {
        ColumnSchema schema = column.Schema;
        if (column.IsMissing(row))
        {
            return null;
        }
        switch (column)
        {
            case NumberColumn numbers:
                return schema.Parquet?.Physical == ParquetPhysicalType.Boolean ? (numbers.Values[row] != 0 ? "true" : "false") : numbers.Values[row].ToString("R", CultureInfo.InvariantCulture);
            case DateTimeColumn times when schema.DateTime!.Parts == DateTimeParts.Date:
                return ((times.Ticks[row] - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerDay).ToString(CultureInfo.InvariantCulture);
            case DateTimeColumn times:
                long since = times.Ticks[row] - (schema.DateTime!.Parts == DateTimeParts.Time ? 0 : DateTime.UnixEpoch.Ticks);
                return ((Int128)since * 100).ToString(CultureInfo.InvariantCulture);
            default:
                string text = ValueText.Format(column, row);
                return schema.Kind == ColumnKind.Boolean && text is "True" or "False" ? text.ToLowerInvariant()
                    : schema.Parquet is { IsHex: true } ? "0x" + text
                    : schema.Parquet?.Logical == ParquetLogicalType.Date ? (DateOnly.Parse(text, CultureInfo.InvariantCulture).DayNumber - 719_162).ToString(CultureInfo.InvariantCulture)
                    : text;
        }
    }

    private static ColumnSchema Schema(string name, ColumnKind kind, ParquetType? type, Nulls nulls) => new(name, kind)
    {
        Parquet = type is null ? null : type with { NullCode = nulls == Nulls.None ? 0 : 1, IsRequired = nulls == Nulls.None && name.Length % 2 == 0 },
        MissingTokens = nulls == Nulls.None ? [] : [""],
    };
}

using System.Globalization;

namespace Semblance.Data.Parquet.Writing;

/// <summary>The types of columns that did not come from a Parquet file.</summary>
internal static class TypeChoice
{
    /// <summary>UTF-8 text.</summary>
    public static ParquetType Text { get; } = new(ParquetPhysicalType.ByteArray, ParquetLogicalType.String);

    // The pairs whose words say nothing more than the type does; yes and no stay words.
    private static readonly string[] s_truths = ["TRUE", "FALSE", "T", "F", "1", "0"];

    /// <summary>The type for a column.</summary>
    public static ParquetType For(ColumnSchema schema) => schema.Kind switch
    {
        // Leading zeros are part of a code: 00501 is no number elsewhere.
        ColumnKind.Number when schema.Number!.MinimumIntegerDigits > 1 => Text,
        ColumnKind.Number when schema.Number!.IsInteger => new ParquetType(ParquetPhysicalType.Int64),
        ColumnKind.Number => new ParquetType(ParquetPhysicalType.Double),
        ColumnKind.DateTime => ForTime(schema.DateTime!),
        ColumnKind.Boolean when schema.Levels.All(level => s_truths.Contains(level.ToUpperInvariant())) => new ParquetType(ParquetPhysicalType.Boolean),
        _ => Text,
    };

    /// <summary>
    /// Whether a type can hold what a column has become: a person may ask for a date where the file has a number, say. Levels are not looked at
    /// here, nor are identifiers.
    /// </summary>
    public static bool CanHold(ParquetType type, ColumnSchema schema)
    {
        bool isTime = type.Logical is ParquetLogicalType.Date or ParquetLogicalType.Time or ParquetLogicalType.Timestamp;
        bool isText = PlainText.IsText(type) && type.Length == 0;
        bool isNumber = type.Logical is ParquetLogicalType.Integer or ParquetLogicalType.Decimal or ParquetLogicalType.Float16
            || (type.Logical == ParquetLogicalType.None && type.Physical is not (ParquetPhysicalType.ByteArray or ParquetPhysicalType.FixedLengthByteArray or ParquetPhysicalType.Int96));
        return schema.Kind switch
        {
            ColumnKind.Number => isNumber || isText,
            // A time of day is no date, and a date no time of day.
            ColumnKind.DateTime => isText || (isTime && (type.Logical == ParquetLogicalType.Time) == (schema.DateTime!.Parts == DateTimeParts.Time)),
            // New text has any length, and is nothing but text.
            ColumnKind.Text => isText,
            _ => true,
        };
    }

    /// <summary>How far the clock of a date-time is ahead of UTC, in ticks, if its pattern ends in a zone; null without one.</summary>
    public static long? ZoneOf(DateTimeFormat format)
    {
        if (format.Parts != DateTimeParts.DateTime)
        {
            return null;
        }
        string pattern = format.Pattern.Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal);
        if (pattern.EndsWith('Z'))
        {
            return 0;
        }
        int sign = pattern.LastIndexOfAny(['+', '-']);
        string zone = sign < 0 ? "" : pattern[(sign + 1)..].Replace(":", "", StringComparison.Ordinal);
        if (zone.Length is not (2 or 4) || !int.TryParse(zone, NumberStyles.None, CultureInfo.InvariantCulture, out int digits))
        {
            return null;
        }
        int minutes = zone.Length == 2 ? digits * 60 : (digits / 100 * 60) + (digits % 100);
        return minutes * TimeSpan.TicksPerMinute * (pattern[sign] == '-' ? -1 : 1);
    }

    private static ParquetType ForTime(DateTimeFormat format)
    {
        ParquetTimeUnit unit = format.ResolutionTicks % TimeSpan.TicksPerMicrosecond == 0 ? ParquetTimeUnit.Microseconds : ParquetTimeUnit.Nanoseconds;
        return format.Parts switch
        {
            DateTimeParts.Date => new ParquetType(ParquetPhysicalType.Int32, ParquetLogicalType.Date),
            DateTimeParts.Time => new ParquetType(ParquetPhysicalType.Int64, ParquetLogicalType.Time) { Unit = unit },
            _ => new ParquetType(ParquetPhysicalType.Int64, ParquetLogicalType.Timestamp) { Unit = unit, IsUtc = ZoneOf(format) is not null },
        };
    }
}

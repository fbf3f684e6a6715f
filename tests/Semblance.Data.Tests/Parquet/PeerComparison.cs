using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Semblance.Data.Parquet;

namespace Semblance.Data.Tests.Parquet;

/// <summary>Holds a table against what another program read of the same file.</summary>
internal static partial class PeerComparison
{
    private const long NanosecondsPerTick = 100;

    /// <summary>The first difference, in words; null if there is none.</summary>
    /// <param name="table">Our table.</param>
    /// <param name="peer">What the other program says.</param>
    /// <param name="nanosecondsOfPeer">The unit of its times.</param>
    public static string? FirstDifference(Table table, PeerAnswer peer, long nanosecondsOfPeer = 1)
    {
        if (peer.Columns.Length != table.Columns.Count)
        {
            return $"{table.Columns.Count} columns where the peer has {peer.Columns.Length}";
        }
        for (int i = 0; i < peer.Columns.Length; i++)
        {
            PeerColumn theirs = peer.Columns[i];
            Column ours = table.Columns[i];
            if (theirs.Name != ours.Name && theirs.Name != ours.Schema.Header)
            {
                return $"column {i} is '{ours.Name}' where the peer has '{theirs.Name}'";
            }
            if (theirs.Values.Length != table.RowCount)
            {
                return $"{table.RowCount} rows where the peer has {theirs.Values.Length}";
            }
            for (int row = 0; row < table.RowCount; row++)
            {
                if (!IsSame(ours, row, theirs.Values[row], nanosecondsOfPeer))
                {
                    return $"column '{ours.Name}' ({ours.Kind}, {ours.Schema.Parquet}, peer {theirs.Type}), row {row + 1}: {(ours.IsMissing(row) ? "missing " : "")}'{ValueText.Format(ours, row)}' where the peer has '{theirs.Values[row] ?? "null"}'";
                }
            }
        }
        return null;
    }

    private static bool IsSame(Column column, int row, string? theirs, long unit)
    {
        ParquetType type = column.Schema.Parquet!;
        if (column.IsMissing(row))
        {
            return column.Missing![row] == type.NullCode ? theirs is null || (column.Schema.DateTime is not null && IsOutside(theirs)) : theirs == ValueText.Format(column, row) || TextOf(theirs) == ValueText.Format(column, row);
        }
        if (theirs is null)
        {
            return false;
        }
        string ours = ValueText.Format(column, row);
        switch (column)
        {
            case NumberColumn numbers:
                return double.TryParse(TextOf(theirs), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    ? Nearly(numbers.Values[row], number, type)
                    : ours == TextOf(theirs);
            case DateTimeColumn times when type.Logical is ParquetLogicalType.Date or ParquetLogicalType.Time or ParquetLogicalType.Timestamp:
                BigInteger nanoseconds = type.Logical == ParquetLogicalType.Date && !theirs.EndsWith("000000", StringComparison.Ordinal)
                    ? BigInteger.Parse(theirs, CultureInfo.InvariantCulture) * 86_400_000_000_000
                    : BigInteger.Parse(theirs, CultureInfo.InvariantCulture);
                BigInteger zero = type.Logical == ParquetLogicalType.Time ? 0 : DateTime.UnixEpoch.Ticks;
                long common = Math.Max(unit, NanosecondsPerTick);
                return Floor((times.Ticks[row] - zero) * NanosecondsPerTick, common) == Floor(nanoseconds, common);
            case CategoryColumn when column.Kind == ColumnKind.Boolean && type.Physical == ParquetPhysicalType.Boolean:
                return ours == theirs;
            case not DateTimeColumn when type.Logical == ParquetLogicalType.Timestamp:
                return (DateTime.Parse(ours, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).Ticks - (BigInteger)DateTime.UnixEpoch.Ticks) * NanosecondsPerTick == BigInteger.Parse(theirs, CultureInfo.InvariantCulture);
            default:
                return type.IsHex ? "0x" + ours == theirs || ours == Convert.ToHexStringLower(Encoding.Latin1.GetBytes(theirs))
                    : type.Logical == ParquetLogicalType.Interval ? Interval(ours) == theirs
                    : ours == theirs || ours == TextOf(theirs)
                    // Node leaves out a byte order mark at the beginning of a text.
                    || ours.TrimStart('\uFEFF') == theirs
                    || (type.Physical is ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64 && BigInteger.Parse(ours, CultureInfo.InvariantCulture) == BigInteger.Parse(theirs, CultureInfo.InvariantCulture));
        }
    }

    // Before the year 1 or after 9999 there is no date-time; what is beyond a peer's own range comes out wrong, but outside all the same.
    private static bool IsOutside(string nanoseconds)
    {
        BigInteger ticks = (BigInteger.Parse(nanoseconds, CultureInfo.InvariantCulture) / NanosecondsPerTick) + DateTime.UnixEpoch.Ticks;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks;
    }

    // A decimal of many digits is kept as the nearest double; so is what the peer says of it.
    private static bool Nearly(double ours, double theirs, ParquetType type) => ours == theirs
        || (type.Logical == ParquetLogicalType.Float16 && (Half)ours == (Half)theirs)
        || (type.Logical == ParquetLogicalType.Decimal && Math.Abs(ours - theirs) <= Math.Abs(theirs) * 1e-15);

    private static BigInteger Floor(BigInteger value, long unit) => (value - (((value % unit) + unit) % unit)) / unit;

    // Bytes that are not said to be text.
    private static string? TextOf(string? value) =>
        value is not null && value.StartsWith("0x", StringComparison.Ordinal) && value.Length % 2 == 0 ? Encoding.UTF8.GetString(Convert.FromHexString(value.AsSpan(2))) : value;

    private static string Interval(string iso)
    {
        Match match = IntervalPattern().Match(iso);
        string Part(string name) => match.Groups[name].Success ? match.Groups[name].Value : "0";
        return string.Create(CultureInfo.InvariantCulture, $"{Part("months")},{Part("days")},{(long)(decimal.Parse(Part("seconds"), CultureInfo.InvariantCulture) * 1_000_000_000)}");
    }

    [GeneratedRegex(@"^P(?:(?<months>\d+)M)?(?:(?<days>\d+)D)?(?:T(?<seconds>[\d.]+)S)?$")]
    private static partial Regex IntervalPattern();
}

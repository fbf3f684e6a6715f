using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Turns the values of a column into numbers as the file has them.</summary>
/// <typeparam name="T">int, uint, long, ulong, float or double; byte for a truth value.</typeparam>
internal abstract class FixedSource<T>(ColumnPlan plan)
    where T : unmanaged
{
    private readonly T?[] _tokens = Array.ConvertAll(plan.Tokens, token => token is null ? (T?)null : MemoryMarshal.Read<T>(token));

    /// <summary>The column.</summary>
    protected ColumnPlan Plan => plan;

    /// <summary>Reads some rows and returns the number of values.</summary>
    /// <param name="column">The column.</param>
    /// <param name="from">The first row.</param>
    /// <param name="values">Takes the values, without gaps; has room for one per row.</param>
    /// <param name="present">Takes 1 per row with a value, 0 per null; as long as there are rows.</param>
    public abstract int Read(Column column, int from, Span<T> values, Span<byte> present);

    /// <summary>What a missing value stands for; false for a null. A code of 0 is a column without values.</summary>
    protected bool TryToken(byte code, out T value)
    {
        T? token = code == 0 ? null : _tokens[code - 1];
        value = token.GetValueOrDefault();
        return token.HasValue;
    }

    /// <summary>The source for a column.</summary>
    public static FixedSource<T> For(ColumnPlan plan)
    {
        ParquetType type = plan.Type;
        return plan.Schema.Kind switch
        {
            ColumnKind.Number => ForNumbers(plan),
            ColumnKind.DateTime => new Ticks(plan),
            ColumnKind.Category or ColumnKind.Boolean => new Levels(plan),
            ColumnKind.Empty => new Nothing(plan),
            _ => new Texts(plan, type),
        };
    }

    private static FixedSource<T> ForNumbers(ColumnPlan plan)
    {
        if (typeof(T) == typeof(double))
        {
            int decimals = plan.Schema.Number!.Decimals;
            return (FixedSource<T>)(object)new Numbers<double, RoundToDouble>(plan, new RoundToDouble(decimals));
        }
        if (typeof(T) == typeof(float))
        {
            return (FixedSource<T>)(object)new Numbers<float, RoundToFloat>(plan, new RoundToFloat(plan.Schema.Number!.Decimals));
        }
        if (typeof(T) == typeof(byte))
        {
            return (FixedSource<T>)(object)new Numbers<byte, RoundToTruth>(plan, default);
        }
        int scale = plan.Type.Scale;
        double factor = Math.Pow(10, scale);
        (double low, double high) = Range(plan.Type);
        return typeof(T) == typeof(int) ? (FixedSource<T>)(object)new Numbers<int, RoundToInteger<int>>(plan, new RoundToInteger<int>(scale, factor, low, high))
            : typeof(T) == typeof(uint) ? (FixedSource<T>)(object)new Numbers<uint, RoundToInteger<uint>>(plan, new RoundToInteger<uint>(scale, factor, low, high))
            : typeof(T) == typeof(long) ? (FixedSource<T>)(object)new Numbers<long, RoundToInteger<long>>(plan, new RoundToInteger<long>(scale, factor, low, high))
            : (FixedSource<T>)(object)new Numbers<ulong, RoundToInteger<ulong>>(plan, new RoundToInteger<ulong>(scale, factor, low, high));
    }

    // The smallest whole number of a type, and the first beyond its largest.
    private static (double Low, double High) Range(ParquetType type)
    {
        if (type.Logical == ParquetLogicalType.Decimal)
        {
            double limit = Math.Min(Math.Pow(10, type.Precision), Math.ScaleB(1, type.Physical == ParquetPhysicalType.Int32 ? 31 : 63));
            return (-limit, limit);
        }
        int bits = type.Logical == ParquetLogicalType.Integer ? type.Bits : type.Physical == ParquetPhysicalType.Int32 ? 32 : 64;
        return type.IsUnsigned ? (0, Math.ScaleB(1, bits)) : (-Math.ScaleB(1, bits - 1), Math.ScaleB(1, bits - 1));
    }

    private sealed class Numbers<TValue, TRound>(ColumnPlan plan, TRound round) : FixedSource<TValue>(plan)
        where TValue : unmanaged
        where TRound : struct, IRounding<TValue>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Read(Column column, int from, Span<TValue> values, Span<byte> present)
        {
            ReadOnlySpan<double> numbers = ((NumberColumn)column).Values.AsSpan(from, present.Length);
            TRound rounding = round;
            if (column.Missing is not { } mask)
            {
                present.Fill(1);
                values = values[..numbers.Length];
                for (int i = 0; i < numbers.Length; i++)
                {
                    if (!rounding.TryRound(numbers[i], out values[i]))
                    {
                        throw Refuse(numbers[i]);
                    }
                }
                return numbers.Length;
            }
            ReadOnlySpan<byte> missing = mask.AsSpan(from, present.Length);
            int count = 0;
            for (int i = 0; i < numbers.Length; i++)
            {
                TValue value;
                if (missing[i] == 0)
                {
                    if (!rounding.TryRound(numbers[i], out value))
                    {
                        throw Refuse(numbers[i]);
                    }
                }
                else if (!TryToken(missing[i], out value))
                {
                    present[i] = 0;
                    continue;
                }
                present[i] = 1;
                values[count++] = value;
            }
            return count;
        }

        private TableException Refuse(double value) => Plan.Refuse(double.IsFinite(value) ? ValueText.Format(Plan.Schema.Number!, value) : value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private sealed class Ticks : FixedSource<T>
    {
        private readonly long _origin;
        private readonly long _divisor;
        private readonly long _factor;
        private readonly (long Low, long High) _range;

        public Ticks(ColumnPlan plan)
            : base(plan)
        {
            ParquetType type = plan.Type;
            _origin = plan.Schema.DateTime!.Parts == DateTimeParts.Time ? 0 : DateTime.UnixEpoch.Ticks + plan.ZoneTicks;
            (_divisor, _factor) = (type.Logical, type.Unit) switch
            {
                (ParquetLogicalType.Date, _) => (TimeSpan.TicksPerDay, 1L),
                (_, ParquetTimeUnit.Milliseconds) => (TimeSpan.TicksPerMillisecond, 1L),
                (_, ParquetTimeUnit.Microseconds) => (TimeSpan.TicksPerMicrosecond, 1L),
                _ => (1L, TimeSpan.NanosecondsPerTick),
            };
            // A whole number without a meaning has none as a time either.
            _range = typeof(T) == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue / _factor, long.MaxValue / _factor);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Read(Column column, int from, Span<T> values, Span<byte> present)
        {
            ReadOnlySpan<long> ticks = ((DateTimeColumn)column).Ticks.AsSpan(from, present.Length);
            ReadOnlySpan<byte> missing = column.Missing is { } mask ? mask.AsSpan(from, present.Length) : default;
            int count = 0;
            for (int i = 0; i < ticks.Length; i++)
            {
                T value;
                if (missing.IsEmpty || missing[i] == 0)
                {
                    value = Convert(ticks[i]);
                }
                else if (!TryToken(missing[i], out value))
                {
                    present[i] = 0;
                    continue;
                }
                present[i] = 1;
                values[count++] = value;
            }
            return count;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T Convert(long ticks)
        {
            long since = ticks - _origin;
            long units = since / _divisor;
            units -= units * _divisor > since ? 1 : 0;
            if (units < _range.Low || units > _range.High)
            {
                throw Plan.Refuse(ValueText.Format(Plan.Schema.DateTime!, ticks));
            }
            units *= _factor;
            if (typeof(T) == typeof(int))
            {
                return Unsafe.BitCast<int, T>((int)units);
            }
            if (typeof(T) == typeof(long))
            {
                return Unsafe.BitCast<long, T>(units);
            }
            throw Plan.Refuse(ValueText.Format(Plan.Schema.DateTime!, ticks));
        }
    }

    private sealed class Levels(ColumnPlan plan) : FixedSource<T>(plan)
    {
        private readonly T[] _values = Array.ConvertAll(plan.Levels, level => MemoryMarshal.Read<T>(level));

        public override int Read(Column column, int from, Span<T> values, Span<byte> present)
        {
            ReadOnlySpan<int> codes = ((CategoryColumn)column).Codes.AsSpan(from, present.Length);
            int count = 0;
            for (int i = 0; i < codes.Length; i++)
            {
                T value;
                if (codes[i] >= 0)
                {
                    value = _values[codes[i]];
                }
                else if (!TryToken(column.Missing is { } missing ? missing[from + i] : (byte)0, out value))
                {
                    present[i] = 0;
                    continue;
                }
                present[i] = 1;
                values[count++] = value;
            }
            return count;
        }
    }

    private sealed class Texts(ColumnPlan plan, ParquetType type) : FixedSource<T>(plan)
    {
        private readonly PlainText _text = new(type);

        public override int Read(Column column, int from, Span<T> values, Span<byte> present)
        {
            Utf8Strings texts = ((StringColumn)column).Values;
            var buffer = new ByteBuffer();
            int count = 0;
            for (int i = 0; i < present.Length; i++)
            {
                byte code = column.Missing is { } missing ? missing[from + i] : (byte)0;
                T value;
                if (code == 0)
                {
                    buffer.Clear();
                    if (!_text.TryWrite(texts[from + i], buffer))
                    {
                        throw Plan.Refuse(texts.GetString(from + i));
                    }
                    value = MemoryMarshal.Read<T>(buffer.Written);
                }
                else if (!TryToken(code, out value))
                {
                    present[i] = 0;
                    continue;
                }
                present[i] = 1;
                values[count++] = value;
            }
            return count;
        }
    }

    private sealed class Nothing(ColumnPlan plan) : FixedSource<T>(plan)
    {
        public override int Read(Column column, int from, Span<T> values, Span<byte> present)
        {
            int count = 0;
            for (int i = 0; i < present.Length; i++)
            {
                if (TryToken(column.Missing![from + i], out T value))
                {
                    values[count++] = value;
                    present[i] = 1;
                }
                else
                {
                    present[i] = 0;
                }
            }
            return count;
        }
    }
}

/// <summary>How a number of a table becomes one of the file.</summary>
/// <typeparam name="T">The type in the file.</typeparam>
internal interface IRounding<T>
{
    /// <summary>Rounds; false if the number has no place in the type.</summary>
    bool TryRound(double value, out T result);
}

/// <summary>To the decimals that the column has, so that the file has the numbers that a CSV file would have. Numbers that have no more decimals stay as they are, to the bit.</summary>
internal readonly struct RoundToDouble(int decimals) : IRounding<double>
{
    // Up to here, the nearest number with so many decimals is found by one multiplication and one division.
    private const double Exact = 1L << 51;

    private const int MostDecimals = 15;

    private readonly double _scale = decimals <= MostDecimals ? Math.Pow(10, decimals) : 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRound(double value, out double result)
    {
        double scaled = value * _scale;
        result = _scale != 0 && Math.Abs(scaled) < Exact && scaled != 0 ? (Math.Round(scaled) / _scale) + 0.0 : value;
        return true;
    }
}

/// <summary>As <see cref="RoundToDouble"/>, and to 32 bits.</summary>
internal readonly struct RoundToFloat(int decimals) : IRounding<float>
{
    private readonly RoundToDouble _decimals = new(decimals);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRound(double value, out float result)
    {
        _decimals.TryRound(value, out double rounded);
        result = (float)rounded;
        return true;
    }
}

/// <summary>True for anything but 0.</summary>
internal readonly struct RoundToTruth : IRounding<byte>
{
    /// <inheritdoc/>
    public bool TryRound(double value, out byte result)
    {
        result = value != 0 ? (byte)1 : (byte)0;
        return true;
    }
}

/// <summary>To the nearest whole number of units.</summary>
/// <typeparam name="T">The type in the file.</typeparam>
/// <param name="Scale">The digits after the point in a unit.</param>
/// <param name="Factor">The units in 1.</param>
/// <param name="Low">The smallest whole number that fits.</param>
/// <param name="High">The first that does not fit any more.</param>
internal readonly record struct RoundToInteger<T>(int Scale, double Factor, double Low, double High) : IRounding<T>
    where T : unmanaged, IBinaryInteger<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRound(double value, out T result)
    {
        double units = Math.Round(value * Factor);
        bool fits = units >= Low && units < High;
        if (Scale > 0 && fits && Math.Abs(units) >= DecimalUnits.Exact)
        {
            BigInteger exact = DecimalUnits.Of(value, Scale);
            fits = exact <= long.MaxValue && exact >= long.MinValue;
            result = fits ? T.CreateTruncating((long)exact) : default;
            return fits;
        }
        // Numbers of 64 bits without a sign go their own way, as the others all fit into a signed one.
        result = typeof(T) == typeof(ulong) ? T.CreateTruncating((ulong)units) : T.CreateTruncating((long)units);
        return fits;
    }
}

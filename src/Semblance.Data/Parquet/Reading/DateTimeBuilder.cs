using System.Globalization;
using System.Runtime.CompilerServices;
using Semblance.Data.Typing;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Makes columns of dates and times.</summary>
internal sealed class DateTimeBuilder : FixedBuilder<long>
{
    private readonly TimeConversion _convert;
    private long _divisor;
    private long _impossible;

    /// <summary>Makes room for all rows.</summary>
    public DateTimeBuilder(ColumnContext context, LeafColumn leaf, int rows)
        : base(context, leaf, rows, 0) => _convert = RawTimes.Conversion(leaf.Type);

    /// <summary>Whether a type that is asked for can be made of dates and times without looking at each as a text.</summary>
    public static bool CanBe(ParquetType type, ColumnType? forced) => (RawTimes.PartsOf(type), forced) switch
    {
        (_, null) => true,
        (DateTimeParts.Date, ColumnType.Date or ColumnType.DateTime) => true,
        (DateTimeParts.Time, ColumnType.Time) => true,
        (DateTimeParts.DateTime, ColumnType.DateTime or ColumnType.Date) => true,
        _ => false,
    };

    /// <summary>The pattern that values are written in where a text is wanted.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="parts">What to write of them.</param>
    /// <param name="divisor">What all are multiples of, in ticks; 0 if there are none.</param>
    public static string PatternFor(ParquetType type, DateTimeParts parts, long divisor)
    {
        const string Date = "yyyy-MM-dd";
        if (parts == DateTimeParts.Date)
        {
            return Date;
        }
        string fraction = divisor % TimeSpan.TicksPerSecond == 0 ? ""
            : divisor % TimeSpan.TicksPerMillisecond == 0 ? ".fff"
            : divisor % TimeSpan.TicksPerMicrosecond == 0 ? ".ffffff"
            : ".fffffff";
        string time = "HH:mm:ss" + fraction;
        return parts == DateTimeParts.Time ? time
            : $"{Date} {time}{(type.IsUtc && type.Logical == ParquetLogicalType.Timestamp ? "'Z'" : "")}";
    }

    /// <inheritdoc/>
    public override Column? Finish()
    {
        if (_impossible > 0)
        {
            string what = Leaf.Type.Logical == ParquetLogicalType.Time ? "times outside a day" : "dates before the year 1 or after 9999";
            Warn(string.Create(CultureInfo.InvariantCulture, $"{Context.Source}: column '{Context.Name}' has {_impossible:N0} {what}; they were taken as missing."));
        }
        if (!HasValues)
        {
            return Empty();
        }
        DateTimeParts parts = Parts();
        (byte[]? missing, string[] tokens, int nullCode) = Missing();
        var format = new DateTimeFormat(PatternFor(Leaf.Type, parts, _divisor), parts, TypedColumns.Resolution(_divisor));
        return new DateTimeColumn(Schema(ColumnKind.DateTime, tokens, nullCode) with { DateTime = format }, Values, missing);
    }

    /// <inheritdoc/>
    protected override void Convert(ReadOnlySpan<byte> raw, Span<long> target) => _convert(raw, target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool Observe(ReadOnlySpan<long> values)
    {
        long divisor = Interlocked.Read(ref _divisor);
        var multiples = new Multiples(divisor);
        int impossible = 0;
        foreach (long value in values)
        {
            if (multiples.Has(value))
            {
                continue;
            }
            if (value == RawTimes.Impossible)
            {
                impossible++;
                continue;
            }
            divisor = TypedColumns.Divisor(value, divisor);
            multiples = new Multiples(divisor);
        }
        lock (Shared)
        {
            _divisor = TypedColumns.Divisor(_divisor, divisor);
            _impossible += impossible;
        }
        return impossible > 0;
    }

    /// <inheritdoc/>
    protected override byte OddCode(long value) => value == RawTimes.Impossible ? (byte)1 : (byte)0;

    private DateTimeParts Parts()
    {
        DateTimeParts parts = RawTimes.PartsOf(Leaf.Type);
        if (Context.Forced == ColumnType.Date && parts == DateTimeParts.DateTime)
        {
            int row = _divisor % TimeSpan.TicksPerDay == 0 ? -1 : Array.FindIndex(Values, ticks => ticks % TimeSpan.TicksPerDay != 0);
            return row < 0 ? DateTimeParts.Date : throw new TableException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Context.Source}: column '{Context.Name}' cannot be a date: row {row + 1} has {new DateTime(Values[row]):yyyy-MM-dd HH:mm:ss}."));
        }
        return Context.Forced == ColumnType.DateTime ? DateTimeParts.DateTime : parts;
    }

    /// <summary>Tells multiples of a number without dividing: by its inverse modulo 2^64 (Warren, Hacker's Delight, 10-17).</summary>
    private readonly struct Multiples
    {
        private readonly ulong _inverse;
        private readonly ulong _largest;
        private readonly int _shift;

        public Multiples(long divisor)
        {
            if (divisor == 0)
            {
                // Of zero, zero is the only one.
                (_inverse, _largest) = (1, 0);
                return;
            }
            _shift = System.Numerics.BitOperations.TrailingZeroCount(divisor);
            ulong odd = (ulong)divisor >> _shift;
            _inverse = odd;
            for (int i = 0; i < 5; i++)
            {
                _inverse = unchecked(_inverse * (2 - (odd * _inverse)));
            }
            _largest = ulong.MaxValue / (ulong)divisor;
        }

        public bool Has(long value) => value != RawTimes.Impossible && System.Numerics.BitOperations.RotateRight(unchecked((ulong)value * _inverse), _shift) <= _largest;
    }
}

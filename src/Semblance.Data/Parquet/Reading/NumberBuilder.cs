using System.Runtime.Intrinsics;
using Semblance.Data.Typing;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Makes columns of numbers.</summary>
internal sealed class NumberBuilder : FixedBuilder<double>
{
    // Whole numbers of more than 15 digits are codes, as they are in text, and not all of them are doubles.
    private const double TooLong = 1e15;

    private const byte NaN = 2;
    private const byte PositiveInfinity = 3;
    private const byte NegativeInfinity = 4;

    private readonly NumberConversion _convert;
    private readonly bool _isWhole;
    private readonly DecimalsProbe? _probe;
    private volatile bool _isTooLong;

    /// <summary>Makes room for all rows.</summary>
    public NumberBuilder(ColumnContext context, LeafColumn leaf, int rows)
        : base(context, leaf, rows, double.NaN)
    {
        _convert = RawNumbers.Conversion(leaf.Type);
        _isWhole = RawNumbers.AreWhole(leaf.Type);
        _probe = _isWhole || leaf.Type.Logical == ParquetLogicalType.Decimal ? null : new DecimalsProbe(leaf.Type);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Tokens => ["", "NaN", "inf", "-inf"];

    /// <inheritdoc/>
    public override Column? Finish()
    {
        if (!HasValues)
        {
            return Empty();
        }
        if (_isTooLong && Context.Forced is null)
        {
            return null;
        }
        (byte[]? missing, string[] tokens, int nullCode) = Missing();
        var column = new NumberColumn(Schema(ColumnKind.Number, tokens, nullCode) with { Number = Format() }, Values, missing);
        return ColumnTyping.CheckNumber(Context, column);
    }

    /// <inheritdoc/>
    protected override void Convert(ReadOnlySpan<byte> raw, Span<double> target) => _convert(raw, target);

    /// <inheritdoc/>
    protected override double Convert(ReadOnlySpan<byte> raw) => RawNumbers.Decimal(raw, Leaf.Type.Scale);

    /// <inheritdoc/>
    protected override bool Observe(ReadOnlySpan<double> values)
    {
        if (_probe is not null)
        {
            return _probe.See(values);
        }
        if (_isWhole && !_isTooLong && Largest(values) >= TooLong)
        {
            _isTooLong = true;
        }
        return false;
    }

    /// <inheritdoc/>
    protected override byte OddCode(double value) =>
        double.IsNaN(value) ? NaN : double.IsPositiveInfinity(value) ? PositiveInfinity : double.IsNegativeInfinity(value) ? NegativeInfinity : (byte)0;

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        int i = 0;
        if (Vector256.IsHardwareAccelerated && values.Length >= Vector256<double>.Count)
        {
            Vector256<double> all = Vector256<double>.Zero;
            for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                all = Vector256.Max(all, Vector256.Abs(Vector256.Create(values[i..])));
            }
            for (int lane = 0; lane < Vector256<double>.Count; lane++)
            {
                largest = Math.Max(largest, all[lane]);
            }
        }
        for (; i < values.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(values[i]));
        }
        return largest;
    }

    private NumberFormat Format()
    {
        if (_probe is null)
        {
            return new NumberFormat(_isWhole ? 0 : Math.Min(Leaf.Type.Scale, Text.NumberText.MaxDecimals));
        }
        return new NumberFormat(_probe.Decimals, FixedDecimals: _probe.Decimals <= 1)
        {
            MinimumDecimals = _probe.Decimals <= 1 ? 0 : 1,
            Exponents = _probe.HasSmall ? ExponentUse.WhenSmall : ExponentUse.Never,
        };
    }
}

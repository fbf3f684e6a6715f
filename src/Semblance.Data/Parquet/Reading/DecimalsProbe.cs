using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Semblance.Data.Text;

namespace Semblance.Data.Parquet.Reading;

/// <summary>
/// Finds how many digits after the point the numbers of a column have when written as shortly as possible: what a text would have shown.
/// </summary>
/// <param name="type">Numbers of lower precision need fewer digits to be told apart.</param>
internal sealed class DecimalsProbe(ParquetType type)
{
    private const double Smallest = 1e-4;

    // From here on, doubles have no digits after the point.
    private const double Whole = 1L << 53;

    private readonly bool _isDouble = type.Physical == ParquetPhysicalType.Double;
    private readonly bool _isSingle = type.Physical == ParquetPhysicalType.Float;
    private volatile int _decimals;
    private volatile bool _hasSmall;

    /// <summary>The largest number of digits.</summary>
    public int Decimals => _decimals;

    /// <summary>Whether some number other than zero is below 0.0001.</summary>
    public bool HasSmall => _hasSmall;

    /// <summary>Looks at numbers. Safe to use from several threads.</summary>
    /// <returns>Whether some are not finite; those have no digits.</returns>
    public bool See(ReadOnlySpan<double> values)
    {
        bool odd = false;
        int decimals = _decimals;
        int i = 0;
        while (i < values.Length)
        {
            i += CountFitting(values[i..], decimals);
            if (i == values.Length)
            {
                break;
            }
            double value = values[i++];
            if (!double.IsFinite(value))
            {
                odd = true;
                continue;
            }
            if (value != 0 && Math.Abs(value) < Smallest)
            {
                _hasSmall = true;
            }
            while (decimals < NumberText.MaxDecimals && !Fits(value, decimals))
            {
                decimals++;
            }
        }
        // Two threads may both raise it; the higher stays.
        lock (this)
        {
            _decimals = Math.Max(_decimals, decimals);
        }
        return odd;
    }

    // How many numbers at the beginning are finite, not small, and have no more digits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int CountFitting(ReadOnlySpan<double> values, int decimals)
    {
        int i = 0;
        if (_isDouble && Vector256.IsHardwareAccelerated)
        {
            var scale = Vector256.Create(NumberText.PowerOfTen(decimals));
            var small = Vector256.Create(_hasSmall ? 0 : Smallest);
            var whole = Vector256.Create(Whole);
            var infinity = Vector256.Create(double.PositiveInfinity);
            for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                Vector256<double> value = Vector256.Create(values[i..]);
                Vector256<double> size = Vector256.Abs(value);
                Vector256<double> scaled = value * scale;
                Vector256<double> fits = (Vector256.Equals(Vector256.Round(scaled) / scale, value) | Vector256.GreaterThanOrEqual(size * scale, whole)) & Vector256.LessThan(size, infinity)
                    & (Vector256.GreaterThanOrEqual(size, small) | Vector256.Equals(value, Vector256<double>.Zero));
                if (fits.ExtractMostSignificantBits() != 0b1111)
                {
                    return i;
                }
            }
        }
        while (i < values.Length && double.IsFinite(values[i]) && (_hasSmall || Math.Abs(values[i]) >= Smallest || values[i] == 0) && Fits(values[i], decimals))
        {
            i++;
        }
        return i;
    }

    private bool Fits(double value, int decimals)
    {
        double scale = NumberText.PowerOfTen(decimals);
        double back = Math.Round(value * scale) / scale;
        return _isDouble ? back == value || Math.Abs(value) * scale >= Whole
            : _isSingle ? (float)back == (float)value
            : (Half)back == (Half)value;
    }
}

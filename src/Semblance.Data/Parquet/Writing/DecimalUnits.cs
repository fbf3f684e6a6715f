using System.Globalization;
using System.Numerics;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Decimals in units of their last digit.</summary>
internal static class DecimalUnits
{
    /// <summary>Up to here, one multiplication finds the units.</summary>
    public const double Exact = 1L << 50;

    /// <summary>
    /// The units of the shortest decimal that is nearest to a finite number, rounded to <paramref name="scale"/> digits after the point: what
    /// was a decimal of up to 17 digits comes back as it was.
    /// </summary>
    public static BigInteger Of(double value, int scale)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = mark < 0 ? text : text[..mark];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int places = point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int shift = scale + exponent - places;
        if (shift >= 0)
        {
            return digits * BigInteger.Pow(10, shift);
        }
        var divisor = BigInteger.Pow(10, -shift);
        BigInteger twice = (BigInteger.Abs(digits) * 2) + divisor;
        return twice / (divisor * 2) * digits.Sign;
    }
}

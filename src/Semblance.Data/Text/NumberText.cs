using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Semblance.Data.Text;

/// <summary>Plain numbers as UTF-8: sign, digits, point, digits, exponent.</summary>
internal static class NumberText
{
    /// <summary>The most digits after the point that a column can have; more are rounded away.</summary>
    public const int MaxDecimals = 20;

    // A mantissa below 2^53 times or over a power of ten up to 10^22 is exact in one correctly rounded operation (Clinger, PLDI 1990).
    private const ulong ExactMantissa = 1UL << 53;

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>10 to the power of <paramref name="exponent"/>, which is in 0..22.</summary>
    public static double PowerOfTen(int exponent) => PowersOfTen[exponent];

    /// <summary>
    /// Reads one number and adds how it is written to the statistics. False, with the statistics as they were, if the text is no plain number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, ref NumberStats stats, out double value)
    {
        if (IsShortWhole(text, out ulong whole))
        {
            stats.MinDecimals = 0;
            stats.NoPlus |= whole != 0;
            stats.MaxIntegerDigits = Math.Max(stats.MaxIntegerDigits, text.Length);
            value = whole;
            return true;
        }
        value = 0;
        int i = 0;
        bool negative = false, plus = false;
        if (text.Length > 0 && (text[0] == '-' || text[0] == '+'))
        {
            negative = text[0] == '-';
            plus = !negative;
            i = 1;
        }
        int integerStart = i;
        ulong mantissa = 0;
        while (i < text.Length && (uint)(text[i] - '0') <= 9)
        {
            mantissa = (mantissa * 10) + (uint)(text[i] - '0');
            i++;
        }
        int integerDigits = i - integerStart;
        int decimals = 0;
        if (i < text.Length && text[i] == '.')
        {
            i++;
            int fractionStart = i;
            while (i < text.Length && (uint)(text[i] - '0') <= 9)
            {
                mantissa = (mantissa * 10) + (uint)(text[i] - '0');
                i++;
            }
            decimals = i - fractionStart;
        }
        if (integerDigits + decimals == 0)
        {
            return false;
        }
        int exponent = 0;
        bool hasExponent = false;
        bool endsInZero = decimals > 0 && text[i - 1] == '0';
        if (i < text.Length)
        {
            hasExponent = TryParseExponent(text[i..], out exponent);
            if (!hasExponent)
            {
                return false;
            }
        }
        if (integerDigits + decimals <= 19 && mantissa <= ExactMantissa && exponent == 0 && decimals <= 22)
        {
            value = decimals == 0 ? mantissa : mantissa / PowersOfTen[decimals];
            value = negative ? -value : value;
        }
        else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value))
        {
            return false;
        }

        stats.LeadingZeros |= integerDigits > 1 && text[integerStart] == '0';
        stats.TooLong |= decimals == 0 && !hasExponent && integerDigits > 15;
        stats.Negative |= negative;
        stats.Plus |= plus;
        stats.NoPlus |= !plus && !negative && mantissa != 0;
        stats.MaxIntegerDigits = Math.Max(stats.MaxIntegerDigits, integerDigits);
        if (hasExponent)
        {
            // Such a number tells how many decimals are needed, but nothing about how others are padded.
            stats.SmallExponent |= exponent < 0;
            stats.EagerExponent |= exponent < 0 && Math.Abs(value) >= 1e-4;
            stats.LargeExponent |= exponent >= 0;
            stats.MaxDecimals = Math.Max(stats.MaxDecimals, decimals - exponent);
            return true;
        }
        if (decimals > 0)
        {
            stats.BareFraction |= integerDigits == 0;
            stats.ZeroFraction |= integerDigits == 1 && text[integerStart] == '0' && mantissa != 0;
            stats.MaxDecimals = Math.Max(stats.MaxDecimals, decimals);
            if (endsInZero)
            {
                stats.MaxDecimalsEndingInZero = Math.Max(stats.MaxDecimalsEndingInZero, decimals);
            }
        }
        stats.MinDecimals = Math.Min(stats.MinDecimals, decimals);
        return true;
    }

    // The most frequent form by far: up to 15 digits and nothing else, no zero in front.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsShortWhole(ReadOnlySpan<byte> text, out ulong whole)
    {
        whole = 0;
        if (text.Length is 0 or > 15 || (text[0] == '0' && text.Length > 1))
        {
            return false;
        }
        foreach (byte c in text)
        {
            uint digit = (uint)c - '0';
            if (digit > 9)
            {
                return false;
            }
            whole = (whole * 10) + digit;
        }
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.Length < 2 || (text[0] | 0x20) != 'e')
        {
            return false;
        }
        ReadOnlySpan<byte> digits = text[(text[1] is (byte)'+' or (byte)'-' ? 2 : 1)..];
        if (digits.Length is 0 or > 3 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }
        if (!Utf8Parser.TryParse(digits, out exponent, out int used) || used != digits.Length)
        {
            return false;
        }
        exponent = text[1] == '-' ? -exponent : exponent;
        return true;
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Semblance.Data.Text;

/// <summary>Writes numbers as UTF-8 in one <see cref="NumberFormat"/>, without allocation. Safe to use from several threads.</summary>
internal sealed class NumberWriter
{
    // Below 2^51 the product of a double and a power of ten is off by less than one half, so rounding gives the decimal it was read from.
    private const double ExactScaled = 1L << 51;

    private static readonly ushort[] Pairs = MakePairs();

    private readonly byte[] _prefix;
    private readonly byte[] _suffix;
    private readonly byte[]? _thousands;
    private readonly byte _point;
    private readonly int _decimals;
    private readonly int _keptDecimals;
    private readonly int _minimumInteger;
    private readonly bool _plus;
    private readonly bool _signAfterPrefix;
    private readonly ExponentUse _exponents;
    private readonly double _scale;
    private readonly ulong _unitsPerOne = 1;
    private readonly bool _isPlain;

    /// <summary>Prepares for a format.</summary>
    public NumberWriter(NumberFormat format)
    {
        _prefix = Encoding.UTF8.GetBytes(format.Prefix);
        _suffix = Encoding.UTF8.GetBytes(format.Suffix);
        _thousands = format.ThousandsSeparator is char separator ? Encoding.UTF8.GetBytes([separator]) : null;
        _point = (byte)format.DecimalSeparator;
        _decimals = format.Decimals;
        _keptDecimals = format.FixedDecimals ? format.Decimals : Math.Min(format.MinimumDecimals, format.Decimals);
        _minimumInteger = format.MinimumIntegerDigits;
        _plus = format.ExplicitPlus;
        _signAfterPrefix = format.SignAfterPrefix;
        _exponents = format.Exponents;
        _scale = format.Decimals <= 22 ? NumberText.PowerOfTen(format.Decimals) : double.NaN;
        // 309 digits before the point at most, a separator every three, and the rest.
        MaxLength = 420 + _prefix.Length + _suffix.Length + _decimals + _minimumInteger;
        _isPlain = _prefix.Length == 0 && _suffix.Length == 0 && _thousands is null && _minimumInteger == 1 && !_plus && _exponents == ExponentUse.Never;
        for (int i = 0; i < Math.Min(_decimals, 19); i++)
        {
            _unitsPerOne *= 10;
        }
    }

    /// <summary>Room that is enough for any number in this format.</summary>
    public int MaxLength { get; }

    /// <summary>Writes a finite number, rounded to the format's decimals, and returns the number of bytes; needs <see cref="MaxLength"/> of room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Write(Span<byte> destination, double value)
    {
        double scaled = Math.Abs(value) * _scale;
        if (_exponents != ExponentUse.Never && value != 0 && Math.Abs(value) < 1e-4 && (_decimals >= NumberText.MaxDecimals || !(scaled < ExactScaled)))
        {
            // So small that decimals do not describe it: the shortest digits that give the same double.
            byte[] shortest = Encoding.ASCII.GetBytes(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant());
            return Compose(destination, value < 0, isZero: false, shortest, []);
        }
        if (!(scaled < ExactScaled))
        {
            return WriteLarge(destination, value);
        }
        ulong units = (ulong)Math.Round(scaled);
        if (_isPlain)
        {
            return WritePlain(destination, units, value < 0 && units != 0);
        }
        if (_exponents != ExponentUse.Never && units != 0 && Math.Abs(value) < 1e-3)
        {
            int length = WriteExponent(destination, units, value < 0);
            if (length > 0)
            {
                return length;
            }
        }
        bool negative = value < 0 && units != 0;
        Span<byte> digits = stackalloc byte[40];
        int count = WriteDigits(digits, units);
        if (count <= _decimals)
        {
            int zeros = _decimals + 1 - count;
            digits[..count].CopyTo(digits[zeros..]);
            digits[..zeros].Fill((byte)'0');
            count += zeros;
        }
        return Compose(destination, negative, units == 0, digits[..(count - _decimals)], digits[(count - _decimals)..count]);
    }

    // Sign, digits, point, digits: no other dress.
    private int WritePlain(Span<byte> destination, ulong units, bool negative)
    {
        int at = 0;
        if (negative)
        {
            destination[at++] = (byte)'-';
        }
        if (_decimals == 0)
        {
            return at + WriteDigits(destination[at..], units);
        }
        ulong whole = units / _unitsPerOne;
        ulong fraction = units - (whole * _unitsPerOne);
        at += WriteDigits(destination[at..], whole);
        int decimals = _decimals;
        while (decimals > _keptDecimals)
        {
            ulong rest = fraction / 10;
            if (rest * 10 != fraction)
            {
                break;
            }
            fraction = rest;
            decimals--;
        }
        if (decimals > 0)
        {
            destination[at] = _point;
            for (int i = at + decimals; i > at; i--)
            {
                ulong rest = fraction / 10;
                destination[i] = (byte)('0' + (int)(fraction - (rest * 10)));
                fraction = rest;
            }
            at += decimals + 1;
        }
        return at;
    }

    // The digits of the rounded number and the power of ten of the first: 0.000091 is 9.1e-05. 0 if that is not how it is written.
    private int WriteExponent(Span<byte> destination, ulong units, bool negative)
    {
        Span<byte> digits = stackalloc byte[24];
        int count = WriteDigits(digits, units);
        int exponent = _decimals - (count - 1);
        while (count > 1 && digits[count - 1] == '0')
        {
            count--;
        }
        // One digit after four zeros is shorter with an exponent (1e-04), more are not; Python does not go by length and begins at five.
        if (exponent < 4 || (exponent == 4 && (count > 1 || _exponents == ExponentUse.WhenSmall)))
        {
            return 0;
        }
        Span<byte> text = stackalloc byte[40];
        int at = 0;
        text[at++] = digits[0];
        if (count > 1)
        {
            text[at++] = _point;
            digits[1..count].CopyTo(text[at..]);
            at += count - 1;
        }
        text[at++] = (byte)'e';
        text[at++] = (byte)'-';
        text[at++] = (byte)('0' + (exponent / 10));
        text[at++] = (byte)('0' + (exponent % 10));
        return Compose(destination, negative, isZero: false, text[..at], []);
    }

    // Numbers with more digits than a scaled integer holds: the shortest digits that give the same double, cut at the format's decimals.
    private int WriteLarge(Span<byte> destination, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers can be written.");
        }
        bool negative = value < 0;
        string text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        if (text.Contains('E', StringComparison.Ordinal))
        {
            text = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) && exact != 0
                ? exact.ToString(CultureInfo.InvariantCulture)
                : Math.Abs(value).ToString("F" + _decimals, CultureInfo.InvariantCulture);
        }
        int point = text.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0 && text.Length - point - 1 > _decimals)
        {
            text = Math.Abs(value).ToString("F" + _decimals, CultureInfo.InvariantCulture);
            point = text.IndexOf('.', StringComparison.Ordinal);
        }
        byte[] digits = Encoding.ASCII.GetBytes(point < 0 ? text : text[..point]);
        byte[] fraction = Encoding.ASCII.GetBytes((point < 0 ? "" : text[(point + 1)..]).PadRight(_decimals, '0'));
        return Compose(destination, negative, isZero: false, digits, fraction);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Compose(Span<byte> destination, bool negative, bool isZero, ReadOnlySpan<byte> integer, ReadOnlySpan<byte> fraction)
    {
        int at = 0;
        bool sign = negative || (_plus && !isZero);
        byte signByte = negative ? (byte)'-' : (byte)'+';
        if (sign && !_signAfterPrefix)
        {
            destination[at++] = signByte;
        }
        _prefix.CopyTo(destination[at..]);
        at += _prefix.Length;
        if (sign && _signAfterPrefix)
        {
            destination[at++] = signByte;
        }

        int decimals = fraction.Length;
        while (decimals > _keptDecimals && fraction[decimals - 1] == '0')
        {
            decimals--;
        }
        if (_minimumInteger == 0 && decimals > 0 && integer.Length == 1 && integer[0] == '0')
        {
            integer = [];
        }
        for (int pad = integer.Length; pad < _minimumInteger; pad++)
        {
            destination[at++] = (byte)'0';
        }
        if (_thousands is null)
        {
            integer.CopyTo(destination[at..]);
            at += integer.Length;
        }
        else
        {
            for (int i = 0; i < integer.Length; i++)
            {
                if (i > 0 && (integer.Length - i) % 3 == 0)
                {
                    _thousands.CopyTo(destination[at..]);
                    at += _thousands.Length;
                }
                destination[at++] = integer[i];
            }
        }
        if (decimals > 0)
        {
            destination[at++] = _point;
            fraction[..decimals].CopyTo(destination[at..]);
            at += decimals;
        }
        _suffix.CopyTo(destination[at..]);
        return at + _suffix.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteDigits(Span<byte> destination, ulong value)
    {
        if (value < 10)
        {
            destination[0] = (byte)('0' + (int)value);
            return 1;
        }
        if (value < 100)
        {
            Unsafe.WriteUnaligned(ref destination[..2][0], Pairs[(int)value]);
            return 2;
        }
        return WriteManyDigits(destination, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int WriteManyDigits(Span<byte> destination, ulong value)
    {
        int count = CountDigits(value);
        Span<byte> target = destination[..count];
        int at = count;
        ReadOnlySpan<ushort> pairs = Pairs;
        while (value >= 100)
        {
            ulong rest = value / 100;
            at -= 2;
            Unsafe.WriteUnaligned(ref target[at], pairs[(int)(value - (rest * 100))]);
            value = rest;
        }
        if (value >= 10)
        {
            Unsafe.WriteUnaligned(ref target[at - 2], pairs[(int)value]);
        }
        else
        {
            target[at - 1] = (byte)('0' + (int)value);
        }
        return count;
    }

    // The two digits of each number below 100, as they lie in memory.
    private static ushort[] MakePairs()
    {
        ushort[] pairs = new ushort[100];
        for (int i = 0; i < pairs.Length; i++)
        {
            byte tens = (byte)('0' + (i / 10)), ones = (byte)('0' + (i % 10));
            pairs[i] = BitConverter.IsLittleEndian ? (ushort)(tens | (ones << 8)) : (ushort)((tens << 8) | ones);
        }
        return pairs;
    }

    private static int CountDigits(ulong value)
    {
        int count = 1;
        while (value >= 10000)
        {
            value /= 10000;
            count += 4;
        }
        return count + (value >= 1000 ? 3 : value >= 100 ? 2 : value >= 10 ? 1 : 0);
    }
}

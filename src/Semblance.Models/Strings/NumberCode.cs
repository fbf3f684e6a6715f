using System.Buffers;
using System.Buffers.Text;
using Semblance.Data;
using TextEncoding = System.Text.Encoding;

namespace Semblance.Models.Strings;

/// <summary>How a column writes whole numbers between fixed text: TX000001 is prefix "TX", six digits.</summary>
/// <param name="Prefix">The text before the number.</param>
/// <param name="Suffix">The text after it.</param>
/// <param name="Width">Numbers are padded with zeros to so many digits; 1 for none.</param>
internal sealed record NumberCode(string Prefix, string Suffix, int Width)
{
    /// <summary>With at most so many digits, every number fits a signed 64-bit integer.</summary>
    private const int LargestWidth = 18;
    private const int LongestNumber = 20;

    private readonly byte[] _prefix = TextEncoding.UTF8.GetBytes(Prefix);
    private readonly byte[] _suffix = TextEncoding.UTF8.GetBytes(Suffix);

    /// <summary>Reads all present values of a column as such codes, in row order, or returns null if some value is none.</summary>
    public static NumberCode? Learn(StringColumn column, out long[] numbers) => LearnFramed(column, out numbers) ?? LearnWhole(column, out numbers);

    /// <summary>Whole numbers of either sign and of up to 64 bits, as databases have them for keys.</summary>
    private static NumberCode? LearnWhole(StringColumn column, out long[] numbers)
    {
        numbers = [];
        Span<byte> text = stackalloc byte[LongestNumber];
        var read = new List<long>(column.Count);
        for (int row = 0; row < column.Count; row++)
        {
            if (column.IsMissing(row))
            {
                continue;
            }
            ReadOnlySpan<byte> value = column.Values[row];
            // Written the one way in which numbers are written: no plus, no zeros before it.
            if (!Utf8Parser.TryParse(value, out long number, out _) || !Utf8Formatter.TryFormat(number, text, out int length) || !value.SequenceEqual(text[..length]))
            {
                return null;
            }
            read.Add(number);
        }
        numbers = [.. read];
        return new NumberCode("", "", 1);
    }

    private static NumberCode? LearnFramed(StringColumn column, out long[] numbers)
    {
        numbers = [];
        int first = FirstPresent(column);
        byte[] bytes = column.Values[first].ToArray();
        int prefix = bytes.Length, suffix = bytes.Length;
        for (int row = 0; row < column.Count; row++)
        {
            if (!column.IsMissing(row))
            {
                ReadOnlySpan<byte> value = column.Values[row];
                prefix = value[..Math.Min(prefix, value.Length)].CommonPrefixLength(bytes);
                suffix = CommonSuffix(value, bytes, suffix);
            }
        }
        // Digits shared by all values are part of the number.
        while (prefix > 0 && IsDigit(bytes[prefix - 1]))
        {
            prefix--;
        }
        while (suffix > 0 && IsDigit(bytes[^suffix]))
        {
            suffix--;
        }
        if (prefix + suffix >= bytes.Length)
        {
            return null;
        }

        bool padded = false;
        int shortest = int.MaxValue, longest = 0;
        var read = new List<long>(column.Count);
        for (int row = 0; row < column.Count; row++)
        {
            if (column.IsMissing(row))
            {
                continue;
            }
            ReadOnlySpan<byte> value = column.Values[row];
            if (value.Length <= prefix + suffix)
            {
                return null;
            }
            ReadOnlySpan<byte> digits = value[prefix..^suffix];
            if (digits.Length > LargestWidth || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !Utf8Parser.TryParse(digits, out long number, out _))
            {
                return null;
            }
            padded |= digits.Length > 1 && digits[0] == '0';
            shortest = Math.Min(shortest, digits.Length);
            longest = Math.Max(longest, digits.Length);
            read.Add(number);
        }
        // Padding is to one width, so beyond it no number may start with a zero.
        if (padded && longest > shortest && !IsPaddedTo(column, prefix, suffix, shortest))
        {
            return null;
        }
        numbers = [.. read];
        return new NumberCode(TextEncoding.UTF8.GetString(bytes, 0, prefix), TextEncoding.UTF8.GetString(bytes, bytes.Length - suffix, suffix), padded ? shortest : 1);
    }

    /// <summary>The most bytes that a code can have.</summary>
    public int LongestText => _prefix.Length + LongestNumber + _suffix.Length;

    /// <summary>Writes the code of a number as UTF-8 and returns its length.</summary>
    public int Format(long number, Span<byte> target)
    {
        _prefix.CopyTo(target);
        Utf8Formatter.TryFormat(number, target[_prefix.Length..], out int digits, new StandardFormat('D', (byte)Width));
        _suffix.CopyTo(target[(_prefix.Length + digits)..]);
        return _prefix.Length + digits + _suffix.Length;
    }

    /// <summary>Writes the code.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Prefix);
        writer.Write(Suffix);
        writer.Write7BitEncodedInt(Width);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static NumberCode Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), Math.Clamp(reader.Read7BitEncodedInt(), 1, LargestWidth));

    /// <summary>The first row with a value.</summary>
    public static int FirstPresent(StringColumn column)
    {
        int first = 0;
        while (column.IsMissing(first))
        {
            first++;
        }
        return first;
    }

    private static bool IsPaddedTo(StringColumn column, int prefix, int suffix, int width)
    {
        for (int row = 0; row < column.Count; row++)
        {
            if (!column.IsMissing(row))
            {
                ReadOnlySpan<byte> value = column.Values[row];
                if (value.Length - prefix - suffix > width && value[prefix] == '0')
                {
                    return false;
                }
            }
        }
        return true;
    }

    private static int CommonSuffix(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int most)
    {
        int length = 0;
        while (length < most && length < a.Length && a[^(length + 1)] == b[^(length + 1)])
        {
            length++;
        }
        return length;
    }

    private static bool IsDigit(byte character) => character is >= (byte)'0' and <= (byte)'9';
}

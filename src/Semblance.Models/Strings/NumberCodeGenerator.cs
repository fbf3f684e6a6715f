using System.Globalization;
using Semblance.Data;
using Semblance.Numerics;

namespace Semblance.Models.Strings;

/// <summary>
/// Numbered codes. Three cases, told apart by the training rows:
/// a column that counts its rows from 0 or 1 in order says nothing about anybody and counts again from there;
/// any other ascending column goes on ascending after its last value, with the same mean gap, unless that made its codes longer;
/// the rest are drawn from the real range where it is sparse, or from just above it where too few numbers are free.
/// All rows are distinct, and but for the first case none is a real one.
/// </summary>
internal sealed class NumberCodeGenerator : IStringGenerator
{
    /// <summary>The name in model files.</summary>
    public const string Name = "number";

    /// <summary>The real range serves if at most one number in so many is taken.</summary>
    private const int LeastSparsity = 16;

    /// <summary>Numbers of the range that each row may try; at the least sparsity all are taken in one of 10^14 rows, which then goes above the range.</summary>
    private const ulong Tries = 12;

    /// <summary>Wider gaps would leave the 64-bit integers within a billion rows.</summary>
    private const long LargestGap = 1_000_000_000;

    private readonly NumberCode _code;
    private readonly long _origin;
    private readonly long _gap;
    private readonly bool _jitter;
    private readonly ulong _rangeSize;
    private readonly KnownValues? _known;

    private NumberCodeGenerator(NumberCode code, long origin, long gap, bool jitter, ulong rangeSize, KnownValues? known)
    {
        _code = code;
        _origin = origin;
        _gap = gap;
        _jitter = jitter;
        _rangeSize = rangeSize;
        _known = known;
    }

    /// <summary>Learns a column, or returns null if its values are no numbered codes.</summary>
    public static NumberCodeGenerator? Learn(StringColumn column)
    {
        NumberCode? code = NumberCode.Learn(column, out long[] numbers);
        if (code is null)
        {
            return null;
        }
        long first = numbers[0], last = numbers[^1];
        long minimum = numbers.Min(), maximum = numbers.Max();
        ulong size = (ulong)(maximum - minimum) + 1;
        bool wide = size is 0 or > Permutation.LargestSize;
        if (wide)
        {
            // The middle of the range has numbers enough.
            minimum += (long)((size - Permutation.LargestSize) / 2);
            size = Permutation.LargestSize;
        }
        bool sparse = size / LeastSparsity >= (ulong)numbers.Length;
        // Going on above the last number must not make codes longer where there is room among the real ones.
        bool outgrows = sparse && Digits(last) < Digits(last + Math.Min(last - first, long.MaxValue - last));
        if (IsAscending(numbers) && !outgrows && !wide)
        {
            int firstRow = NumberCode.FirstPresent(column);
            if (numbers.Length > 1 && last - first <= LargestGap * (long)(numbers.Length - 1) && (last - first) % (numbers.Length - 1) == 0 && IsEven(column, numbers, firstRow, out long step))
            {
                long start = first - (step * firstRow);
                bool countsRows = step == 1 && start is 0 or 1 && code.Prefix.Length + code.Suffix.Length == 0;
                return new NumberCodeGenerator(code, countsRows ? start : last + step, step, jitter: false, 0, null);
            }
            long gap = Math.Clamp((last - first) / Math.Max(1, numbers.Length - 1), 1, LargestGap);
            return new NumberCodeGenerator(code, last + 1, gap, jitter: true, 0, null);
        }
        return new NumberCodeGenerator(code, minimum, 0, jitter: false, size, sparse ? KnownValues.Of(column) : null);
    }

    /// <inheritdoc/>
    public void Append(StringBlock block, int row)
    {
        ulong number = block.Number(row);
        Span<byte> text = _code.LongestText <= 256 ? stackalloc byte[256] : new byte[_code.LongestText];
        int length;
        if (_rangeSize > 0)
        {
            length = FromRange(block, number, text);
        }
        else
        {
            long value = _origin + ((long)number * _gap);
            if (_jitter && _gap > 1)
            {
                RandomSequence random = block.Random(row);
                value += (long)Math.BigMul(random.NextUInt64(), (ulong)_gap, out _);
            }
            length = _code.Format(value, text);
        }
        block.Target.Add(text[..length]);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        _code.Write(writer);
        writer.Write(_origin);
        writer.Write(_gap);
        writer.Write(_jitter);
        writer.Write(_rangeSize);
        writer.Write(_known is not null);
        _known?.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static NumberCodeGenerator Read(BinaryReader reader) => new(
        NumberCode.Read(reader), reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean(), reader.ReadUInt64(), reader.ReadBoolean() ? KnownValues.Read(reader) : null);

    private int FromRange(StringBlock block, ulong number, Span<byte> text)
    {
        var shuffle = new Permutation(_rangeSize, block.Key);
        // Each row has numbers of the range of its own, and takes the first that is free.
        if (_known is not null && number < _rangeSize / Tries)
        {
            for (ulong t = 0; t < Tries; t++)
            {
                int length = _code.Format(_origin + (long)shuffle[(number * Tries) + t], text);
                if (!_known.Contains(text[..length]))
                {
                    return length;
                }
            }
        }
        // Above the range every row has one number by its own row number.
        ulong round = number / _rangeSize;
        return _code.Format(_origin + (long)((round + 1) * _rangeSize) + (long)shuffle[number % _rangeSize], text);
    }

    private static int Digits(long number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private static bool IsAscending(long[] numbers)
    {
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] <= numbers[i - 1])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Whether the number of every row is a fixed step above that of the row before, missing rows counted.</summary>
    private static bool IsEven(StringColumn column, long[] numbers, int firstRow, out long step)
    {
        int next = 0;
        step = 0;
        for (int row = firstRow; row < column.Count; row++)
        {
            if (column.IsMissing(row))
            {
                continue;
            }
            if (next == 1)
            {
                step = (numbers[1] - numbers[0]) / (row - firstRow);
            }
            if (numbers[next] != numbers[0] + (step * (row - firstRow)))
            {
                return false;
            }
            next++;
        }
        return step > 0;
    }
}

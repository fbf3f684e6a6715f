using System.Globalization;
using Semblance.Data;
using Semblance.Numerics;
using TextEncoding = System.Text.Encoding;

namespace Semblance.Models.Strings;

/// <summary>
/// Codes by pattern (customer numbers, UUIDs, addresses of mail or machines): each row takes a pattern by its real share and, within it,
/// a text that no other row can have and that is not a real one. A row beyond what a pattern can tell apart gets its row number behind a
/// character that the column never uses.
/// </summary>
internal sealed class ShapeGenerator : IStringGenerator
{
    /// <summary>The name in model files.</summary>
    public const string Name = "shape";

    private readonly Shape[] _shapes;
    private readonly string _separator;
    private readonly byte[][] _endings;
    private readonly long[] _endingCounts;
    private readonly KnownValues _known;
    private readonly long[] _shapeRunning;
    private readonly long[] _endingRunning;
    private readonly int _longest;

    /// <summary>Creates the generator.</summary>
    /// <param name="shapes">The patterns; no text fits two of them.</param>
    /// <param name="separator">A text that no value of the column contains.</param>
    /// <param name="endings">Texts to end values with, such as "@example.com"; one empty text for none.</param>
    /// <param name="endingCounts">How often each ending occurs.</param>
    /// <param name="known">The real values.</param>
    public ShapeGenerator(Shape[] shapes, string separator, byte[][] endings, long[] endingCounts, KnownValues known)
    {
        _shapes = shapes;
        _separator = separator;
        _endings = endings;
        _endingCounts = endingCounts;
        _known = known;
        _shapeRunning = RunningSums([.. shapes.Select(shape => shape.Count)]);
        _endingRunning = RunningSums(endingCounts);
        _longest = shapes.Max(shape => shape.LongestText) + endings.Max(ending => ending.Length) + separator.Length + 24;
    }

    /// <inheritdoc/>
    public void Append(StringBlock block, int row)
    {
        RandomSequence random = block.Random(row);
        ulong number = block.Number(row);
        Shape shape = _shapes[Pick(random.NextUInt64(), _shapeRunning)];
        byte[] ending = _endings[Pick(random.NextUInt64(), _endingRunning)];
        ulong filler = random.NextUInt64();
        Span<byte> text = _longest <= 512 ? stackalloc byte[_longest] : new byte[_longest];
        var shuffle = new Permutation(shape.Size, block.Key);
        int length = 0;
        if (number < shape.Rows)
        {
            for (ulong t = 0; t < shape.Tries; t++)
            {
                length = shape.Write(shuffle[(number * shape.Tries) + t], filler, text);
                ending.CopyTo(text[length..]);
                if (!_known.Contains(text[..(length + ending.Length)]))
                {
                    block.Target.Add(text[..(length + ending.Length)]);
                    return;
                }
            }
        }
        length = shape.Write(shuffle[number % shape.Size], filler, text);
        length += TextEncoding.UTF8.GetBytes(_separator, text[length..]);
        number.TryFormat(text[length..], out int digits, default, CultureInfo.InvariantCulture);
        length += digits;
        ending.CopyTo(text[length..]);
        block.Target.Add(text[..(length + ending.Length)]);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_shapes.Length);
        foreach (Shape shape in _shapes)
        {
            shape.Write(writer);
        }
        writer.Write(_separator);
        writer.Write(_endings.Length);
        foreach (byte[] ending in _endings)
        {
            writer.WriteBytes(ending);
        }
        writer.WriteLongs(_endingCounts);
        _known.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ShapeGenerator Read(BinaryReader reader)
    {
        var shapes = new Shape[reader.ReadCount(12)];
        for (int i = 0; i < shapes.Length; i++)
        {
            shapes[i] = Shape.Read(reader);
        }
        string separator = reader.ReadString();
        var endings = new byte[reader.ReadCount(4)][];
        for (int i = 0; i < endings.Length; i++)
        {
            endings[i] = reader.ReadByteArray();
        }
        return new ShapeGenerator(shapes, separator, endings, reader.ReadLongs(), KnownValues.Read(reader));
    }

    private static int Pick(ulong random, long[] running)
    {
        long place = (long)Math.BigMul(random, (ulong)running[^1], out _);
        int low = 0, high = running.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = running[middle] > place ? (low, middle) : (middle + 1, high);
        }
        return low;
    }

    private static long[] RunningSums(long[] counts)
    {
        var sums = new long[counts.Length];
        long sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sums[i] = sum += counts[i];
        }
        return sums;
    }
}

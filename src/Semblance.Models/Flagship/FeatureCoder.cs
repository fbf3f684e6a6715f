using Semblance.Models.Encoding;

namespace Semblance.Models.Flagship;

/// <summary>
/// Codes a column in one byte a value, as a predictor of later columns: numbers by quantile bins in which frequent values stand
/// alone, with a bin per missing token after them; levels as they are, the rarest ones together if there are over 255.
/// </summary>
internal sealed class FeatureCoder
{
    private const int MostCodes = 255;

    private readonly double[]? _upper;
    private readonly byte[]? _levelCodes;

    private FeatureCoder(double[]? upper, byte[]? levelCodes, int codes)
    {
        _upper = upper;
        _levelCodes = levelCodes;
        Codes = codes;
    }

    /// <summary>The number of codes.</summary>
    public int Codes { get; }

    /// <summary>Whether codes have no order.</summary>
    public bool IsCategorical => _levelCodes is not null;

    /// <summary>Learns the coding of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="sorted">Its present values in ascending order; null for a categorical column.</param>
    /// <param name="maxBins">The most bins of a numeric column.</param>
    public static FeatureCoder Learn(EncodedColumn column, double[]? sorted, int maxBins)
    {
        if (sorted is not null)
        {
            int missing = Math.Min(Math.Max(0, column.Levels - 1), MostCodes - maxBins);
            double[] upper = Edges(sorted, maxBins);
            return new FeatureCoder(upper, null, upper.Length + missing);
        }
        var counts = new int[column.Levels];
        foreach (int code in column.Codes!)
        {
            counts[code]++;
        }
        var codes = new byte[counts.Length];
        int[] byCount = [.. Enumerable.Range(0, counts.Length)];
        if (counts.Length > MostCodes)
        {
            Array.Sort(byCount, (a, b) => counts[a] != counts[b] ? counts[b].CompareTo(counts[a]) : a.CompareTo(b));
        }
        for (int rank = 0; rank < byCount.Length; rank++)
        {
            codes[byCount[rank]] = (byte)Math.Min(rank, MostCodes - 1);
        }
        return new FeatureCoder(null, codes, Math.Min(codes.Length, MostCodes));
    }

    /// <summary>Codes some rows of the column.</summary>
    /// <param name="column">The column or a block of it.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="into">Receives the code of row i at <paramref name="offset"/> + i * <paramref name="stride"/>.</param>
    /// <param name="offset">Where the first code goes.</param>
    /// <param name="stride">The distance between codes.</param>
    public void Code(EncodedColumn column, int count, Span<byte> into, int offset, int stride)
    {
        int[]? codes = column.Codes;
        if (_levelCodes is not null)
        {
            for (int i = 0; i < count; i++, offset += stride)
            {
                into[offset] = _levelCodes[codes![i]];
            }
            return;
        }
        double[] values = column.Values!;
        for (int i = 0; i < count; i++, offset += stride)
        {
            bool missing = codes is not null && codes[i] != 0;
            into[offset] = missing ? (byte)Math.Min(_upper!.Length + codes![i] - 1, Codes - 1) : Bin(values[i]);
        }
    }

    /// <summary>Writes the coding.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(IsCategorical);
        if (_levelCodes is not null)
        {
            writer.WriteBytes(_levelCodes);
        }
        else
        {
            writer.WriteDoubles(_upper!);
        }
        writer.Write((byte)Codes);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static FeatureCoder Read(BinaryReader reader)
    {
        bool categorical = reader.ReadBoolean();
        byte[]? levels = categorical ? reader.ReadByteArray() : null;
        double[]? upper = categorical ? null : reader.ReadDoubles();
        int codes = reader.ReadByte();
        if (upper is not null && (upper.Length == 0 || upper.Length > codes))
        {
            throw new InvalidDataException($"A coding claims {codes} codes for {upper.Length} bins.");
        }
        return new FeatureCoder(upper, levels, codes);
    }

    /// <summary>Upper edges of at most <paramref name="maxBins"/> bins of about equal weight; a value with the weight of a bin gets its own.</summary>
    private static double[] Edges(double[] sorted, int maxBins)
    {
        var edges = new List<double>(maxBins);
        int n = sorted.Length;
        int start = 0;
        while (start < n)
        {
            int target = Math.Max(1, (n - start + maxBins - edges.Count - 1) / Math.Max(1, maxBins - edges.Count));
            int end = Math.Min(n, start + target);
            if (edges.Count >= maxBins - 1)
            {
                end = n;
            }
            double edge = sorted[end - 1];
            int runStart = end - 1;
            while (runStart > start && sorted[runStart - 1] == edge)
            {
                runStart--;
            }
            while (end < n && sorted[end] == edge)
            {
                end++;
            }
            if (runStart > start && end - runStart >= target && edges.Count < maxBins - 1)
            {
                edges.Add(sorted[runStart - 1]);
            }
            edges.Add(edge);
            start = end;
        }
        return edges.Count == 0 ? [0] : [.. edges];
    }

    private byte Bin(double value)
    {
        double[] upper = _upper!;
        int low = 0, high = upper.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (value <= upper[middle])
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return (byte)low;
    }
}

using System.Numerics;
using Semblance.Data;

namespace Semblance.Quality;

/// <summary>Kept values of one column of one table: standardised numbers (NaN where missing), or capped level codes.</summary>
internal sealed class KeptColumn(int levels)
{
    private float[] _numbers = [];
    private byte[] _codes = [];
    private int _count;

    /// <summary>The number of capped levels; 0 for numbers.</summary>
    public int Levels => levels;

    public ReadOnlySpan<float> Numbers => _numbers.AsSpan(0, _count);

    public ReadOnlySpan<byte> Codes => _codes.AsSpan(0, _count);

    public void Thin(int factor, int room)
    {
        if (factor > 1)
        {
            int kept = (_count + factor - 1) / factor;
            for (int i = 0; i < kept; i++)
            {
                if (levels == 0)
                {
                    _numbers[i] = _numbers[i * factor];
                }
                else
                {
                    _codes[i] = _codes[i * factor];
                }
            }
            _count = kept;
        }
        int size = Math.Min(Math.Max(_count + room, 2 * _count), KeptRows.Maximum);
        if (levels == 0 && size > _numbers.Length)
        {
            Array.Resize(ref _numbers, size);
        }
        else if (levels > 0 && size > _codes.Length)
        {
            Array.Resize(ref _codes, size);
        }
    }

    public void Add(float number) => _numbers[_count++] = number;

    public void Add(byte code) => _codes[_count++] = code;
}

/// <summary>One compared column: its bins or levels, their counts in both tables, and the rows kept for associations.</summary>
internal sealed class FigureColumn
{
    private const int MostBins = 20;
    private const int FewestBins = 4;
    private const int MostLevels = 63;
    private const int MostSorted = 1 << 18;

    private readonly LevelList? _levels;
    private readonly double[] _edges = [];
    private readonly double _mean;
    private readonly double _scale = 1;
    private readonly int _realLevels;
    private readonly byte[] _capped = [];
    private readonly long[] _realCounts;
    private readonly long[] _syntheticCounts;

    /// <summary>Learns bins or levels from the real column and counts it.</summary>
    public FigureColumn(Column real, KeptRows rows)
    {
        Name = real.Name;
        if (real.Kind is ColumnKind.Category or ColumnKind.Boolean)
        {
            _levels = new LevelList();
            int[] codes = ViewConversion.Codes(real, _levels);
            _realLevels = _levels.Names.Count;
            var counts = new long[_realLevels];
            foreach (int code in codes)
            {
                if (code >= 0)
                {
                    counts[code]++;
                }
            }
            int[] byCount = [.. Enumerable.Range(0, _realLevels).OrderByDescending(level => counts[level])];
            int named = Math.Min(_realLevels, MostLevels);
            // The capped codes: the most frequent levels, then "other", then missing.
            _capped = new byte[_realLevels];
            _capped.AsSpan().Fill((byte)named);
            for (int i = 0; i < named; i++)
            {
                _capped[byCount[i]] = (byte)i;
            }
            // Counted slots: the real levels, then unknown ones, then missing.
            _realCounts = new long[_realLevels + 2];
            _syntheticCounts = new long[_realLevels + 2];
            Real = new KeptColumn(named + 2);
            Synthetic = new KeptColumn(named + 2);
            AddCodes(codes, _realCounts, Real, rows);
            return;
        }
        double[] values = ViewConversion.Numbers(real);
        (_edges, _mean, _scale) = Describe(values);
        _realCounts = new long[_edges.Length + 1];
        _syntheticCounts = new long[_edges.Length + 1];
        Real = new KeptColumn(0);
        Synthetic = new KeptColumn(0);
        AddNumbers(values, _realCounts, Real, rows);
    }

    public string Name { get; }

    public KeptColumn Real { get; }

    public KeptColumn Synthetic { get; }

    public void AddSynthetic(Column column, KeptRows rows)
    {
        if (_levels is not null)
        {
            AddCodes(ViewConversion.Codes(column, _levels), _syntheticCounts, Synthetic, rows);
        }
        else
        {
            AddNumbers(ViewConversion.Numbers(column), _syntheticCounts, Synthetic, rows);
        }
    }

    /// <summary>The total variation distance between the counts.</summary>
    public double DistributionDistance()
    {
        double real = _realCounts.Sum(), synthetic = _syntheticCounts.Sum(), distance = 0;
        for (int slot = 0; slot < _realCounts.Length; slot++)
        {
            distance += Math.Abs(_realCounts[slot] / real - _syntheticCounts[slot] / synthetic);
        }
        return distance / 2;
    }

    private void AddCodes(int[] codes, long[] counts, KeptColumn kept, KeptRows rows)
    {
        foreach (int code in codes)
        {
            counts[code < 0 ? _realLevels + 1 : Math.Min(code, _realLevels)]++;
        }
        kept.Thin(rows.Thinning, codes.Length / (int)rows.Stride + 1);
        for (long row = rows.First; row < codes.Length; row += rows.Stride)
        {
            int code = codes[row];
            kept.Add(code < 0 ? (byte)(kept.Levels - 1) : code < _realLevels ? _capped[code] : (byte)(kept.Levels - 2));
        }
    }

    private void AddNumbers(double[] values, long[] counts, KeptColumn kept, KeptRows rows)
    {
        int firstStep = (int)BitOperations.RoundUpToPowerOf2((uint)_edges.Length) / 2;
        foreach (double value in values)
        {
            int slot = 0;
            for (int step = firstStep; step > 0; step /= 2)
            {
                int probe = slot + step;
                slot = probe < _edges.Length && _edges[probe] <= value ? probe : slot;
            }
            counts[double.IsNaN(value) ? _edges.Length : slot]++;
        }
        kept.Thin(rows.Thinning, values.Length / (int)rows.Stride + 1);
        for (long row = rows.First; row < values.Length; row += rows.Stride)
        {
            kept.Add((float)((values[row] - _mean) * _scale));
        }
    }

    /// <summary>Lower edges of the bins, and the mean and scale that bring values into the range of single precision.</summary>
    private static (double[] Edges, double Mean, double Scale) Describe(double[] values)
    {
        int stride = 1 + (values.Length - 1) / MostSorted;
        var sorted = new List<double>(Math.Min(values.Length, MostSorted));
        long present = 0;
        double sum = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (!double.IsNaN(values[row]))
            {
                present++;
                sum += values[row];
                if (row % stride == 0)
                {
                    sorted.Add(values[row]);
                }
            }
        }
        if (sorted.Count == 0)
        {
            return ([0], 0, 1);
        }
        sorted.Sort();
        double mean = sum / present;
        double range = sorted[^1] - sorted[0];
        int bins = Math.Clamp((int)Math.Round(Math.Cbrt(present)), FewestBins, MostBins);
        var distinct = new List<double>(bins + 1);
        foreach (double value in sorted)
        {
            if (distinct.Count == 0 || value > distinct[^1])
            {
                distinct.Add(value);
                if (distinct.Count > bins)
                {
                    break;
                }
            }
        }
        if (distinct.Count > bins)
        {
            distinct.Clear();
            distinct.Add(sorted[0]);
            for (int bin = 1; bin < bins; bin++)
            {
                double edge = sorted[(int)((long)bin * sorted.Count / bins)];
                if (edge > distinct[^1])
                {
                    distinct.Add(edge);
                }
            }
        }
        return ([.. distinct], mean, range > 0 ? 1 / range : 1);
    }
}

using Semblance.Models.Encoding;
using Semblance.Numerics;

namespace Semblance.Models.Neural;

/// <summary>
/// How far rows made by a model are from real ones held back from its training: the mean, over pairs of columns, of the total variation distance
/// between their joint distributions. 0 is best, 1 worst. It sees wrong shares of single columns as well as wrong dependence, means the same for
/// every family, and falls while losses of adversaries go anywhere.
/// </summary>
/// <remarks>
/// Numbers count in tenths of their own distribution. A model makes several times as many rows as are held back, so that the score is not decided by the chance of its draws;
/// what the held-back rows' own chance adds is the same for every model.
/// </remarks>
internal sealed class ValidationScore
{
    private const int Bins = 10;
    private const int MostLevels = 20;
    private const int MostPairs = 300;
    private const int MostRows = 10_000;
    private const int MadePerReal = 4;
    private const uint PairStream = 0x6100_0000;
    private const int BlockRows = 2_048;

    private readonly int _madeRows;
    private readonly ulong _seed;
    private readonly EncodedColumn[] _forms;
    private readonly ColumnBins[] _bins;
    private readonly byte[][] _real;
    private readonly (int First, int Second)[] _pairs;
    private readonly int _threads;

    /// <summary>Prepares scores against real rows.</summary>
    /// <param name="real">The rows held back.</param>
    /// <param name="seed">Decides which pairs count, if there are too many, and the rows that models make.</param>
    /// <param name="threads">The most threads that work at a time.</param>
    public ValidationScore(EncodedColumn[] real, ulong seed, int threads)
    {
        _forms = [.. real.Select(column => column.Like(0))];
        int rows = Math.Min(MostRows, real[0].RowCount);
        _madeRows = Math.Min(MostRows, MadePerReal * rows);
        _seed = seed;
        _threads = threads;
        _bins = [.. real.Select(column => ColumnBins.Learn(column))];
        _real = [.. real.Select((column, c) => _bins[c].Of(column, rows))];
        _pairs = Pairs(real.Length, seed);
    }

    /// <summary>The score of a model; lower is better.</summary>
    public double Of(IJointModel model, CancellationToken cancellation)
    {
        var made = new byte[_forms.Length][];
        for (int c = 0; c < made.Length; c++)
        {
            made[c] = new byte[_madeRows];
        }
        var free = new EncodedCondition?[_forms.Length];
        new Workers(_threads, cancellation).For((_madeRows + BlockRows - 1) / BlockRows, block =>
        {
            int start = block * BlockRows, count = Math.Min(BlockRows, _madeRows - start);
            EncodedColumn[] columns = [.. _forms.Select(form => form.Like(count))];
            model.Sample(_seed, start, count, free, columns);
            for (int c = 0; c < columns.Length; c++)
            {
                _bins[c].Of(columns[c], count).CopyTo(made[c], start);
            }
        });
        var distances = new double[_pairs.Length];
        new Workers(_threads, cancellation).For(_pairs.Length, pair =>
        {
            (int first, int second) = _pairs[pair];
            distances[pair] = Distance(_real[first], _real[second], made[first], made[second], _bins[first].Count, _bins[second].Count);
        });
        return distances.Average();
    }

    private static double Distance(byte[] realFirst, byte[] realSecond, byte[] madeFirst, byte[] madeSecond, int firstCount, int secondCount)
    {
        var real = new int[firstCount * secondCount];
        var made = new int[firstCount * secondCount];
        for (int row = 0; row < realFirst.Length; row++)
        {
            real[(realFirst[row] * secondCount) + realSecond[row]]++;
        }
        for (int row = 0; row < madeFirst.Length; row++)
        {
            made[(madeFirst[row] * secondCount) + madeSecond[row]]++;
        }
        double off = 0;
        for (int cell = 0; cell < real.Length; cell++)
        {
            off += Math.Abs(((double)real[cell] / realFirst.Length) - ((double)made[cell] / madeFirst.Length));
        }
        return off / 2;
    }

    /// <summary>All pairs, or some drawn evenly; a single column is a pair with itself.</summary>
    private static (int First, int Second)[] Pairs(int columns, ulong seed)
    {
        if (columns == 1)
        {
            return [(0, 0)];
        }
        (int First, int Second)[] all = [.. Enumerable.Range(0, columns).SelectMany(first => Enumerable.Range(first + 1, columns - first - 1).Select(second => (first, second)))];
        RandomSequence sequence = new Philox(seed).At(PairStream, 0);
        for (int i = 0; i < Math.Min(MostPairs, all.Length); i++)
        {
            int other = i + sequence.NextInt32(all.Length - i);
            (all[i], all[other]) = (all[other], all[i]);
        }
        return all[..Math.Min(MostPairs, all.Length)];
    }

    /// <summary>How a column's values are counted: tenths of its numbers, its most frequent levels, the ways to be missing.</summary>
    private sealed class ColumnBins
    {
        private readonly double[] _edges;
        private readonly byte[] _binOfCode;

        private ColumnBins(double[] edges, byte[] binOfCode, int count) => (_edges, _binOfCode, Count) = (edges, binOfCode, count);

        public int Count { get; }

        public static ColumnBins Learn(EncodedColumn column)
        {
            double[] edges = [];
            if (column.IsNumeric)
            {
                double[] sorted = Array.FindAll(column.Values!, value => !double.IsNaN(value));
                Array.Sort(sorted);
                edges = sorted.Length == 0 ? [] : [.. Enumerable.Range(1, Bins - 1).Select(i => sorted[i * (sorted.Length - 1) / Bins]).Distinct()];
            }
            int first = column.IsNumeric ? edges.Length + 1 : 0;
            var binOfCode = new byte[column.Levels];
            if (column.Codes is null)
            {
                return new ColumnBins(edges, binOfCode, first);
            }
            var counts = new int[column.Levels];
            foreach (int code in column.Codes)
            {
                counts[code]++;
            }
            int[] byCount = [.. Enumerable.Range(column.IsNumeric ? 1 : 0, column.Levels - (column.IsNumeric ? 1 : 0)).OrderByDescending(code => counts[code]).ThenBy(code => code)];
            for (int i = 0; i < byCount.Length; i++)
            {
                binOfCode[byCount[i]] = (byte)(first + Math.Min(i, MostLevels));
            }
            return new ColumnBins(edges, binOfCode, first + Math.Min(byCount.Length, MostLevels + 1));
        }

        public byte[] Of(EncodedColumn column, int rows)
        {
            var bins = new byte[rows];
            for (int row = 0; row < rows; row++)
            {
                if (column.IsNumeric && (column.Codes is null || column.Codes[row] == 0))
                {
                    double value = column.Values![row];
                    int bin = 0;
                    while (bin < _edges.Length && value > _edges[bin])
                    {
                        bin++;
                    }
                    bins[row] = (byte)bin;
                }
                else
                {
                    bins[row] = _binOfCode[column.Codes![row]];
                }
            }
            return bins;
        }
    }
}

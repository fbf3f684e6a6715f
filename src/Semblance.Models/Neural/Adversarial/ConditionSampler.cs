using Semblance.Numerics;

namespace Semblance.Models.Neural.Adversarial;

/// <summary>
/// Conditions: each names one category column and one of its levels. In training the column is drawn evenly and the level by the logarithm of
/// its count, so that rare levels are seen often enough to be learnt, and with it comes a real row that has the level ("training by sampling",
/// Xu et al. 2019, section 4.3). In sampling the level is drawn by its real count.
/// </summary>
internal sealed class ConditionSampler
{
    /// <summary>The most row numbers kept; of larger tables, frequent levels keep some of their rows.</summary>
    private const long MostRowNumbers = 50_000_000;
    private const int FewRows = 1_000;

    private readonly CodedRows _rows;
    private readonly int[] _columns;
    private readonly int[] _indexOf;
    private readonly int[] _starts;
    private readonly double[][] _trainingBelow;
    private readonly double[][] _realBelow;
    private readonly int[][][] _rowsOf;

    /// <summary>Prepares the conditions of training rows.</summary>
    /// <param name="encoder">Says which columns are categories.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="logFrequency">Whether levels are drawn by the logarithm of their count rather than the count.</param>
    public ConditionSampler(TabularEncoder encoder, CodedRows rows, bool logFrequency)
    {
        _rows = rows;
        _columns = [.. Enumerable.Range(0, encoder.Columns.Length).Where(c => !encoder.Columns[c].IsNumeric)];
        _indexOf = new int[encoder.Columns.Length];
        _starts = new int[_columns.Length];
        _trainingBelow = new double[_columns.Length][];
        _realBelow = new double[_columns.Length][];
        _rowsOf = new int[_columns.Length][][];
        long budget = MostRowNumbers / Math.Max(1, _columns.Length);
        for (int i = 0; i < _columns.Length; i++)
        {
            int width = encoder.Choices[_columns[i]].Width;
            _indexOf[_columns[i]] = i;
            _starts[i] = Count;
            Count += width;
            byte[] slots = rows.Slots[_columns[i]];
            var counts = new long[width];
            foreach (byte slot in slots)
            {
                counts[slot]++;
            }
            _rowsOf[i] = RowsByLevel(slots, counts, budget);
            _realBelow[i] = Cumulated(Array.ConvertAll(counts, count => (double)count));
            _trainingBelow[i] = logFrequency ? Cumulated(Array.ConvertAll(counts, count => Elementary.Log(count + 1.0))) : _realBelow[i];
        }
    }

    /// <summary>The number of different conditions.</summary>
    public int Count { get; }

    /// <summary>Draws a condition for training.</summary>
    public TrainingCondition Draw(ref RandomSequence sequence)
    {
        if (Count == 0)
        {
            return new TrainingCondition(-1, 0, -1);
        }
        int i = sequence.NextInt32(_columns.Length), level = Find(_trainingBelow[i], sequence.NextDouble());
        return new TrainingCondition(_columns[i], level, _starts[i] + level);
    }

    /// <summary>Draws a real row that has a condition.</summary>
    public int DrawRow(TrainingCondition condition, ref RandomSequence sequence)
    {
        if (Count == 0)
        {
            return sequence.NextInt32(_rows.RowCount);
        }
        int[] rows = _rowsOf[_indexOf[condition.Column]][condition.Level];
        return rows[sequence.NextInt32(rows.Length)];
    }

    /// <summary>Draws a condition as sampling does: the column evenly, the level by its real count. There must be conditions.</summary>
    public int DrawReal(ref RandomSequence sequence)
    {
        int column = sequence.NextInt32(_columns.Length);
        return _starts[column] + Find(_realBelow[column], sequence.NextDouble());
    }

    /// <summary>The place that cumulated shares give to a number in [0, 1); never one without a share.</summary>
    public static int Find(double[] below, double uniform)
    {
        double place = uniform * below[^1];
        int low = 0, high = below.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (below[middle] > place)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return low;
    }

    /// <summary>Sums of all weights up to and including each.</summary>
    public static double[] Cumulated(double[] weights)
    {
        var below = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            below[i] = sum += weights[i];
        }
        return below;
    }

    private static int[][] RowsByLevel(byte[] slots, long[] counts, long budget)
    {
        var lists = new int[counts.Length][];
        var stride = new int[counts.Length];
        var seen = new int[counts.Length];
        for (int level = 0; level < counts.Length; level++)
        {
            long most = Math.Max(FewRows, budget * counts[level] / Math.Max(1, slots.Length));
            stride[level] = (int)Math.Max(1, (counts[level] + most - 1) / most);
            lists[level] = new int[(counts[level] + stride[level] - 1) / stride[level]];
        }
        for (int row = 0; row < slots.Length; row++)
        {
            int level = slots[row], at = seen[level]++;
            if (at % stride[level] == 0)
            {
                lists[level][at / stride[level]] = row;
            }
        }
        return lists;
    }
}

/// <summary>A condition drawn for training.</summary>
/// <param name="Column">The encoded column; -1 if there are no conditions.</param>
/// <param name="Level">Its level's place in the column's choice.</param>
/// <param name="Place">The number of the condition among all.</param>
internal readonly record struct TrainingCondition(int Column, int Level, int Place);

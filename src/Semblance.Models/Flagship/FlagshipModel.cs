using Semblance.Models.Encoding;
using Semblance.Numerics;

namespace Semblance.Models.Flagship;

/// <summary>A fitted flagship: the columns in an order, each with its distribution given the earlier ones.</summary>
/// <param name="order">Per position the column that stands there.</param>
/// <param name="coders">Per position how the column is coded as a predictor.</param>
/// <param name="columns">Per position the column's distribution.</param>
internal sealed class FlagshipModel(int[] order, FeatureCoder[] coders, ColumnModel[] columns) : IJointModel
{
    private const uint FirstStream = 0x4600_0000;
    private const uint ChoiceStream = FirstStream - 1;

    /// <summary>How many ways of filling the columns before a condition are weighed against each other for each row.</summary>
    private const int Candidates = 32;

    /// <summary>Rows that are filled together when there are conditions, times <see cref="Candidates"/>.</summary>
    private const int ConditionedRows = 256;

    /// <summary>The number of trees in all.</summary>
    public int TreeCount => columns.Sum(column => column.TreeCount);

    /// <inheritdoc/>
    public void Sample(ulong seed, long firstRow, int count, EncodedCondition?[] conditions, EncodedColumn[] into)
    {
        int lastCondition = Array.FindLastIndex(order, column => conditions[column] is not null);
        if (lastCondition < 0)
        {
            var block = new Block(this, into, count);
            block.Fill(0, order.Length, new Philox(seed), (ulong)firstRow);
            return;
        }
        for (int start = 0; start < count; start += ConditionedRows)
        {
            int rows = Math.Min(ConditionedRows, count - start);
            SampleConditioned(new Philox(seed), (ulong)(firstRow + start), start, rows, conditions, into, lastCondition);
        }
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        writer.WriteInts(order);
        for (int position = 0; position < order.Length; position++)
        {
            coders[position].Write(writer);
            columns[position].Write(writer);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static FlagshipModel Read(BinaryReader reader)
    {
        int[] order = reader.ReadInts();
        if (!order.Order().SequenceEqual(Enumerable.Range(0, order.Length)))
        {
            throw new InvalidDataException("The order of the columns is not an order.");
        }
        var coders = new FeatureCoder[order.Length];
        var columns = new ColumnModel[order.Length];
        for (int position = 0; position < order.Length; position++)
        {
            coders[position] = FeatureCoder.Read(reader);
            columns[position] = ColumnModel.Read(reader, position);
        }
        return new FlagshipModel(order, coders, columns);
    }

    /// <summary>
    /// Rows under conditions: sampling-importance-resampling (Rubin, 1988). Several candidates for the columns up to the last condition
    /// are drawn in order, with the conditioned values in their places; one is kept by the probability of those values; the
    /// remaining columns follow as usual. Every row satisfies the conditions, in bounded time, however rare they are.
    /// </summary>
    private void SampleConditioned(Philox random, ulong firstRow, int start, int rows, EncodedCondition?[] conditions, EncodedColumn[] into, int lastCondition)
    {
        bool weighed = Enumerable.Range(0, lastCondition).Any(position => conditions[order[position]] is null);
        int each = weighed ? Candidates : 1;
        EncodedColumn[] candidates = [.. into.Select(column => column.Like(rows * each))];
        var drawn = new Block(this, candidates, rows * each);
        var logWeights = new double[rows * each];
        for (int position = 0; position <= lastCondition; position++)
        {
            if (conditions[order[position]] is EncodedCondition condition)
            {
                if (weighed)
                {
                    drawn.Weigh(position, condition, logWeights);
                }
                candidates[order[position]].Fill(condition);
                drawn.Code(position);
            }
            else
            {
                drawn.Fill(position, position + 1, random, firstRow * (ulong)each);
            }
        }
        var chosen = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            RandomSequence sequence = random.At(ChoiceStream, firstRow + (ulong)row);
            chosen[row] = row * each + Choose(logWeights.AsSpan(row * each, each), sequence.NextDouble());
        }
        EncodedColumn[] kept = [.. candidates.Select(column => column.Take(chosen))];
        var block = new Block(this, kept, rows);
        for (int position = 0; position <= lastCondition; position++)
        {
            block.Code(position);
        }
        block.Fill(lastCondition + 1, order.Length, random, firstRow);
        for (int c = 0; c < into.Length; c++)
        {
            kept[c].CopyTo(into[c], start);
        }
    }

    private static int Choose(ReadOnlySpan<double> logWeights, double u)
    {
        double most = double.NegativeInfinity;
        foreach (double weight in logWeights)
        {
            most = Math.Max(most, weight);
        }
        double total = 0;
        foreach (double weight in logWeights)
        {
            total += Elementary.Exp(weight - most);
        }
        double left = u * total;
        for (int i = 0; i < logWeights.Length - 1; i++)
        {
            left -= Elementary.Exp(logWeights[i] - most);
            if (left < 0)
            {
                return i;
            }
        }
        return logWeights.Length - 1;
    }

    /// <summary>Rows being filled position by position, with the codes of the positions done.</summary>
    private sealed class Block(FlagshipModel model, EncodedColumn[] columns, int count)
    {
        private readonly byte[][] _codes = new byte[columns.Length][];
        private readonly EncodedColumn[] _byPosition = [.. model.Order.Select(column => columns[column])];

        /// <summary>Draws the columns of some positions.</summary>
        public void Fill(int first, int end, Philox random, ulong firstIndex)
        {
            for (int position = first; position < end; position++)
            {
                model.Column(position).Sample(Predictors(position), _byPosition, count, random, FirstStream + (uint)position, firstIndex, _byPosition[position]);
                Code(position);
            }
        }

        /// <summary>Codes a position that has its values.</summary>
        public void Code(int position)
        {
            _codes[position] = new byte[count];
            model.Coder(position).Code(_byPosition[position], count, _codes[position], 0, 1);
        }

        /// <summary>Adds the log-probability of a value at a position.</summary>
        public void Weigh(int position, EncodedCondition condition, Span<double> logWeights) =>
            model.Column(position).Weigh(condition, Predictors(position), _byPosition, logWeights);

        private byte[] Predictors(int position)
        {
            int[] predictors = model.Column(position).Predictors;
            var codes = new byte[count * predictors.Length];
            for (int f = 0; f < predictors.Length; f++)
            {
                byte[] source = _codes[predictors[f]];
                for (int i = 0, at = f; i < count; i++, at += predictors.Length)
                {
                    codes[at] = source[i];
                }
            }
            return codes;
        }
    }

    private int[] Order => order;

    private ColumnModel Column(int position) => columns[position];

    private FeatureCoder Coder(int position) => coders[position];
}

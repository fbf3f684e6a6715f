using Semblance.Models.Encoding;
using Semblance.Numerics;
using Semblance.Numerics.Trees;

namespace Semblance.Models.Flagship;

/// <summary>The distribution of one column given the earlier ones: a tree of questions, and for numbers what lies in the ranges that it ends in and what they are measured from.</summary>
/// <param name="nodes">The tree; node 0 is its root.</param>
/// <param name="predictors">The positions, in the order of the model, of the earlier columns that answers depend on.</param>
/// <param name="number">What a numeric column has besides; null for a categorical one.</param>
internal sealed class ColumnModel(OutcomeNode[] nodes, int[] predictors, NumberModel? number)
{
    /// <summary>The positions, in the order of the model, of the columns it is predicted from.</summary>
    public int[] Predictors => predictors;

    /// <summary>The number of trees.</summary>
    public int TreeCount => nodes.Sum(node => node.Question?.Trees.Length ?? 0);

    /// <summary>Draws the column for some rows.</summary>
    /// <param name="codes">The codes of <see cref="Predictors"/>, row-major.</param>
    /// <param name="byPosition">The block's columns by position; those before this one are filled.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="random">The generator of the sample.</param>
    /// <param name="stream">The column's stream.</param>
    /// <param name="firstRow">The index, in the stream, of the first row.</param>
    /// <param name="into">Receives the values.</param>
    public void Sample(ReadOnlySpan<byte> codes, EncodedColumn[] byPosition, int count, Philox random, uint stream, ulong firstRow, EncodedColumn into)
    {
        var walk = new Walk(nodes, predictors.Length, count);
        // One number decides the whole way: what is left of it after a question is as good as new. 53 bits last for 20 even questions;
        // the place within a range has a number of its own.
        var within = new double[count];
        for (int i = 0; i < count; i++)
        {
            RandomSequence sequence = random.At(stream, firstRow + (ulong)i);
            walk.Uniform[i] = sequence.NextDouble();
            within[i] = number is null ? 0 : sequence.NextDouble();
        }
        int[] ends = walk.Run(codes);
        for (int i = 0; i < count; i++)
        {
            OutcomeNode end = nodes[ends[i]];
            bool isCode = end.Kind == OutcomeKind.Code;
            if (into.Codes is int[] outcome)
            {
                outcome[i] = isCode ? end.First : 0;
            }
            if (number is not null)
            {
                into.Values![i] = isCode ? double.NaN : number.Values.Draw(end.First, end.End, within[i]);
            }
        }
        number?.Place(into.Values!, byPosition);
    }

    /// <summary>Adds to each row's weight the log-probability of a value.</summary>
    /// <param name="condition">The value.</param>
    /// <param name="codes">The codes of <see cref="Predictors"/>, row-major.</param>
    /// <param name="byPosition">The block's columns by position; those before this one are filled.</param>
    /// <param name="logWeights">One weight per row.</param>
    public void Weigh(EncodedCondition condition, ReadOnlySpan<byte> codes, EncodedColumn[] byPosition, Span<double> logWeights)
    {
        double[] values = new double[logWeights.Length];
        values.AsSpan().Fill(condition.Value);
        number?.Unplace(values, byPosition);
        Weigh(0, [.. Enumerable.Range(0, values.Length)], condition.Code, values, codes, logWeights);
    }

    private void Weigh(int index, int[] rows, int code, double[] values, ReadOnlySpan<byte> codes, Span<double> logWeights)
    {
        OutcomeNode node = nodes[index];
        if (node.IsEnd)
        {
            foreach (int row in node.Kind == OutcomeKind.Range && number is not null ? rows : [])
            {
                logWeights[row] += number!.LogMass(node.First, node.End, values[row]);
            }
            return;
        }
        if (rows.Length == 0)
        {
            return;
        }
        bool asksCode = node.Kind is OutcomeKind.AskLevels or OutcomeKind.AskMissing;
        bool codeGoesLeft = asksCode && (node.Kind == OutcomeKind.AskMissing ? code == node.First : Leads(node.Left, code));
        bool IsLeft(int row) => asksCode ? codeGoesLeft : node.Kind == OutcomeKind.AskValue ? values[row] == node.Value : values[row] < node.Value;
        var logOdds = new double[rows.Length];
        node.Question!.LogOdds(codes, predictors.Length, rows, logOdds);
        for (int i = 0; i < rows.Length; i++)
        {
            double p = Elementary.Logistic(IsLeft(rows[i]) ? logOdds[i] : -logOdds[i]);
            logWeights[rows[i]] += Elementary.Log(Math.Max(p, 1e-300));
        }
        Weigh(node.Left, Array.FindAll(rows, IsLeft), code, values, codes, logWeights);
        Weigh(node.Right, Array.FindAll(rows, row => !IsLeft(row)), code, values, codes, logWeights);
    }

    /// <summary>Writes the column's model.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.WriteInts(predictors);
        writer.Write(nodes.Length);
        foreach (OutcomeNode node in nodes)
        {
            writer.Write((byte)node.Kind);
            writer.Write7BitEncodedInt(node.First);
            writer.Write7BitEncodedInt(node.End);
            if (!node.IsEnd)
            {
                writer.Write7BitEncodedInt(node.Left);
                writer.Write7BitEncodedInt(node.Right);
                writer.Write(node.Value);
                node.Question!.Write(writer);
            }
        }
        writer.Write(number is not null);
        number?.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ColumnModel Read(BinaryReader reader, int earlierColumns)
    {
        int[] predictors = reader.ReadInts();
        if (predictors.Any(position => position < 0 || position >= earlierColumns))
        {
            throw new InvalidDataException("A column is predicted from one that comes after it.");
        }
        var nodes = new OutcomeNode[reader.ReadCount(3)];
        for (int i = 0; i < nodes.Length; i++)
        {
            var kind = (OutcomeKind)reader.ReadByte();
            int first = reader.Read7BitEncodedInt(), end = reader.Read7BitEncodedInt();
            if (kind is OutcomeKind.Code or OutcomeKind.Range)
            {
                nodes[i] = new OutcomeNode { Kind = kind, First = first, End = end };
                continue;
            }
            int left = reader.Read7BitEncodedInt(), right = reader.Read7BitEncodedInt();
            if (left <= i || right <= i || left >= nodes.Length || right >= nodes.Length || kind > OutcomeKind.AskBelow)
            {
                throw new InvalidDataException($"Question {i} of {nodes.Length} leads to {left} and {right}.");
            }
            nodes[i] = new OutcomeNode
            {
                Kind = kind,
                First = first,
                End = end,
                Left = left,
                Right = right,
                Value = reader.ReadDouble(),
                Question = BinaryEnsemble.Read(reader, predictors.Length),
            };
        }
        NumberModel? number = reader.ReadBoolean() ? NumberModel.Read(reader, earlierColumns) : null;
        bool valid = nodes.Length > 0 && nodes.All(node => node.Kind != OutcomeKind.Range || (number is not null && node.First < node.End && node.End <= number.Values.Count));
        return valid ? new ColumnModel(nodes, predictors, number) : throw new InvalidDataException("The ranges of a numeric column do not fit its values.");
    }

    private bool Leads(int node, int level) =>
        nodes[node].Kind == OutcomeKind.Code ? nodes[node].First == level : Leads(nodes[node].Left, level) || Leads(nodes[node].Right, level);

    /// <summary>Takes a block of rows down the tree, all rows of a node together: an ensemble is read once for many rows.</summary>
    private sealed class Walk(OutcomeNode[] nodes, int stride, int count)
    {
        private readonly int[] _ends = new int[count];
        private readonly int[] _rows = [.. Enumerable.Range(0, count)];
        private readonly int[] _scratch = new int[count];
        private readonly double[] _logOdds = new double[count];

        /// <summary>Per row what is left of its random number.</summary>
        public double[] Uniform { get; } = new double[count];

        /// <summary>The end that each row comes to.</summary>
        public int[] Run(ReadOnlySpan<byte> codes)
        {
            Go(codes, 0, 0, _rows.Length);
            return _ends;
        }

        private void Go(ReadOnlySpan<byte> codes, int node, int start, int end)
        {
            while (start < end)
            {
                if (nodes[node].Question is not BinaryEnsemble question)
                {
                    for (int i = start; i < end; i++)
                    {
                        _ends[_rows[i]] = node;
                    }
                    return;
                }
                question.LogOdds(codes, stride, _rows.AsSpan(start, end - start), _logOdds.AsSpan(start));
                int left = start, right = 0;
                for (int i = start; i < end; i++)
                {
                    int row = _rows[i];
                    double p = Elementary.Logistic(_logOdds[i]), u = Uniform[row];
                    if (u < p)
                    {
                        Uniform[row] = u / p;
                        _rows[left++] = row;
                    }
                    else
                    {
                        Uniform[row] = (u - p) / (1 - p);
                        _scratch[right++] = row;
                    }
                }
                _scratch.AsSpan(0, right).CopyTo(_rows.AsSpan(left));
                Go(codes, nodes[node].Left, start, left);
                node = nodes[node].Right;
                start = left;
            }
        }
    }
}

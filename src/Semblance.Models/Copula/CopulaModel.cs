using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Semblance.Models.Encoding;
using Semblance.Numerics;

using Semblance.Numerics.Distributions;

namespace Semblance.Models.Copula;

/// <summary>A fitted Gaussian copula.</summary>
internal sealed class CopulaModel : IJointModel
{
    private const uint RowStream = 0;
    private const int TileRows = 256;

    private readonly CopulaColumn[] _columns;
    private readonly double[][] _correlation;
    private readonly double[][] _factor;

    /// <summary>Creates the model.</summary>
    /// <param name="columns">The modelled columns.</param>
    /// <param name="correlation">The correlation matrix of their variables, lower triangle by rows, positive definite.</param>
    public CopulaModel(CopulaColumn[] columns, double[][] correlation)
    {
        _columns = columns;
        _correlation = correlation;
        _factor = CorrelationMatrix.SafeCholesky(correlation);
    }

    /// <inheritdoc/>
    public void Sample(ulong seed, long firstRow, int count, EncodedCondition?[] conditions, EncodedColumn[] columns)
    {
        ConditionedNormal? conditioned = ConditionedNormal.Create(_columns, _correlation, conditions);
        double[][] factor = conditioned?.Factor ?? _factor;
        int variables = factor.Length;
        var noise = new double[variables][];
        var drawn = new double[variables][];
        for (int v = 0; v < variables; v++)
        {
            noise[v] = new double[TileRows];
            drawn[v] = new double[TileRows];
        }
        var random = new Philox(seed);
        for (int start = 0; start < count; start += TileRows)
        {
            int rows = Math.Min(TileRows, count - start);
            for (int row = 0; row < rows; row++)
            {
                RandomSequence sequence = random.At(RowStream, (ulong)(firstRow + start + row));
                int first = conditioned is null ? 0 : conditioned.Draw(ref sequence, noise, row);
                DrawNoise(ref sequence, noise, first, row);
            }
            for (int v = 0; v < variables; v++)
            {
                Combine(factor[v], noise, drawn[conditioned?.Order[v] ?? v]);
            }
            int variable = 0;
            for (int c = 0; c < _columns.Length; c++)
            {
                double[]? number = _columns[c].Number is null ? null : drawn[variable++];
                ReadOnlySpan<double[]> nodes = drawn.AsSpan(variable, _columns[c].Outcome.Length);
                variable += nodes.Length;
                Fill(_columns[c], number, nodes, conditions[c], columns[c], start, rows);
            }
        }
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_columns.Length);
        foreach (CopulaColumn column in _columns)
        {
            column.Write(writer);
        }
        foreach (double[] line in _correlation)
        {
            writer.WriteDoubles(line);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CopulaModel Read(BinaryReader reader)
    {
        var columns = new CopulaColumn[reader.ReadCount(1)];
        int variables = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = CopulaColumn.Read(reader);
            variables += columns[i].Variables;
        }
        var correlation = new double[variables][];
        for (int v = 0; v < variables; v++)
        {
            correlation[v] = reader.ReadDoubles();
            if (correlation[v].Length != v + 1)
            {
                throw new InvalidDataException("A line of the correlation matrix has the wrong length.");
            }
        }
        return new CopulaModel(columns, correlation);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DrawNoise(ref RandomSequence sequence, double[][] noise, int first, int row)
    {
        for (int v = first; v < noise.Length; v++)
        {
            noise[v][row] = Normal.Quantile(((sequence.NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52)));
        }
    }

    /// <summary>One correlated variable for a tile of rows: each row's sum runs in the order of the factors, so vector width does not matter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine(double[] weights, double[][] noise, double[] target)
    {
        Span<Vector256<double>> sum = MemoryMarshal.Cast<double, Vector256<double>>(target.AsSpan());
        sum.Clear();
        for (int k = 0; k < weights.Length; k++)
        {
            if (weights[k] == 0)
            {
                continue;
            }
            Vector256<double> weight = Vector256.Create(weights[k]);
            ReadOnlySpan<Vector256<double>> source = MemoryMarshal.Cast<double, Vector256<double>>(noise[k]);
            for (int i = 0; i < sum.Length && i < source.Length; i++)
            {
                sum[i] += weight * source[i];
            }
        }
    }

    private static void Fill(CopulaColumn column, double[]? number, ReadOnlySpan<double[]> nodes, EncodedCondition? condition, EncodedColumn target, int start, int rows)
    {
        if (number is not null)
        {
            Span<double> values = target.Values.AsSpan(start, rows);
            if (condition is { } fixedNumber && !double.IsNaN(fixedNumber.Value))
            {
                values.Fill(fixedNumber.Value);
            }
            else
            {
                FillNumbers(column.Number!, number, values);
            }
        }
        if (!nodes.IsEmpty)
        {
            Span<int> codes = target.Codes.AsSpan(start, rows);
            if (condition is { } fixedCode)
            {
                codes.Fill(fixedCode.Code);
            }
            else
            {
                FillCodes(column, nodes, codes);
            }
            if (number is not null)
            {
                Span<double> values = target.Values.AsSpan(start, rows);
                for (int row = 0; row < rows; row++)
                {
                    values[row] = codes[row] == 0 ? values[row] : double.NaN;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillNumbers(NumberMarginal marginal, double[] drawn, Span<double> values)
    {
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = marginal.ValueAt(drawn[row]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillCodes(CopulaColumn column, ReadOnlySpan<double[]> nodes, Span<int> codes)
    {
        codes.Fill(OutcomeNode.GoOn);
        for (int node = 0; node < nodes.Length; node++)
        {
            Ladder ladder = column.Outcome[node].Ladder;
            int[] codeOfStep = column.Outcome[node].CodeOfStep;
            double[] drawn = nodes[node];
            for (int row = 0; row < codes.Length; row++)
            {
                if (codes[row] == OutcomeNode.GoOn)
                {
                    codes[row] = codeOfStep[ladder.StepOf(drawn[row])];
                }
            }
        }
    }
}

using System.Runtime.CompilerServices;
using Semblance.Models.Encoding;

namespace Semblance.Models.Copula;

/// <summary>The normal variables of a table's columns, and the score that each training row has on each.</summary>
internal sealed class ScoreTable
{
    private readonly Variable[] _variables;
    private readonly CopulaColumn[] _marginals;
    private readonly EncodedColumn[] _columns;

    public ScoreTable(CopulaColumn[] marginals, EncodedColumn[] columns)
    {
        _marginals = marginals;
        _columns = columns;
        var variables = new List<Variable>();
        for (int i = 0; i < marginals.Length; i++)
        {
            if (marginals[i].Number is { } number)
            {
                variables.Add(new Variable(i, number.Ladder, number.Ladder.Scores(), null, columns[i].Codes is not null));
            }
            foreach (OutcomeNode node in marginals[i].Outcome)
            {
                double[] bySteps = node.Ladder.Scores();
                // NaN where an earlier node has decided.
                var byCode = new double[marginals[i].CodeCounts.Length];
                byCode.AsSpan().Fill(double.NaN);
                int goOn = Array.IndexOf(node.CodeOfStep, OutcomeNode.GoOn);
                if (goOn >= 0)
                {
                    foreach (int code in Later(marginals[i], node))
                    {
                        byCode[code] = bySteps[goOn];
                    }
                }
                for (int step = 0; step < bySteps.Length; step++)
                {
                    if (step != goOn)
                    {
                        byCode[node.CodeOfStep[step]] = bySteps[step];
                    }
                }
                variables.Add(new Variable(i, node.Ladder, bySteps, byCode, node != marginals[i].Outcome[0]));
            }
        }
        _variables = [.. variables];
    }

    /// <summary>The number of variables.</summary>
    public int Count => _variables.Length;

    /// <summary>The column that a variable belongs to.</summary>
    public int ColumnOf(int variable) => _variables[variable].Column;

    /// <summary>Whether a variable stands for the column's number rather than its outcome.</summary>
    public bool IsNumber(int variable) => _variables[variable].ScoreOfCode is null;

    /// <summary>Whether a variable has no score in some rows: the number is missing there, or an earlier node has decided.</summary>
    public bool HasGaps(int variable) => _variables[variable].HasGaps;

    /// <summary>The Hermite coefficients of a variable's scores.</summary>
    public double[] Hermite(int variable) => _variables[variable].Ladder.Hermite(_variables[variable].ScoreOfStep);

    /// <summary>The scores of a variable in the rows <paramref name="first"/>, first + stride, ...; 0 where it has none.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="first">The first row.</param>
    /// <param name="stride">The distance of the rows.</param>
    /// <param name="target">The scores, one per row asked for.</param>
    /// <param name="mask">If not empty: 1 where the variable has a score, 0 where not.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(int variable, int first, int stride, Span<double> target, Span<double> mask)
    {
        (int column, Ladder _, double[] scoreOfStep, double[]? scoreOfCode, bool _) = _variables[variable];
        if (scoreOfCode is null)
        {
            NumberMarginal number = _marginals[column].Number!;
            double[] values = _columns[column].Values!;
            for (int i = 0, row = first; i < target.Length; i++, row += stride)
            {
                double value = values[row];
                target[i] = double.IsNaN(value) ? double.NaN : scoreOfStep[number.SegmentOf(value)];
            }
        }
        else
        {
            int[] codes = _columns[column].Codes!;
            for (int i = 0, row = first; i < target.Length; i++, row += stride)
            {
                target[i] = scoreOfCode[codes[row]];
            }
        }
        if (!HasGaps(variable))
        {
            return;
        }
        for (int i = 0; i < target.Length; i++)
        {
            bool gap = double.IsNaN(target[i]);
            target[i] = gap ? 0 : target[i];
            if (!mask.IsEmpty)
            {
                mask[i] = gap ? 0 : 1;
            }
        }
    }

    private static IEnumerable<int> Later(CopulaColumn marginal, OutcomeNode node) =>
        marginal.Outcome.SkipWhile(other => other != node).Skip(1).SelectMany(other => other.CodeOfStep).Where(code => code != OutcomeNode.GoOn);

    private sealed record Variable(int Column, Ladder Ladder, double[] ScoreOfStep, double[]? ScoreOfCode, bool HasGaps);
}

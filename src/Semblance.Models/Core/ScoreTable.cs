using Semblance.Models.Encoding;

namespace Semblance.Models.Core;

/// <summary>The normal variables of a table's columns, and the score that each training row has on each.</summary>
internal sealed class ScoreTable
{
    private readonly (int Column, bool IsNumber)[] _variables;
    private readonly CoreColumn[] _marginals;
    private readonly EncodedColumn[] _columns;
    private readonly double[][] _scores;

    public ScoreTable(CoreColumn[] marginals, EncodedColumn[] columns)
    {
        _marginals = marginals;
        _columns = columns;
        var variables = new List<(int, bool)>();
        for (int i = 0; i < marginals.Length; i++)
        {
            if (marginals[i].Number is not null)
            {
                variables.Add((i, true));
            }
            if (marginals[i].Outcome is not null)
            {
                variables.Add((i, false));
            }
        }
        _variables = [.. variables];
        _scores = new double[_variables.Length][];
        for (int v = 0; v < _scores.Length; v++)
        {
            CoreColumn marginal = marginals[_variables[v].Column];
            if (_variables[v].IsNumber)
            {
                _scores[v] = marginal.Number!.Ladder.Scores();
            }
            else
            {
                double[] bySteps = marginal.Outcome!.Scores();
                _scores[v] = new double[marginal.CodeCounts!.Length];
                for (int step = 0; step < bySteps.Length; step++)
                {
                    _scores[v][marginal.CodeOfStep[step]] = bySteps[step];
                }
            }
        }
    }

    /// <summary>The number of variables.</summary>
    public int Count => _variables.Length;

    /// <summary>The column that a variable belongs to.</summary>
    public int ColumnOf(int variable) => _variables[variable].Column;

    /// <summary>Whether a variable stands for the column's number rather than its outcome.</summary>
    public bool IsNumber(int variable) => _variables[variable].IsNumber;

    /// <summary>Whether a variable has no score in some rows: the number is missing there.</summary>
    public bool HasGaps(int variable) => _variables[variable].IsNumber && _columns[_variables[variable].Column].Codes is not null;

    /// <summary>The Hermite coefficients of a variable's scores.</summary>
    public double[] Hermite(int variable)
    {
        CoreColumn marginal = _marginals[_variables[variable].Column];
        Ladder ladder = _variables[variable].IsNumber ? marginal.Number!.Ladder : marginal.Outcome!;
        return ladder.Hermite(ladder.Scores());
    }

    /// <summary>The scores of a variable in the rows <paramref name="first"/>, first + stride, ...; 0 where the number is missing.</summary>
    public void Fill(int variable, int first, int stride, Span<double> target)
    {
        (int c, bool isNumber) = _variables[variable];
        double[] scores = _scores[variable];
        if (isNumber)
        {
            NumberMarginal number = _marginals[c].Number!;
            double[] values = _columns[c].Values!;
            for (int i = 0, row = first; i < target.Length; i++, row += stride)
            {
                double value = values[row];
                target[i] = double.IsNaN(value) ? 0 : scores[number.SegmentOf(value)];
            }
        }
        else
        {
            int[] codes = _columns[c].Codes!;
            for (int i = 0, row = first; i < target.Length; i++, row += stride)
            {
                target[i] = scores[codes[row]];
            }
        }
    }

    /// <summary>1 where a variable with gaps has a score, 0 where not.</summary>
    public void FillMask(int variable, int first, Span<double> target)
    {
        double[] values = _columns[_variables[variable].Column].Values!;
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = double.IsNaN(values[first + i]) ? 0 : 1;
        }
    }
}

using Semblance.Describe.Plans;

namespace Semblance.Describe.Generation.Making;

/// <summary>A number computed from others of the row; missing where one of them is, or where it divides by zero.</summary>
internal sealed class FormulaValue : ColumnGenerator
{
    private readonly Step _formula;
    private readonly ColumnReference[] _columns;
    private readonly int _decimals;

    public FormulaValue(ColumnContext context)
    {
        Formula formula = Formula.Parse(context.Text("expression"));
        string[] names = [.. formula.Columns()];
        _columns = [.. names.Select(reference => ColumnReference.Follow(context.Table, reference))];
        _formula = Compile(formula, names);
        _decimals = context.Kind == VectorKind.Whole ? 0 : (int)context.Whole("decimals", 2);
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Decimal;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        Vector[] operands = Array.ConvertAll(_columns, column => column.In(block));
        into.Reset(VectorKind.Decimal, block.Count, _decimals);
        // Decimal arithmetic gives the cents that a person with a calculator gets: 3 * 19.99 is 59.97.
        decimal[] values = new decimal[operands.Length];
        decimal scale = DecimalScale.Of(_decimals);
        for (int i = 0; i < block.Count; i++)
        {
            bool isMissing = false;
            for (int k = 0; k < operands.Length; k++)
            {
                isMissing |= operands[k].IsMissing(i);
                values[k] = operands[k].Numbers[i] / (decimal)DecimalScale.Of(operands[k].Decimals);
            }
            into.Numbers[i] = 0;
            try
            {
                if (isMissing || Evaluate(_formula, values) is not { } value)
                {
                    into.SetMissing(i);
                    continue;
                }
                into.Numbers[i] = (long)Math.Round(value * scale, MidpointRounding.AwayFromZero);
            }
            catch (OverflowException)
            {
                into.SetMissing(i);
            }
        }
    }

    /// <summary>The value of a formula; null where it divides by zero.</summary>
    /// <exception cref="OverflowException">The value is too large.</exception>
    private static decimal? Evaluate(Step step, decimal[] values)
    {
        switch (step.Kind)
        {
            case FormulaKind.Number:
                return step.Number;
            case FormulaKind.Column:
                return values[step.Column];
        }
        if (Evaluate(step.Left!, values) is not { } left)
        {
            return null;
        }
        switch (step.Kind)
        {
            case FormulaKind.Negate:
                return -left;
            case FormulaKind.Round:
                return Math.Round(left, MidpointRounding.AwayFromZero);
            case FormulaKind.Abs:
                return Math.Abs(left);
        }
        if (Evaluate(step.Right!, values) is not { } right)
        {
            return null;
        }
        return step.Kind switch
        {
            FormulaKind.Add => left + right,
            FormulaKind.Subtract => left - right,
            FormulaKind.Multiply => left * right,
            FormulaKind.Divide => right == 0 ? null : left / right,
            FormulaKind.Min => Math.Min(left, right),
            _ => Math.Max(left, right),
        };
    }

    private static Step Compile(Formula formula, string[] names) => new(
        formula.Kind,
        formula.Kind == FormulaKind.Number ? (decimal)formula.Number : 0,
        Array.IndexOf(names, formula.Column),
        formula.Left is { } left ? Compile(left, names) : null,
        formula.Right is { } right ? Compile(right, names) : null);

    /// <summary>A part of the formula whose column is known by its place.</summary>
    private sealed record Step(FormulaKind Kind, decimal Number, int Column, Step? Left, Step? Right);
}

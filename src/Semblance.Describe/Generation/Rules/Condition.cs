using Semblance.Describe.Plans;

namespace Semblance.Describe.Generation.Rules;

/// <summary>A test of one column of the row.</summary>
internal sealed class Condition
{
    private readonly byte[][]? _texts;
    private readonly double[]? _numbers;
    private readonly double _min;
    private readonly double _max;

    public Condition(CompiledTable table, PlanCondition plan)
    {
        Column = table.IndexOf(plan.Column);
        _min = plan.Min ?? double.NegativeInfinity;
        _max = plan.Max ?? double.PositiveInfinity;
        if (plan.In is { } values)
        {
            VectorKind kind = VectorKinds.Of(table.Columns[Column].Plan.Type);
            (byte[][] texts, long[] numbers, int decimals) = PlanValues.Read([.. values.Select(value => value!)], kind);
            _texts = kind == VectorKind.Text ? texts : null;
            _numbers = kind == VectorKind.Text ? null : Array.ConvertAll(numbers, number => number / (double)DecimalScale.Of(decimals));
        }
    }

    /// <summary>The index of the column tested.</summary>
    public int Column { get; }

    /// <summary>Whether a row's value of the column meets the condition; a missing value does not.</summary>
    public bool IsMet(Vector column, int index)
    {
        if (column.IsMissing(index))
        {
            return false;
        }
        if (column.Kind == VectorKind.Text)
        {
            ReadOnlySpan<byte> text = column.Text(index);
            foreach (byte[] value in _texts ?? [])
            {
                if (text.SequenceEqual(value))
                {
                    return true;
                }
            }
            return _texts is null;
        }
        double number = column.Numbers[index] / (double)DecimalScale.Of(column.Decimals);
        return number >= _min && number <= _max && (_numbers is null || Array.IndexOf(_numbers, number) >= 0);
    }
}

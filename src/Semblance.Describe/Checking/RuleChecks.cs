using Semblance.Describe.Generation;
using Semblance.Describe.Generation.Rules;

namespace Semblance.Describe.Checking;

/// <summary>Values do not fall from one column to the next, where present; dates and date-times are compared by the day.</summary>
internal sealed class OrderCheck(string name, ColumnReference[] columns) : RowCheck(name)
{
    private readonly bool _byDay = columns.Any(column => column.Kind == VectorKind.Date);

    /// <inheritdoc/>
    public override void Look(Block block)
    {
        Vector[] vectors = Array.ConvertAll(columns, column => column.In(block));
        for (int i = 0; i < block.Count; i++)
        {
            decimal last = decimal.MinValue;
            bool holds = true;
            foreach (Vector vector in vectors)
            {
                if (!vector.IsMissing(i))
                {
                    decimal value = Comparable(vector, i, _byDay);
                    holds &= value >= last;
                    last = value;
                }
            }
            Broken += holds ? 0 : 1;
        }
    }
}

/// <summary>A column has a value exactly where a condition is met.</summary>
internal sealed class PresenceCheck(string name, int column, Condition condition) : RowCheck(name)
{
    /// <inheritdoc/>
    public override void Look(Block block)
    {
        Vector values = block.Column(column), tested = block.Column(condition.Column);
        for (int i = 0; i < block.Count; i++)
        {
            Broken += values.IsMissing(i) == condition.IsMet(tested, i) ? 1 : 0;
        }
    }
}

/// <summary>Where a condition is met, a value, if there is one, meets another.</summary>
internal sealed class ValueCheck(string name, Condition when, Condition then) : RowCheck(name)
{
    /// <inheritdoc/>
    public override void Look(Block block)
    {
        Vector values = block.Column(then.Column), tested = block.Column(when.Column);
        for (int i = 0; i < block.Count; i++)
        {
            Broken += when.IsMet(tested, i) && !values.IsMissing(i) && !then.IsMet(values, i) ? 1 : 0;
        }
    }
}

/// <summary>A column repeats one of its parent's row.</summary>
internal sealed class SameCheck(string name, int column, ColumnReference source) : RowCheck(name)
{
    /// <inheritdoc/>
    public override void Look(Block block)
    {
        Vector values = block.Column(column), sources = source.In(block);
        for (int i = 0; i < block.Count; i++)
        {
            // A column may lose values of its own.
            Broken += values.IsMissing(i) || AreSame(values, i, sources, i) ? 0 : 1;
        }
    }
}

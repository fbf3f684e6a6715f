using Semblance.Describe.Generation;

namespace Semblance.Describe.Checking;

/// <summary>Something that holds in every row of a table, or does not.</summary>
internal abstract class RowCheck(string name)
{
    /// <summary>What it says.</summary>
    public string Name { get; } = name;

    /// <summary>The rows in which it does not hold, so far.</summary>
    public long Broken { get; protected set; }

    /// <summary>Looks at some more rows.</summary>
    public abstract void Look(Block block);

    /// <summary>A number of any kind for comparison: units of columns with decimals become whole ones, dates seconds.</summary>
    protected static decimal Comparable(Vector vector, int index, bool byDay) => vector.Kind switch
    {
        VectorKind.Date => (decimal)vector.Numbers[index] * VectorKinds.DaySeconds,
        VectorKind.DateTime when byDay => vector.Numbers[index] / VectorKinds.DaySeconds * VectorKinds.DaySeconds,
        _ => vector.Numbers[index] / (decimal)DecimalScale.Of(vector.Decimals),
    };

    /// <summary>Whether two values are the same.</summary>
    protected static bool AreSame(Vector one, int i, Vector other, int k) =>
        one.IsMissing(i) || other.IsMissing(k) ? one.IsMissing(i) == other.IsMissing(k)
        : one.Kind == VectorKind.Text ? one.Text(i).SequenceEqual(other.Text(k))
        : Comparable(one, i, byDay: false) == Comparable(other, k, byDay: false);
}

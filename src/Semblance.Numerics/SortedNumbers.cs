namespace Semblance.Numerics;

/// <summary>Search among numbers in ascending order.</summary>
public static class SortedNumbers
{
    /// <summary>The place of the first number that is not below a value; the count of numbers if all are.</summary>
    public static int LowerBound(double[] sorted, double value)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (sorted[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}

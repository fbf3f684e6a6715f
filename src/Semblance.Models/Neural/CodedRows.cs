namespace Semblance.Models.Neural;

/// <summary>
/// Rows as networks are given them, in a byte and perhaps a float per column rather than one-hot: the hot element of a column's choice, and
/// for numbers the scalar.
/// </summary>
internal sealed class CodedRows
{
    /// <summary>Makes room for rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="isNumeric">Per column whether it has scalars.</param>
    public CodedRows(int rows, ReadOnlySpan<bool> isNumeric)
    {
        RowCount = rows;
        Slots = new byte[isNumeric.Length][];
        Scalars = new float[]?[isNumeric.Length];
        for (int c = 0; c < isNumeric.Length; c++)
        {
            Slots[c] = new byte[rows];
            Scalars[c] = isNumeric[c] ? new float[rows] : null;
        }
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Per column, the place of the hot element in the column's choice slice, one per row.</summary>
    public byte[][] Slots { get; }

    /// <summary>Per column, the scalars in [-0.99, 0.99], one per row, 0 where the number is missing; null for columns without numbers.</summary>
    public float[]?[] Scalars { get; }
}

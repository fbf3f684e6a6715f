namespace Semblance.Numerics.Networks;

/// <summary>
/// Rows that are zero but for a few places, as rows of one-hot codes are: per row a fixed number of slots, each a place and what is there.
/// A layer gathers the weights of the places, so that no one-hot matrix is ever made.
/// </summary>
public sealed class SparseRows
{
    /// <summary>A slot that is not used.</summary>
    public const int Nowhere = -1;

    /// <summary>Creates rows of unused slots.</summary>
    public SparseRows(int rows, int slots)
    {
        Rows = rows;
        Slots = slots;
        Places = new int[checked(rows * slots)];
        Amounts = new float[Places.Length];
        Places.AsSpan().Fill(Nowhere);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>Slots per row.</summary>
    public int Slots { get; }

    /// <summary>The places, row by row; <see cref="Nowhere"/> for none.</summary>
    public int[] Places { get; }

    /// <summary>What is at the places.</summary>
    public float[] Amounts { get; }
}

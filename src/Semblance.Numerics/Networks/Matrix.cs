using System.Runtime.CompilerServices;

namespace Semblance.Numerics.Networks;

/// <summary>A rectangle of single-precision numbers inside an array, row-major; a view, so that parts of a matrix cost nothing.</summary>
/// <param name="Values">The array.</param>
/// <param name="Offset">Where the first element is.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Stride">The elements between the starts of two rows.</param>
public readonly record struct Matrix(float[] Values, int Offset, int Rows, int Columns, int Stride)
{
    /// <summary>Creates a matrix of zeros.</summary>
    public Matrix(int rows, int columns)
        : this(new float[checked(rows * columns)], 0, rows, columns, columns)
    {
    }

    /// <summary>Whether the rows follow each other without gaps.</summary>
    public bool IsDense => Stride == Columns;

    /// <summary>All elements; the matrix must be dense.</summary>
    public Span<float> Flat => Values.AsSpan(Offset, Rows * Columns);

    /// <summary>One row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<float> Row(int row) => Values.AsSpan(Offset + (row * Stride), Columns);

    /// <summary>Some rows.</summary>
    public Matrix RowRange(int first, int count) => this with { Offset = Offset + (first * Stride), Rows = count };

    /// <summary>Some columns.</summary>
    public Matrix ColumnRange(int first, int count) => this with { Offset = Offset + first, Columns = count };
}

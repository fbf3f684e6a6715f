using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Semblance.Numerics.Networks.Products;

/// <summary>Copies parts of a matrix into panels: groups of <c>width</c> elements, with zeros where a group has less.</summary>
internal static unsafe class Packing
{
    /// <summary>One group per row of the source: the elements of some columns.</summary>
    public static void Along(Matrix source, int firstRow, int rows, int firstColumn, int columns, float* target, int width)
    {
        fixed (float* values = source.Values)
        {
            float* row = values + source.Offset + ((long)firstRow * source.Stride) + firstColumn;
            for (int i = 0; i < rows; i++)
            {
                new ReadOnlySpan<float>(row, columns).CopyTo(new Span<float>(target, columns));
                new Span<float>(target + columns, width - columns).Clear();
                row += source.Stride;
                target += width;
            }
        }
    }

    /// <summary>One group per column of the source: the elements of some rows, so the source is turned over.</summary>
    public static void Across(Matrix source, int firstRow, int rows, int firstColumn, int columns, float* target, int width)
    {
        fixed (float* values = source.Values)
        {
            float* corner = values + source.Offset + ((long)firstRow * source.Stride) + firstColumn;
            int row = 0;
            for (; row + 4 <= rows; row += 4)
            {
                FourRows(corner + ((long)row * source.Stride), source.Stride, columns, target + row, width);
            }
            for (; row < rows; row++)
            {
                float* from = corner + ((long)row * source.Stride);
                for (int column = 0; column < columns; column++)
                {
                    target[((long)column * width) + row] = from[column];
                }
            }
            for (; row < width; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    target[((long)column * width) + row] = 0;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(float* from, nint stride, int columns, float* target, nint width)
    {
        int column = 0;
        if (Sse.IsSupported || AdvSimd.Arm64.IsSupported)
        {
            for (; column + 4 <= columns; column += 4)
            {
                Vector128<float> a = Vector128.Load(from + column), b = Vector128.Load(from + stride + column),
                    c = Vector128.Load(from + (2 * stride) + column), d = Vector128.Load(from + (3 * stride) + column);
                // Pairs of rows are interleaved twice: (a, c) and (b, d), then the results.
                Vector128<float> ac = Low(a, c), acHigh = High(a, c), bd = Low(b, d), bdHigh = High(b, d);
                Low(ac, bd).Store(target);
                High(ac, bd).Store(target + width);
                Low(acHigh, bdHigh).Store(target + (2 * width));
                High(acHigh, bdHigh).Store(target + (3 * width));
                target += 4 * width;
            }
        }
        for (; column < columns; column++)
        {
            for (int row = 0; row < 4; row++)
            {
                target[row] = from[(row * stride) + column];
            }
            target += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}

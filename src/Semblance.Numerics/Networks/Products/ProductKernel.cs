using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Semblance.Numerics.Networks.Products;

/// <summary>
/// The innermost part of a matrix product: a tile of the result, from packed panels of both factors. Every element is one chain of fused
/// multiply-adds in the order of the inner index, so all kernels, whatever their vectors' width, give the same bits.
/// </summary>
internal abstract unsafe class ProductKernel
{
    /// <summary>The kernels that this machine can run at full speed, widest first; the last is the plain one.</summary>
    public static IReadOnlyList<ProductKernel> Available { get; } = Find();

    /// <summary>The widest kernel.</summary>
    public static ProductKernel Best => Available[0];

    /// <summary>Rows of a whole tile.</summary>
    public abstract int PanelRows { get; }

    /// <summary>Rows of the low tile that fills what is left below whole tiles; a divisor of <see cref="PanelRows"/>.</summary>
    public abstract int EdgeRows { get; }

    /// <summary>Columns of every tile.</summary>
    public abstract int PanelColumns { get; }

    /// <summary>Makes a tile of <see cref="PanelRows"/> rows.</summary>
    /// <param name="a">The left factor, <paramref name="depth"/> groups of one element per row.</param>
    /// <param name="b">The right factor, <paramref name="depth"/> groups of one element per column.</param>
    /// <param name="depth">The length of the inner index.</param>
    /// <param name="start">What the sums start from, a tile like <paramref name="c"/>.</param>
    /// <param name="startStride">Elements between two rows of it; 0 to start every row alike.</param>
    /// <param name="c">Where the tile goes.</param>
    /// <param name="stride">Elements between two rows of it.</param>
    public abstract void Panel(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride);

    /// <summary>Makes a tile of <see cref="EdgeRows"/> rows, as <see cref="Panel"/> does.</summary>
    public abstract void Edge(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride);

    private static List<ProductKernel> Find()
    {
        var found = new List<ProductKernel>();
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            found.Add(new ProductKernel512());
        }
        if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
        {
            found.Add(new ProductKernel256());
        }
        if (Vector128.IsHardwareAccelerated && (AdvSimd.IsSupported || Fma.IsSupported))
        {
            found.Add(new ProductKernel128());
        }
        found.Add(new PlainProductKernel());
        return found;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Semblance.Numerics.Networks.Products;

/// <summary>256-bit vectors: 12 of the 16 registers hold sums.</summary>
internal sealed unsafe class ProductKernel256 : ProductKernel
{
    /// <inheritdoc/>
    public override int PanelRows => 6;

    /// <inheritdoc/>
    public override int EdgeRows => 2;

    /// <inheritdoc/>
    public override int PanelColumns => 16;

    /// <inheritdoc/>
    public override void Panel(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride) =>
        Rows6(a, b, depth, start, startStride, c, stride);

    /// <inheritdoc/>
    public override void Edge(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride) =>
        Rows2(a, b, depth, start, startStride, c, stride);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride)
    {
        Vector256<float> c0l = Vector256.Load(start), c0r = Vector256.Load(start + 8);
        Vector256<float> c1l = Vector256.Load(start + startStride), c1r = Vector256.Load(start + startStride + 8);
        Vector256<float> c2l = Vector256.Load(start + (2 * startStride)), c2r = Vector256.Load(start + (2 * startStride) + 8);
        Vector256<float> c3l = Vector256.Load(start + (3 * startStride)), c3r = Vector256.Load(start + (3 * startStride) + 8);
        Vector256<float> c4l = Vector256.Load(start + (4 * startStride)), c4r = Vector256.Load(start + (4 * startStride) + 8);
        Vector256<float> c5l = Vector256.Load(start + (5 * startStride)), c5r = Vector256.Load(start + (5 * startStride) + 8);
        for (int k = 0; k < depth; k++)
        {
            Vector256<float> left = Vector256.Load(b), right = Vector256.Load(b + 8);
            Vector256<float> a0 = Vector256.Create(a[0]);
            c0l = Vector256.FusedMultiplyAdd(a0, left, c0l);
            c0r = Vector256.FusedMultiplyAdd(a0, right, c0r);
            Vector256<float> a1 = Vector256.Create(a[1]);
            c1l = Vector256.FusedMultiplyAdd(a1, left, c1l);
            c1r = Vector256.FusedMultiplyAdd(a1, right, c1r);
            Vector256<float> a2 = Vector256.Create(a[2]);
            c2l = Vector256.FusedMultiplyAdd(a2, left, c2l);
            c2r = Vector256.FusedMultiplyAdd(a2, right, c2r);
            Vector256<float> a3 = Vector256.Create(a[3]);
            c3l = Vector256.FusedMultiplyAdd(a3, left, c3l);
            c3r = Vector256.FusedMultiplyAdd(a3, right, c3r);
            Vector256<float> a4 = Vector256.Create(a[4]);
            c4l = Vector256.FusedMultiplyAdd(a4, left, c4l);
            c4r = Vector256.FusedMultiplyAdd(a4, right, c4r);
            Vector256<float> a5 = Vector256.Create(a[5]);
            c5l = Vector256.FusedMultiplyAdd(a5, left, c5l);
            c5r = Vector256.FusedMultiplyAdd(a5, right, c5r);
            a += 6;
            b += 16;
        }
        c0l.Store(c);
        c0r.Store(c + 8);
        c1l.Store(c + stride);
        c1r.Store(c + stride + 8);
        c2l.Store(c + (2 * stride));
        c2r.Store(c + (2 * stride) + 8);
        c3l.Store(c + (3 * stride));
        c3r.Store(c + (3 * stride) + 8);
        c4l.Store(c + (4 * stride));
        c4r.Store(c + (4 * stride) + 8);
        c5l.Store(c + (5 * stride));
        c5r.Store(c + (5 * stride) + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride)
    {
        Vector256<float> c0l = Vector256.Load(start), c0r = Vector256.Load(start + 8);
        Vector256<float> c1l = Vector256.Load(start + startStride), c1r = Vector256.Load(start + startStride + 8);
        for (int k = 0; k < depth; k++)
        {
            Vector256<float> left = Vector256.Load(b), right = Vector256.Load(b + 8);
            Vector256<float> a0 = Vector256.Create(a[0]);
            c0l = Vector256.FusedMultiplyAdd(a0, left, c0l);
            c0r = Vector256.FusedMultiplyAdd(a0, right, c0r);
            Vector256<float> a1 = Vector256.Create(a[1]);
            c1l = Vector256.FusedMultiplyAdd(a1, left, c1l);
            c1r = Vector256.FusedMultiplyAdd(a1, right, c1r);
            a += 2;
            b += 16;
        }
        c0l.Store(c);
        c0r.Store(c + 8);
        c1l.Store(c + stride);
        c1r.Store(c + stride + 8);
    }
}

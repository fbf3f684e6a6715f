using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Semblance.Numerics.Networks.Products;

/// <summary>128-bit vectors, as processors of the ARM family have them: 12 of their 32 registers hold sums.</summary>
internal sealed unsafe class ProductKernel128 : ProductKernel
{
    /// <inheritdoc/>
    public override int PanelRows => 6;

    /// <inheritdoc/>
    public override int EdgeRows => 2;

    /// <inheritdoc/>
    public override int PanelColumns => 8;

    /// <inheritdoc/>
    public override void Panel(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride) =>
        Rows6(a, b, depth, start, startStride, c, stride);

    /// <inheritdoc/>
    public override void Edge(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride) =>
        Rows2(a, b, depth, start, startStride, c, stride);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride)
    {
        Vector128<float> c0l = Vector128.Load(start), c0r = Vector128.Load(start + 4);
        Vector128<float> c1l = Vector128.Load(start + startStride), c1r = Vector128.Load(start + startStride + 4);
        Vector128<float> c2l = Vector128.Load(start + (2 * startStride)), c2r = Vector128.Load(start + (2 * startStride) + 4);
        Vector128<float> c3l = Vector128.Load(start + (3 * startStride)), c3r = Vector128.Load(start + (3 * startStride) + 4);
        Vector128<float> c4l = Vector128.Load(start + (4 * startStride)), c4r = Vector128.Load(start + (4 * startStride) + 4);
        Vector128<float> c5l = Vector128.Load(start + (5 * startStride)), c5r = Vector128.Load(start + (5 * startStride) + 4);
        for (int k = 0; k < depth; k++)
        {
            Vector128<float> left = Vector128.Load(b), right = Vector128.Load(b + 4);
            Vector128<float> a0 = Vector128.Create(a[0]);
            c0l = Vector128.FusedMultiplyAdd(a0, left, c0l);
            c0r = Vector128.FusedMultiplyAdd(a0, right, c0r);
            Vector128<float> a1 = Vector128.Create(a[1]);
            c1l = Vector128.FusedMultiplyAdd(a1, left, c1l);
            c1r = Vector128.FusedMultiplyAdd(a1, right, c1r);
            Vector128<float> a2 = Vector128.Create(a[2]);
            c2l = Vector128.FusedMultiplyAdd(a2, left, c2l);
            c2r = Vector128.FusedMultiplyAdd(a2, right, c2r);
            Vector128<float> a3 = Vector128.Create(a[3]);
            c3l = Vector128.FusedMultiplyAdd(a3, left, c3l);
            c3r = Vector128.FusedMultiplyAdd(a3, right, c3r);
            Vector128<float> a4 = Vector128.Create(a[4]);
            c4l = Vector128.FusedMultiplyAdd(a4, left, c4l);
            c4r = Vector128.FusedMultiplyAdd(a4, right, c4r);
            Vector128<float> a5 = Vector128.Create(a[5]);
            c5l = Vector128.FusedMultiplyAdd(a5, left, c5l);
            c5r = Vector128.FusedMultiplyAdd(a5, right, c5r);
            a += 6;
            b += 8;
        }
        c0l.Store(c);
        c0r.Store(c + 4);
        c1l.Store(c + stride);
        c1r.Store(c + stride + 4);
        c2l.Store(c + (2 * stride));
        c2r.Store(c + (2 * stride) + 4);
        c3l.Store(c + (3 * stride));
        c3r.Store(c + (3 * stride) + 4);
        c4l.Store(c + (4 * stride));
        c4r.Store(c + (4 * stride) + 4);
        c5l.Store(c + (5 * stride));
        c5r.Store(c + (5 * stride) + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride)
    {
        Vector128<float> c0l = Vector128.Load(start), c0r = Vector128.Load(start + 4);
        Vector128<float> c1l = Vector128.Load(start + startStride), c1r = Vector128.Load(start + startStride + 4);
        for (int k = 0; k < depth; k++)
        {
            Vector128<float> left = Vector128.Load(b), right = Vector128.Load(b + 4);
            Vector128<float> a0 = Vector128.Create(a[0]);
            c0l = Vector128.FusedMultiplyAdd(a0, left, c0l);
            c0r = Vector128.FusedMultiplyAdd(a0, right, c0r);
            Vector128<float> a1 = Vector128.Create(a[1]);
            c1l = Vector128.FusedMultiplyAdd(a1, left, c1l);
            c1r = Vector128.FusedMultiplyAdd(a1, right, c1r);
            a += 2;
            b += 8;
        }
        c0l.Store(c);
        c0r.Store(c + 4);
        c1l.Store(c + stride);
        c1r.Store(c + stride + 4);
    }
}

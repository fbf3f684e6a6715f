using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Semblance.Numerics.Networks.Products;

/// <summary>512-bit vectors: 24 of the 32 registers hold sums, so that additions, which take 4 cycles, never wait for each other.</summary>
internal sealed unsafe class ProductKernel512 : ProductKernel
{
    /// <inheritdoc/>
    public override int PanelRows => 12;

    /// <inheritdoc/>
    public override int EdgeRows => 4;

    /// <inheritdoc/>
    public override int PanelColumns => 32;

    /// <inheritdoc/>
    public override void Panel(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride) =>
        Rows12(a, b, depth, start, startStride, c, stride);

    /// <inheritdoc/>
    public override void Edge(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride) =>
        Rows4(a, b, depth, start, startStride, c, stride);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride)
    {
        Vector512<float> c0l = Vector512.Load(start), c0r = Vector512.Load(start + 16);
        Vector512<float> c1l = Vector512.Load(start + startStride), c1r = Vector512.Load(start + startStride + 16);
        Vector512<float> c2l = Vector512.Load(start + (2 * startStride)), c2r = Vector512.Load(start + (2 * startStride) + 16);
        Vector512<float> c3l = Vector512.Load(start + (3 * startStride)), c3r = Vector512.Load(start + (3 * startStride) + 16);
        Vector512<float> c4l = Vector512.Load(start + (4 * startStride)), c4r = Vector512.Load(start + (4 * startStride) + 16);
        Vector512<float> c5l = Vector512.Load(start + (5 * startStride)), c5r = Vector512.Load(start + (5 * startStride) + 16);
        Vector512<float> c6l = Vector512.Load(start + (6 * startStride)), c6r = Vector512.Load(start + (6 * startStride) + 16);
        Vector512<float> c7l = Vector512.Load(start + (7 * startStride)), c7r = Vector512.Load(start + (7 * startStride) + 16);
        Vector512<float> c8l = Vector512.Load(start + (8 * startStride)), c8r = Vector512.Load(start + (8 * startStride) + 16);
        Vector512<float> c9l = Vector512.Load(start + (9 * startStride)), c9r = Vector512.Load(start + (9 * startStride) + 16);
        Vector512<float> c10l = Vector512.Load(start + (10 * startStride)), c10r = Vector512.Load(start + (10 * startStride) + 16);
        Vector512<float> c11l = Vector512.Load(start + (11 * startStride)), c11r = Vector512.Load(start + (11 * startStride) + 16);
        for (int k = 0; k < depth; k++)
        {
            Vector512<float> left = Vector512.Load(b), right = Vector512.Load(b + 16);
            Vector512<float> a0 = Vector512.Create(a[0]);
            c0l = Vector512.FusedMultiplyAdd(a0, left, c0l);
            c0r = Vector512.FusedMultiplyAdd(a0, right, c0r);
            Vector512<float> a1 = Vector512.Create(a[1]);
            c1l = Vector512.FusedMultiplyAdd(a1, left, c1l);
            c1r = Vector512.FusedMultiplyAdd(a1, right, c1r);
            Vector512<float> a2 = Vector512.Create(a[2]);
            c2l = Vector512.FusedMultiplyAdd(a2, left, c2l);
            c2r = Vector512.FusedMultiplyAdd(a2, right, c2r);
            Vector512<float> a3 = Vector512.Create(a[3]);
            c3l = Vector512.FusedMultiplyAdd(a3, left, c3l);
            c3r = Vector512.FusedMultiplyAdd(a3, right, c3r);
            Vector512<float> a4 = Vector512.Create(a[4]);
            c4l = Vector512.FusedMultiplyAdd(a4, left, c4l);
            c4r = Vector512.FusedMultiplyAdd(a4, right, c4r);
            Vector512<float> a5 = Vector512.Create(a[5]);
            c5l = Vector512.FusedMultiplyAdd(a5, left, c5l);
            c5r = Vector512.FusedMultiplyAdd(a5, right, c5r);
            Vector512<float> a6 = Vector512.Create(a[6]);
            c6l = Vector512.FusedMultiplyAdd(a6, left, c6l);
            c6r = Vector512.FusedMultiplyAdd(a6, right, c6r);
            Vector512<float> a7 = Vector512.Create(a[7]);
            c7l = Vector512.FusedMultiplyAdd(a7, left, c7l);
            c7r = Vector512.FusedMultiplyAdd(a7, right, c7r);
            Vector512<float> a8 = Vector512.Create(a[8]);
            c8l = Vector512.FusedMultiplyAdd(a8, left, c8l);
            c8r = Vector512.FusedMultiplyAdd(a8, right, c8r);
            Vector512<float> a9 = Vector512.Create(a[9]);
            c9l = Vector512.FusedMultiplyAdd(a9, left, c9l);
            c9r = Vector512.FusedMultiplyAdd(a9, right, c9r);
            Vector512<float> a10 = Vector512.Create(a[10]);
            c10l = Vector512.FusedMultiplyAdd(a10, left, c10l);
            c10r = Vector512.FusedMultiplyAdd(a10, right, c10r);
            Vector512<float> a11 = Vector512.Create(a[11]);
            c11l = Vector512.FusedMultiplyAdd(a11, left, c11l);
            c11r = Vector512.FusedMultiplyAdd(a11, right, c11r);
            a += 12;
            b += 32;
        }
        c0l.Store(c);
        c0r.Store(c + 16);
        c1l.Store(c + stride);
        c1r.Store(c + stride + 16);
        c2l.Store(c + (2 * stride));
        c2r.Store(c + (2 * stride) + 16);
        c3l.Store(c + (3 * stride));
        c3r.Store(c + (3 * stride) + 16);
        c4l.Store(c + (4 * stride));
        c4r.Store(c + (4 * stride) + 16);
        c5l.Store(c + (5 * stride));
        c5r.Store(c + (5 * stride) + 16);
        c6l.Store(c + (6 * stride));
        c6r.Store(c + (6 * stride) + 16);
        c7l.Store(c + (7 * stride));
        c7r.Store(c + (7 * stride) + 16);
        c8l.Store(c + (8 * stride));
        c8r.Store(c + (8 * stride) + 16);
        c9l.Store(c + (9 * stride));
        c9r.Store(c + (9 * stride) + 16);
        c10l.Store(c + (10 * stride));
        c10r.Store(c + (10 * stride) + 16);
        c11l.Store(c + (11 * stride));
        c11r.Store(c + (11 * stride) + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride)
    {
        Vector512<float> c0l = Vector512.Load(start), c0r = Vector512.Load(start + 16);
        Vector512<float> c1l = Vector512.Load(start + startStride), c1r = Vector512.Load(start + startStride + 16);
        Vector512<float> c2l = Vector512.Load(start + (2 * startStride)), c2r = Vector512.Load(start + (2 * startStride) + 16);
        Vector512<float> c3l = Vector512.Load(start + (3 * startStride)), c3r = Vector512.Load(start + (3 * startStride) + 16);
        for (int k = 0; k < depth; k++)
        {
            Vector512<float> left = Vector512.Load(b), right = Vector512.Load(b + 16);
            Vector512<float> a0 = Vector512.Create(a[0]);
            c0l = Vector512.FusedMultiplyAdd(a0, left, c0l);
            c0r = Vector512.FusedMultiplyAdd(a0, right, c0r);
            Vector512<float> a1 = Vector512.Create(a[1]);
            c1l = Vector512.FusedMultiplyAdd(a1, left, c1l);
            c1r = Vector512.FusedMultiplyAdd(a1, right, c1r);
            Vector512<float> a2 = Vector512.Create(a[2]);
            c2l = Vector512.FusedMultiplyAdd(a2, left, c2l);
            c2r = Vector512.FusedMultiplyAdd(a2, right, c2r);
            Vector512<float> a3 = Vector512.Create(a[3]);
            c3l = Vector512.FusedMultiplyAdd(a3, left, c3l);
            c3r = Vector512.FusedMultiplyAdd(a3, right, c3r);
            a += 4;
            b += 32;
        }
        c0l.Store(c);
        c0r.Store(c + 16);
        c1l.Store(c + stride);
        c1r.Store(c + stride + 16);
        c2l.Store(c + (2 * stride));
        c2r.Store(c + (2 * stride) + 16);
        c3l.Store(c + (3 * stride));
        c3r.Store(c + (3 * stride) + 16);
    }
}

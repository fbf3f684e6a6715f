using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Semblance.Numerics;
using Semblance.Numerics.Networks;
using Semblance.Numerics.Networks.Products;

namespace Semblance.Benchmarks;

/// <summary>
/// The matrix product of the networks against the most that a core can do (fused multiply-adds in registers) and against OpenBLAS, if the
/// system has one (Debian: libopenblas-dev; OPENBLAS_NUM_THREADS=1). One thread; the best of many rounds, each kind in turn, since the
/// machine's clock and its other work change.
/// </summary>
internal static unsafe class ProductBench
{
    private const int Rounds = 60;
    private const int RowMajor = 101, NotTransposed = 111, Transposed = 112;

    private static readonly (int Rows, int Depth, int Columns, bool LeftTransposed, bool RightTransposed, string Name)[] Shapes =
    [
        (500, 256, 256, false, false, "hidden layer, batch of 500"),
        (500, 256, 256, false, true, "hidden layer, gradient of its input"),
        (256, 500, 256, true, false, "hidden layer, gradient of its weights"),
        (50, 2_600, 256, false, false, "first layer of a critic of 10 rows"),
        (2_600, 50, 256, true, false, "the same, gradient of its weights"),
        (500, 743, 156, false, false, "last layer of a generator"),
    ];

    public static void Run(TextWriter output)
    {
        delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> gemm = null;
        if (NativeLibrary.TryLoad("libopenblas.so.0", out nint library))
        {
            ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads"))(1);
            gemm = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)NativeLibrary.GetExport(library, "cblas_sgemm");
        }
        output.WriteLine("| product (m x k x n) | GFLOP/s | share of the peak | packed before | share | OpenBLAS GFLOP/s | share |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        var team = new Team(1);
        var product = new MatrixProduct(team);
        foreach (var shape in Shapes)
        {
            Matrix a = Filled(shape.LeftTransposed ? shape.Depth : shape.Rows, shape.LeftTransposed ? shape.Rows : shape.Depth, 1);
            Matrix b = Filled(shape.RightTransposed ? shape.Columns : shape.Depth, shape.RightTransposed ? shape.Depth : shape.Columns, 2);
            var c = new Matrix(shape.Rows, shape.Columns);
            var packed = new PackedMatrix();
            double flops = 2.0 * shape.Rows * shape.Depth * shape.Columns;
            double peak = 0, ours = 0, reused = 0, peer = 0;
            for (int round = 0; round < Rounds; round++)
            {
                peak = Math.Max(peak, Peak());
                ours = Math.Max(ours, Rate(flops, () =>
                {
                    packed.Pack(b, shape.RightTransposed, team);
                    product.Multiply(a, shape.LeftTransposed, packed, c);
                }));
                reused = Math.Max(reused, Rate(flops, () => product.Multiply(a, shape.LeftTransposed, packed, c)));
                if (gemm != null)
                {
                    fixed (float* pa = a.Values, pb = b.Values, pc = c.Values)
                    {
                        nint na = (nint)pa, nb = (nint)pb, nc = (nint)pc;
                        peer = Math.Max(peer, Rate(flops, () => gemm(
                            RowMajor, shape.LeftTransposed ? Transposed : NotTransposed, shape.RightTransposed ? Transposed : NotTransposed,
                            shape.Rows, shape.Columns, shape.Depth, 1, (float*)na, a.Columns, (float*)nb, b.Columns, 0, (float*)nc, c.Columns)));
                    }
                }
            }
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {shape.Rows} x {shape.Depth} x {shape.Columns}, {shape.Name} | {ours / 1e9:F0} | {ours / peak:P0} | {reused / 1e9:F0} | {reused / peak:P0} | {(gemm == null ? "-" : $"{peer / 1e9:F0}")} | {(gemm == null ? "-" : $"{peer / peak:P0}")} |"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Peak in the last rounds: {Peak() / 1e9:F0} GFLOP/s."));
    }

    private static double Rate(double flops, Action run)
    {
        run();
        long start = Stopwatch.GetTimestamp();
        const int Times = 4;
        for (int i = 0; i < Times; i++)
        {
            run();
        }
        return Times * flops / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Peak()
    {
        const int Turns = 400_000;
        float sum = 0;
        long start = Stopwatch.GetTimestamp();
        int width;
        if (Vector512.IsHardwareAccelerated)
        {
            sum = Chains512(Turns);
            width = 16;
        }
        else
        {
            sum = Chains256(Turns);
            width = 8;
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return float.IsNaN(sum) ? 0 : 2.0 * 12 * width * Turns / seconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chains512(int turns)
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(0.001f);
        Vector512<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int turn = 0; turn < turns; turn++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chains256(int turns)
    {
        Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(0.001f);
        Vector256<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int turn = 0; turn < turns; turn++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }
        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    private static Matrix Filled(int rows, int columns, uint stream)
    {
        var matrix = new Matrix(rows, columns);
        RandomSequence numbers = new Philox(1).At(stream, 0);
        foreach (ref float value in matrix.Flat)
        {
            value = (float)numbers.NextDouble() - 0.5f;
        }
        return matrix;
    }
}

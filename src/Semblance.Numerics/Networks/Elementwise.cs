using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Semblance.Numerics.Networks;

/// <summary>
/// Loops over single-precision numbers. Each result depends on its own inputs alone, through additions, multiplications and fused
/// multiply-adds only, so vectors of any width, and none, give the same bits.
/// </summary>
public static class Elementwise
{
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float LargestExponent = 88;
    private const float SmallestExponent = -87;

    /// <summary>target += factor * source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> source, float factor)
    {
        ref float to = ref MemoryMarshal.GetReference(target);
        ref float from = ref MemoryMarshal.GetReference(source[..target.Length]);
        Vector256<float> factors = Vector256.Create(factor);
        int i = 0;
        for (; i + Vector256<float>.Count <= target.Length; i += Vector256<float>.Count)
        {
            Vector256.FusedMultiplyAdd(factors, Vector256.LoadUnsafe(ref from, (nuint)i), Vector256.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < target.Length; i++)
        {
            Unsafe.Add(ref to, i) = MathF.FusedMultiplyAdd(factor, Unsafe.Add(ref from, i), Unsafe.Add(ref to, i));
        }
    }

    /// <summary>target += share * (source - target).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mix(Span<float> target, ReadOnlySpan<float> source, float share)
    {
        ref float to = ref MemoryMarshal.GetReference(target);
        ref float from = ref MemoryMarshal.GetReference(source[..target.Length]);
        Vector256<float> shares = Vector256.Create(share);
        int i = 0;
        for (; i + Vector256<float>.Count <= target.Length; i += Vector256<float>.Count)
        {
            Vector256<float> before = Vector256.LoadUnsafe(ref to, (nuint)i);
            Vector256.FusedMultiplyAdd(shares, Vector256.LoadUnsafe(ref from, (nuint)i) - before, before).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < target.Length; i++)
        {
            float before = Unsafe.Add(ref to, i);
            Unsafe.Add(ref to, i) = MathF.FusedMultiplyAdd(share, Unsafe.Add(ref from, i) - before, before);
        }
    }

    /// <summary>target = left * right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(Span<float> target, ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref float to = ref MemoryMarshal.GetReference(target);
        ref float a = ref MemoryMarshal.GetReference(left[..target.Length]);
        ref float b = ref MemoryMarshal.GetReference(right[..target.Length]);
        int i = 0;
        for (; i + Vector256<float>.Count <= target.Length; i += Vector256<float>.Count)
        {
            (Vector256.LoadUnsafe(ref a, (nuint)i) * Vector256.LoadUnsafe(ref b, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < target.Length; i++)
        {
            Unsafe.Add(ref to, i) = Unsafe.Add(ref a, i) * Unsafe.Add(ref b, i);
        }
    }

    /// <summary>target += left * right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProducts(Span<float> target, ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref float to = ref MemoryMarshal.GetReference(target);
        ref float a = ref MemoryMarshal.GetReference(left[..target.Length]);
        ref float b = ref MemoryMarshal.GetReference(right[..target.Length]);
        int i = 0;
        for (; i + Vector256<float>.Count <= target.Length; i += Vector256<float>.Count)
        {
            nuint at = (nuint)i;
            Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref a, at), Vector256.LoadUnsafe(ref b, at), Vector256.LoadUnsafe(ref to, at)).StoreUnsafe(ref to, at);
        }
        for (; i < target.Length; i++)
        {
            Unsafe.Add(ref to, i) = MathF.FusedMultiplyAdd(Unsafe.Add(ref a, i), Unsafe.Add(ref b, i), Unsafe.Add(ref to, i));
        }
    }

    /// <summary>values = max(values, 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rectify(Span<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i + Vector256<float>.Count <= values.Length; i += Vector256<float>.Count)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref first, (nuint)i);
            Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), x, Vector256<float>.Zero).StoreUnsafe(ref first, (nuint)i);
        }
        for (; i < values.Length; i++)
        {
            ref float x = ref Unsafe.Add(ref first, i);
            x = x > 0 ? x : 0;
        }
    }

    /// <summary>factors *= slope wherever the value is not positive: what a leaky ReLU multiplies by, on top of what was there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Leak(Span<float> factors, ReadOnlySpan<float> values, float slope)
    {
        ref float to = ref MemoryMarshal.GetReference(factors);
        ref float from = ref MemoryMarshal.GetReference(values[..factors.Length]);
        Vector256<float> slopes = Vector256.Create(slope);
        int i = 0;
        for (; i + Vector256<float>.Count <= factors.Length; i += Vector256<float>.Count)
        {
            Vector256<float> factor = Vector256.LoadUnsafe(ref to, (nuint)i);
            Vector256.ConditionalSelect(Vector256.GreaterThan(Vector256.LoadUnsafe(ref from, (nuint)i), Vector256<float>.Zero), factor, slopes * factor).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < factors.Length; i++)
        {
            ref float factor = ref Unsafe.Add(ref to, i);
            factor = Unsafe.Add(ref from, i) > 0 ? factor : slope * factor;
        }
    }

    /// <summary>gradient = 0 wherever the activation is not positive: what <see cref="Rectify"/> lets through.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RectifyGradient(Span<float> gradient, ReadOnlySpan<float> activation)
    {
        ref float to = ref MemoryMarshal.GetReference(gradient);
        ref float from = ref MemoryMarshal.GetReference(activation[..gradient.Length]);
        int i = 0;
        for (; i + Vector256<float>.Count <= gradient.Length; i += Vector256<float>.Count)
        {
            Vector256<float> mask = Vector256.GreaterThan(Vector256.LoadUnsafe(ref from, (nuint)i), Vector256<float>.Zero);
            (Vector256.LoadUnsafe(ref to, (nuint)i) & mask).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < gradient.Length; i++)
        {
            if (!(Unsafe.Add(ref from, i) > 0))
            {
                Unsafe.Add(ref to, i) = 0;
            }
        }
    }

    /// <summary>values = e^values; relative error below 2e-7 between -87 and 88, where arguments are cut off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exp(Span<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i + Vector256<float>.Count <= values.Length; i += Vector256<float>.Count)
        {
            Exp(Vector256.LoadUnsafe(ref first, (nuint)i)).StoreUnsafe(ref first, (nuint)i);
        }
        for (; i < values.Length; i++)
        {
            Unsafe.Add(ref first, i) = Exp(Unsafe.Add(ref first, i));
        }
    }

    /// <summary>e^x, as the loop makes it.</summary>
    public static float Exp(float x)
    {
        x = MathF.Min(MathF.Max(x, SmallestExponent), LargestExponent);
        float k = MathF.Round(x * Log2E);
        float r = MathF.FusedMultiplyAdd(-k, Ln2Low, MathF.FusedMultiplyAdd(-k, Ln2High, x));
        float p = MathF.FusedMultiplyAdd(r, 1f / 5040, 1f / 720);
        p = MathF.FusedMultiplyAdd(p, r, 1f / 120);
        p = MathF.FusedMultiplyAdd(p, r, 1f / 24);
        p = MathF.FusedMultiplyAdd(p, r, 1f / 6);
        p = MathF.FusedMultiplyAdd(p, r, 0.5f);
        p = MathF.FusedMultiplyAdd(p, r, 1);
        p = MathF.FusedMultiplyAdd(p, r, 1);
        return p * BitConverter.Int32BitsToSingle(((int)k + 127) << 23);
    }

    /// <summary>ln x for positive normal numbers; absolute error below 1e-7 near 1, relative below 2e-7 elsewhere.</summary>
    public static float Log(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x) - HalfRootBits;
        float exponent = bits >> 23;
        float m = BitConverter.Int32BitsToSingle((bits & 0x7FFFFF) + HalfRootBits);
        float s = (m - 1) / (m + 1), z = s * s;
        float p = MathF.FusedMultiplyAdd(z, 2f / 9, 2f / 7);
        p = MathF.FusedMultiplyAdd(p, z, 2f / 5);
        p = MathF.FusedMultiplyAdd(p, z, 2f / 3);
        float series = MathF.FusedMultiplyAdd(p * z, s, 2 * s);
        return MathF.FusedMultiplyAdd(exponent, Ln2High, MathF.FusedMultiplyAdd(exponent, Ln2Low, series));
    }

    /// <summary>values = -ln(-ln values): uniform numbers inside (0, 1) become Gumbel noise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gumbel(Span<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i + Vector256<float>.Count <= values.Length; i += Vector256<float>.Count)
        {
            (-Log(-Log(Vector256.LoadUnsafe(ref first, (nuint)i)))).StoreUnsafe(ref first, (nuint)i);
        }
        for (; i < values.Length; i++)
        {
            Unsafe.Add(ref first, i) = -Log(-Log(Unsafe.Add(ref first, i)));
        }
    }

    // The bits of the root of 1/2: mantissas are taken from there to the root of 2, so that the logarithm of numbers just below 1 keeps its digits.
    private const int HalfRootBits = 0x3F3504F3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<int> bits = x.AsInt32() - Vector256.Create(HalfRootBits);
        Vector256<float> exponent = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(bits, 23));
        Vector256<float> m = ((bits & Vector256.Create(0x7FFFFF)) + Vector256.Create(HalfRootBits)).AsSingle();
        Vector256<float> s = (m - Vector256<float>.One) / (m + Vector256<float>.One), z = s * s;
        Vector256<float> p = Vector256.FusedMultiplyAdd(z, Vector256.Create(2f / 9), Vector256.Create(2f / 7));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(2f / 5));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(2f / 3));
        Vector256<float> series = Vector256.FusedMultiplyAdd(p * z, s, s + s);
        return Vector256.FusedMultiplyAdd(exponent, Vector256.Create(Ln2High), Vector256.FusedMultiplyAdd(exponent, Vector256.Create(Ln2Low), series));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(SmallestExponent)), Vector256.Create(LargestExponent));
        Vector256<float> k = Vector256.Round(x * Vector256.Create(Log2E));
        Vector256<float> r = Vector256.FusedMultiplyAdd(-k, Vector256.Create(Ln2Low), Vector256.FusedMultiplyAdd(-k, Vector256.Create(Ln2High), x));
        Vector256<float> p = Vector256.FusedMultiplyAdd(r, Vector256.Create(1f / 5040), Vector256.Create(1f / 720));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f / 120));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f / 24));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f / 6));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.5f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256<float>.One);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256<float>.One);
        Vector256<int> scale = Vector256.ShiftLeft(Vector256.ConvertToInt32(k) + Vector256.Create(127), 23);
        return p * scale.AsSingle();
    }
}

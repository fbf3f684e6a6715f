using System.Runtime.CompilerServices;

namespace Semblance.Numerics.Networks;

/// <summary>Fills rows of noise for networks. Like all randomness a pure function of (seed, stream, index).</summary>
public static class Noise
{
    /// <summary>Uniform numbers inside (0, 1), 21 random bits each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Uniform(ref RandomSequence sequence, Span<float> target)
    {
        const ulong Mask = (1 << 21) - 1;
        int i = 0;
        for (; i + 3 <= target.Length; i += 3)
        {
            ulong bits = sequence.NextUInt64();
            target[i] = Unit(bits & Mask);
            target[i + 1] = Unit((bits >> 21) & Mask);
            target[i + 2] = Unit((bits >> 42) & Mask);
        }
        if (i < target.Length)
        {
            ulong bits = sequence.NextUInt64();
            for (; i < target.Length; i++, bits >>= 21)
            {
                target[i] = Unit(bits & Mask);
            }
        }
    }

    /// <summary>Standard normal numbers, by the polar form of Box and Muller in pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normal(ref RandomSequence sequence, Span<float> target)
    {
        for (int i = 0; i < target.Length; i += 2)
        {
            // A point in the unit circle gives two normal numbers (Marsaglia and Bray, 1964): no sine, so the same bits everywhere.
            float x, y, squared;
            do
            {
                ulong bits = sequence.NextUInt64();
                x = ((int)bits >> 8) * (1f / (1 << 23));
                y = ((int)(bits >> 32) >> 8) * (1f / (1 << 23));
                squared = MathF.FusedMultiplyAdd(x, x, y * y);
            }
            while (squared is >= 1 or 0);
            float scale = MathF.Sqrt(-2 * Elementwise.Log(squared) / squared);
            target[i] = x * scale;
            if (i + 1 < target.Length)
            {
                target[i + 1] = y * scale;
            }
        }
    }

    /// <summary>Each number is 0 with probability 1/2, else <paramref name="kept"/>: one random bit each.</summary>
    public static void Halves(ref RandomSequence sequence, Span<float> target, float kept)
    {
        ulong bits = 0;
        for (int i = 0; i < target.Length; i++, bits >>= 1)
        {
            if ((i & 63) == 0)
            {
                bits = sequence.NextUInt64();
            }
            target[i] = (bits & 1) == 0 ? 0 : kept;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Unit(ulong bits) => ((int)bits + 0.5f) * (1f / (1 << 21));
}

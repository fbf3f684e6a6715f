using System.Runtime.CompilerServices;
using System.Text;

namespace Semblance.Describe.Generation;

/// <summary>Hashes of texts and numbers, the same on every machine.</summary>
internal static class Hash64
{
    /// <summary>A hash of a text (FNV-1a over its UTF-8 bytes, then mixed).</summary>
    public static ulong Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>A hash of bytes (FNV-1a, then mixed).</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in bytes)
        {
            hash = (hash ^ b) * 0x100000001B3;
        }
        return Mix(hash);
    }

    /// <summary>A one-to-one scramble of 64 bits. Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014 (SplitMix64).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}

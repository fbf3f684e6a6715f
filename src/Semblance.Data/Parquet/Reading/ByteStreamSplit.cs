using System.Runtime.CompilerServices;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Decodes values of fixed width that are kept as all their first bytes, then all their second bytes, and so on.</summary>
internal static class ByteStreamSplit
{
    /// <summary>Puts the bytes of each value together.</summary>
    /// <param name="data">Exactly as many bytes as <paramref name="target"/>.</param>
    /// <param name="width">The bytes of a value.</param>
    /// <param name="target">Takes the values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Decode(ReadOnlySpan<byte> data, int width, Span<byte> target)
    {
        int count = target.Length / width;
        for (int stream = 0; stream < width; stream++)
        {
            ReadOnlySpan<byte> bytes = data.Slice(stream * count, count);
            for (int i = 0, at = stream; i < bytes.Length; i++, at += width)
            {
                target[at] = bytes[i];
            }
        }
    }
}

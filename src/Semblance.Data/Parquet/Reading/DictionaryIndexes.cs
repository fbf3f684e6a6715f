using System.Runtime.CompilerServices;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Decodes values that are kept as indexes into a dictionary.</summary>
internal static class DictionaryIndexes
{
    private const int Batch = 2048;

    /// <summary>The decoder of the indexes of a page, whose first byte is the number of bits of each.</summary>
    public static HybridDecoder Decoder(ReadOnlySpan<byte> data) =>
        data.IsEmpty ? throw new InvalidDataException("a page has no indexes") : new HybridDecoder(data[1..], data[0]);

    /// <summary>Looks up values.</summary>
    /// <param name="data">The encoded indexes.</param>
    /// <param name="dictionary">The values.</param>
    /// <param name="target">Takes as many values as it has room for.</param>
    /// <exception cref="InvalidDataException">There are fewer indexes, or one is beyond the dictionary.</exception>
    public static void Look<T>(ReadOnlySpan<byte> data, T[] dictionary, Span<T> target)
        where T : unmanaged
    {
        if (target.IsEmpty)
        {
            return;
        }
        HybridDecoder decoder = Decoder(data);
        Span<int> indexes = stackalloc int[Batch];
        while (target.Length > 0)
        {
            int count = decoder.NextRun(target.Length, out int index);
            if (count > 0)
            {
                target[..count].Fill((uint)index < (uint)dictionary.Length ? dictionary[index] : throw Beyond(index, dictionary.Length));
            }
            else
            {
                count = decoder.Next(indexes[..Math.Min(Batch, target.Length)], out _, out _);
                Gather(indexes[..count], dictionary, target);
            }
            target = target[count..];
        }
    }

    /// <summary>That an index is beyond the dictionary.</summary>
    public static InvalidDataException Beyond(int index, int count) => new($"a value has the index {(uint)index} into a dictionary of {count}");

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather<T>(ReadOnlySpan<int> indexes, T[] dictionary, Span<T> target)
        where T : unmanaged
    {
        target = target[..indexes.Length];
        for (int i = 0; i < indexes.Length; i++)
        {
            int index = indexes[i];
            if ((uint)index >= (uint)dictionary.Length)
            {
                throw Beyond(index, dictionary.Length);
            }
            target[i] = dictionary[index];
        }
    }
}

using System.Numerics;
using Semblance.Data;

namespace Semblance.Models.Strings;

/// <summary>
/// Remembers which values a training column has, without the values: a Bloom filter of their hashes. Every training value is known; of
/// other values about 1 in 300 is taken for one, which only costs another draw.
/// Source: Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970.
/// </summary>
internal sealed class KnownValues
{
    private const int BitsPerValue = 12;
    private const int Probes = 8;

    private readonly ulong[] _bits;

    private KnownValues(ulong[] bits) => _bits = bits;

    /// <summary>An empty filter for a number of values.</summary>
    public KnownValues(int count)
        : this(new ulong[Math.Max(1, (int)(((long)count * BitsPerValue) + 63 >> 6))])
    {
    }

    /// <summary>The filter of a column's present values.</summary>
    public static KnownValues Of(StringColumn column)
    {
        var known = new KnownValues(column.Count);
        for (int row = 0; row < column.Count; row++)
        {
            if (!column.IsMissing(row))
            {
                known.Add(column.Values[row]);
            }
        }
        return known;
    }

    /// <summary>Adds a value.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        ulong hash = Hash(utf8), step = Step(hash);
        for (int probe = 0; probe < Probes; probe++, hash += step)
        {
            ulong bit = Math.BigMul(hash, (ulong)_bits.Length << 6, out _);
            _bits[bit >> 6] |= 1UL << (int)(bit & 63);
        }
    }

    /// <summary>Whether a value may be among those added; never false for one that is.</summary>
    public bool Contains(ReadOnlySpan<byte> utf8)
    {
        ulong hash = Hash(utf8), step = Step(hash);
        for (int probe = 0; probe < Probes; probe++, hash += step)
        {
            ulong bit = Math.BigMul(hash, (ulong)_bits.Length << 6, out _);
            if ((_bits[bit >> 6] & (1UL << (int)(bit & 63))) == 0)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Writes the filter.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_bits.Length);
        foreach (ulong word in _bits)
        {
            writer.Write(word);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static KnownValues Read(BinaryReader reader)
    {
        var bits = new ulong[reader.ReadCount(sizeof(ulong))];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = reader.ReadUInt64();
        }
        return bits.Length > 0 ? new KnownValues(bits) : throw new InvalidDataException("A filter of known values is empty.");
    }

    /// <summary>A 64-bit hash of some bytes. Part of the file format: it must not change.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0x9E3779B97F4A7C15UL ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }
        ulong rest = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            rest |= (ulong)bytes[i] << (8 * i);
        }
        return Mix(Mix(hash ^ rest));
    }

    /// <summary>Scatters the bits of a word, one to one. Source: the finaliser of SplitMix64, Steele et al., OOPSLA 2014.</summary>
    public static ulong Mix(ulong word)
    {
        word += 0x9E3779B97F4A7C15UL;
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9UL;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EBUL;
        return word ^ (word >> 31);
    }

    private static ulong Step(ulong hash) => Mix(BitOperations.RotateLeft(hash, 32)) | 1;
}

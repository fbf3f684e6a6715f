using System.Numerics;

namespace Semblance.Models.Strings;

/// <summary>
/// A keyed one-to-one shuffle of [0, size), computed one number at a time: distinct rows get distinct numbers without remembering any.
/// Source: Black and Rogaway, "Ciphers with arbitrary finite domains", 2002 (a Feistel network, walked until inside the domain).
/// </summary>
internal readonly struct Permutation
{
    /// <summary>The largest size.</summary>
    public const ulong LargestSize = 1UL << 62;

    private const int Rounds = 6;

    private readonly ulong _size;
    private readonly ulong _key;
    private readonly int _halfBits;

    /// <summary>Creates the shuffle.</summary>
    public Permutation(ulong size, ulong key)
    {
        ArgumentOutOfRangeException.ThrowIfZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestSize);
        _size = size;
        _key = key;
        _halfBits = Math.Max(1, (64 - BitOperations.LeadingZeroCount(size - 1) + 1) / 2);
    }

    /// <summary>Where a number below the size goes.</summary>
    public ulong this[ulong index]
    {
        get
        {
            ulong mask = (1UL << _halfBits) - 1;
            // At most 4 numbers of the network's domain per number of ours, so the walk is short.
            do
            {
                ulong left = index >> _halfBits, right = index & mask;
                for (uint round = 0; round < Rounds; round++)
                {
                    (left, right) = (right, left ^ (KnownValues.Mix(right ^ _key ^ ((ulong)round << 56)) & mask));
                }
                index = (left << _halfBits) | right;
            }
            while (index >= _size);
            return index;
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Semblance.Describe.Generation;

/// <summary>
/// A keyed one-to-one shuffle of [0, size) with its inverse, computed one number at a time: distinct rows get distinct numbers without
/// remembering any. Source: Black and Rogaway, "Ciphers with arbitrary finite domains", 2002: a Feistel network over a square just larger than
/// the domain, walked until inside.
/// </summary>
internal readonly struct Shuffle
{
    /// <summary>The largest size.</summary>
    public const ulong LargestSize = 1UL << 62;

    // Four rounds of a strong function make a strong shuffle (Luby and Rackoff, 1988).
    private const int Rounds = 4;

    private readonly ulong _size;
    private readonly ulong _side;
    private readonly ulong _key;

    // The side's logarithm where it is a power of two, which saves divisions; -1 elsewhere.
    private readonly int _bits;

    /// <summary>Creates the shuffle.</summary>
    public Shuffle(ulong size, ulong key)
    {
        ArgumentOutOfRangeException.ThrowIfZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestSize);
        _size = size;
        _key = key;
        _side = (ulong)Math.Sqrt(size);
        while (_side * _side < size)
        {
            _side++;
        }
        _bits = BitOperations.IsPow2(_side) ? BitOperations.Log2(_side) : -1;
    }

    /// <summary>Where a number below the size goes.</summary>
    public ulong this[ulong index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_bits >= 0 && _side * _side == _size)
            {
                return Square(index);
            }
            do
            {
                // The square has at most 2 sqrt(size) + 1 numbers more than the domain, so the walk is short.
                ulong left = index / _side, right = index - (left * _side);
                for (uint round = 0; round < Rounds; round++)
                {
                    ulong sum = left + Part(right, round);
                    (left, right) = (right, sum >= _side ? sum - _side : sum);
                }
                index = (left * _side) + right;
            }
            while (index >= _size);
            return index;
        }
    }

    /// <summary>What goes to a number.</summary>
    public ulong Inverse(ulong index)
    {
        do
        {
            ulong left = index / _side, right = index - (left * _side);
            for (uint round = Rounds; round-- > 0;)
            {
                ulong part = Part(left, round);
                (left, right) = (right >= part ? right - part : right + _side - part, left);
            }
            index = (left * _side) + right;
        }
        while (index >= _size);
        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Square(ulong index)
    {
        // The same network where the domain is the whole square and its side a power of two.
        ulong mask = _side - 1, left = index >> _bits, right = index & mask;
        for (uint round = 0; round < Rounds; round++)
        {
            (left, right) = (right, (left + Part(right, round)) & mask);
        }
        return (left << _bits) | right;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Part(ulong half, uint round)
    {
        ulong x = (half ^ _key) + ((round + 1) * 0x9E3779B97F4A7C15);
        x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93;
        x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93;
        return Math.BigMul(x, _side, out _);
    }
}

using System.Runtime.CompilerServices;

namespace Semblance.Numerics;

/// <summary>
/// A counter-based random generator: every 128-bit block is a pure function of (seed, stream, index, draw), so any part of a
/// sequence can be made alone, in any order and on any thread, with the same result.
/// Source: Philox 4x32-10, Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// </summary>
public readonly struct Philox : IEquatable<Philox>
{
    private const uint MultiplierA = 0xD2511F53;
    private const uint MultiplierB = 0xCD9E8D57;
    private const uint WeylA = 0x9E3779B9;
    private const uint WeylB = 0xBB67AE85;

    private readonly uint _key0;
    private readonly uint _key1;

    /// <summary>Creates a generator for a seed. Equal seeds give equal numbers.</summary>
    public Philox(ulong seed)
    {
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);
    }

    /// <summary>The random numbers that belong to one row (or any other index) of one stream.</summary>
    /// <param name="stream">What the numbers are for: a column, a tree, a shuffle. Different streams are independent.</param>
    /// <param name="index">The row, 0-based.</param>
    public RandomSequence At(uint stream, ulong index) => new(this, stream, index);

    /// <summary>The first 128 bits of <see cref="At"/> in one go: the two numbers that its sequence begins with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Bits(uint stream, ulong index, out ulong first, out ulong second) => Block(index, stream, 0, out first, out second);

    /// <summary>One block of 128 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Block(ulong index, uint stream, uint draw, out ulong low, out ulong high)
    {
        uint c0 = (uint)index, c1 = (uint)(index >> 32), c2 = draw, c3 = stream;
        uint k0 = _key0, k1 = _key1;
        for (int round = 0; round < 10; round++)
        {
            ulong a = (ulong)MultiplierA * c0;
            ulong b = (ulong)MultiplierB * c2;
            uint n0 = (uint)(b >> 32) ^ c1 ^ k0;
            uint n2 = (uint)(a >> 32) ^ c3 ^ k1;
            c1 = (uint)b;
            c3 = (uint)a;
            c0 = n0;
            c2 = n2;
            k0 += WeylA;
            k1 += WeylB;
        }
        low = c0 | ((ulong)c1 << 32);
        high = c2 | ((ulong)c3 << 32);
    }

    /// <inheritdoc/>
    public bool Equals(Philox other) => _key0 == other._key0 && _key1 == other._key1;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Philox other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_key0, _key1);

    /// <summary>Whether two generators have the same seed.</summary>
    public static bool operator ==(Philox left, Philox right) => left.Equals(right);

    /// <summary>Whether two generators have different seeds.</summary>
    public static bool operator !=(Philox left, Philox right) => !left.Equals(right);
}

/// <summary>The sequence of random numbers of one (seed, stream, index). A mutable value: pass by reference to draw on.</summary>
public struct RandomSequence
{
    private readonly Philox _generator;
    private readonly ulong _index;
    private readonly uint _stream;
    private uint _draw;
    private ulong _spare;
    private bool _hasSpare;

    internal RandomSequence(Philox generator, uint stream, ulong index)
    {
        _generator = generator;
        _stream = stream;
        _index = index;
        _draw = 0;
        _spare = 0;
        _hasSpare = false;
    }

    /// <summary>64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextUInt64()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }
        _generator.Block(_index, _stream, _draw++, out ulong low, out _spare);
        _hasSpare = true;
        return low;
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="exclusiveMaximum"/>), by multiply and shift (bias below 2^-32 for 32-bit ranges).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextInt32(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        return (int)Math.BigMul(NextUInt64(), (ulong)exclusiveMaximum, out _);
    }
}

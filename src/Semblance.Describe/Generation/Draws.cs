using System.Runtime.CompilerServices;
using Semblance.Numerics;

namespace Semblance.Describe.Generation;

/// <summary>
/// The random numbers of one purpose in one table, such as the values of a column: 128 bits for each row, a pure function of seed, table,
/// purpose and row.
/// </summary>
internal readonly struct Draws
{
    private readonly Philox _random;
    private readonly uint _stream;

    /// <summary>The draws for a purpose.</summary>
    /// <param name="seed">The seed of the tables.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="purpose">What for, such as "value:price". Draws of different purposes are independent.</param>
    public Draws(ulong seed, string table, string purpose)
    {
        // The table goes into the key and the purpose into the stream, so that neither can be taken for the other.
        _random = new Philox(seed ^ Hash64.Of(table));
        ulong hash = Hash64.Of(purpose);
        _stream = (uint)(hash ^ (hash >> 32));
        Key = Hash64.Mix(seed ^ Hash64.Mix(Hash64.Of(table)) ^ hash);
    }

    /// <summary>A number that stands for all of these draws, as a key of shuffles and hashes.</summary>
    public ulong Key { get; }

    /// <summary>The 128 bits of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At(long row, out ulong first, out ulong second) => _random.Bits(_stream, (ulong)row, out first, out second);

    /// <summary>The first 64 bits of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong At(long row)
    {
        _random.Bits(_stream, (ulong)row, out ulong first, out _);
        return first;
    }

    /// <summary>As many numbers as wanted for a row.</summary>
    public RandomSequence Sequence(long row) => _random.At(_stream, (ulong)row);

    /// <summary>64 bits as a number in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>64 bits as a whole number in [0, count).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Below(ulong bits, ulong count) => (long)Math.BigMul(bits, count, out _);

    /// <summary>Takes a whole number in [0, count) from the top of some bits and leaves the rest to take further numbers from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Take(ref ulong bits, uint count) => (int)Math.BigMul(bits, count, out bits);
}

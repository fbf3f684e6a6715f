using System.Numerics;
using System.Runtime.InteropServices;
using Semblance.Data;

namespace Semblance.Workspace.Datasets;

/// <summary>
/// 64-bit hashes of values, to count distinct ones without keeping them. Two of n values share a hash by chance in about n² / 2^65 of
/// tables: once in 300,000 tables of ten million rows.
/// </summary>
internal static class ValueHashes
{
    private const ulong MissingValue = 0x9E3779B97F4A7C15;

    /// <summary>The hash of each row's value; all missing values have one.</summary>
    public static ulong[] Of(Column column)
    {
        var hashes = new ulong[column.Count];
        for (int row = 0; row < hashes.Length; row++)
        {
            hashes[row] = column.IsMissing(row) ? MissingValue : column switch
            {
                // Zero and its negative are one value.
                NumberColumn numbers => Mix(BitConverter.DoubleToUInt64Bits(numbers.Values[row] + 0.0)),
                DateTimeColumn times => Mix((ulong)times.Ticks[row]),
                CategoryColumn categories => Mix((ulong)categories.Codes[row]),
                StringColumn strings => Of(strings.Values[row]),
                _ => MissingValue,
            };
        }
        return hashes;
    }

    /// <summary>Adds a column to the hashes of whole rows; the order in which columns are added makes no difference.</summary>
    /// <param name="rows">The hashes of the rows.</param>
    /// <param name="values">The hashes of the column's values.</param>
    /// <param name="column">The column's position.</param>
    public static void AddTo(ulong[] rows, ulong[] values, int column)
    {
        // No value is hashed from such a number: or the codes of two columns, exchanged, would give the same sum.
        ulong salt = Mix(~(ulong)column);
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] += Mix(values[row] ^ salt);
        }
    }

    /// <summary>How many distinct hashes there are; sorts them.</summary>
    public static int CountDistinct(Span<ulong> hashes)
    {
        hashes.Sort();
        int distinct = 0;
        for (int i = 0; i < hashes.Length; i++)
        {
            distinct += i == 0 || hashes[i] != hashes[i - 1] ? 1 : 0;
        }
        return distinct;
    }

    private static ulong Of(ReadOnlySpan<byte> text)
    {
        ulong hash = Mix((ulong)text.Length);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(text);
        foreach (ulong word in words)
        {
            hash = Mix(hash ^ word);
        }
        ulong last = 0;
        foreach (byte value in text[(words.Length * sizeof(ulong))..])
        {
            last = (last << 8) | value;
        }
        return Mix(hash ^ BitOperations.RotateLeft(last, 7));
    }

    /// <summary>The finaliser of SplitMix64 (Steele et al. 2014): a bijection in which every bit of the input changes half of the output's.</summary>
    private static ulong Mix(ulong value)
    {
        value += MissingValue;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

using System.Text;
using Semblance.Describe.Plans;
using Semblance.Numerics;

namespace Semblance.Describe.Generation.Making;

/// <summary>A pattern of digits and letters, ready to be filled from random bits or from a number that makes it distinct.</summary>
internal sealed class CompiledPattern
{
    private readonly (byte[] Alphabet, byte[] Literal)[] _parts;

    /// <summary>Prepares a pattern of plans.</summary>
    public CompiledPattern(string pattern)
    {
        _parts = [.. PatternForm.Parse(pattern).Select(part => (Encoding.ASCII.GetBytes(part.Alphabet ?? ""), Encoding.UTF8.GetBytes(part.Literal)))];
        MostBytes = _parts.Sum(part => part.Alphabet.Length > 0 ? 1 : part.Literal.Length);
        Capacity = 1;
        foreach ((byte[] alphabet, _) in _parts.Reverse())
        {
            ulong choices = (ulong)Math.Max(1, alphabet.Length);
            if (Capacity > Shuffle.LargestSize / choices)
            {
                break;
            }
            Capacity *= choices;
        }
    }

    /// <summary>The length of every text of the pattern.</summary>
    public int MostBytes { get; }

    /// <summary>How many different texts the last characters have, at most 2^62.</summary>
    public ulong Capacity { get; }

    /// <summary>Writes a text from the first random bits of a row, enough for a dozen characters.</summary>
    public int Write(ulong bits, Span<byte> to)
    {
        int at = 0;
        foreach ((byte[] alphabet, byte[] literal) in _parts)
        {
            if (alphabet.Length == 0)
            {
                literal.CopyTo(to[at..]);
                at += literal.Length;
            }
            else
            {
                to[at++] = alphabet[Draws.Take(ref bits, (uint)alphabet.Length)];
            }
        }
        return at;
    }

    /// <summary>Writes a text of any length from the random numbers of a row.</summary>
    public int Write(RandomSequence random, Span<byte> to)
    {
        ulong bits = 0;
        int drawn = 0, at = 0;
        foreach ((byte[] alphabet, byte[] literal) in _parts)
        {
            if (alphabet.Length == 0)
            {
                literal.CopyTo(to[at..]);
                at += literal.Length;
                continue;
            }
            // Eight characters of at most 36 take 42 of 64 bits.
            if ((drawn++ & 7) == 0)
            {
                bits = random.NextUInt64();
            }
            to[at++] = alphabet[Draws.Take(ref bits, (uint)alphabet.Length)];
        }
        return at;
    }

    /// <summary>Writes the text of a number below <see cref="Capacity"/>; different numbers have different texts.</summary>
    /// <param name="number">The number, which decides as many characters from the end as 2^62 has room for.</param>
    /// <param name="rest">Random bits for the characters before those.</param>
    /// <param name="to">Where the text goes.</param>
    public int WriteNumber(ulong number, ulong rest, Span<byte> to)
    {
        ulong decided = 1;
        int at = MostBytes;
        for (int i = _parts.Length - 1; i >= 0; i--)
        {
            (byte[] alphabet, byte[] literal) = _parts[i];
            if (alphabet.Length == 0)
            {
                at -= literal.Length;
                literal.CopyTo(to[at..]);
            }
            else
            {
                if (decided > Shuffle.LargestSize / (ulong)alphabet.Length)
                {
                    to[--at] = alphabet[Draws.Take(ref rest, (uint)alphabet.Length)];
                    continue;
                }
                decided *= (ulong)alphabet.Length;
                to[--at] = alphabet[(int)(number % (ulong)alphabet.Length)];
                number /= (ulong)alphabet.Length;
            }
        }
        return MostBytes;
    }
}

namespace Semblance.Models.Strings;

/// <summary>
/// One pattern of codes: a row of slots, each with the pieces of text that may stand there. Numbers below <see cref="Size"/> and texts
/// of the pattern correspond one to one, as long as slots beyond the indexed ones are filled in one way per number.
/// </summary>
internal sealed class Shape
{
    private const ulong LargestSize = 1UL << 60;

    private readonly byte[][][] _slots;
    private readonly int _indexed;

    /// <summary>Creates the pattern.</summary>
    /// <param name="slots">The pieces per slot, as UTF-8; no two pieces of a slot are equal or begin alike.</param>
    /// <param name="count">How many training values have the pattern.</param>
    public Shape(byte[][][] slots, long count)
    {
        _slots = slots;
        Count = count;
        Size = 1;
        foreach (byte[][] slot in slots)
        {
            if (slot.Length == 0)
            {
                throw new InvalidDataException("A slot of a pattern has no pieces.");
            }
            if (Size > LargestSize / (ulong)slot.Length)
            {
                break;
            }
            Size *= (ulong)slot.Length;
            _indexed++;
        }
        double taken = Math.Min(1, (count + 1.0) / Size) + (1.0 / 256);
        // So many tries that all fail in less than one of a million million rows.
        Tries = 1;
        for (double failing = taken; failing > 1e-12 && Tries < Math.Min(256, Size); failing *= taken)
        {
            Tries++;
        }
        Rows = Size / Tries;
    }

    /// <summary>How many training values have the pattern.</summary>
    public long Count { get; }

    /// <summary>The number of different texts, as far as they are indexed.</summary>
    public ulong Size { get; }

    /// <summary>The texts that each row may try.</summary>
    public ulong Tries { get; }

    /// <summary>The number of rows that have texts of their own.</summary>
    public ulong Rows { get; }

    /// <summary>Writes the text of a number into a buffer and returns its length.</summary>
    /// <param name="index">A number below <see cref="Size"/>.</param>
    /// <param name="filler">Decides the slots beyond the indexed ones.</param>
    /// <param name="target">At least <see cref="LongestText"/> bytes.</param>
    public int Write(ulong index, ulong filler, Span<byte> target)
    {
        int length = 0;
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            byte[][] pieces = _slots[slot];
            byte[] piece;
            if (slot < _indexed)
            {
                (index, ulong digit) = Math.DivRem(index, (ulong)pieces.Length);
                piece = pieces[digit];
            }
            else
            {
                filler = KnownValues.Mix(filler);
                piece = pieces[Math.BigMul(filler, (ulong)pieces.Length, out _)];
            }
            piece.CopyTo(target[length..]);
            length += piece.Length;
        }
        return length;
    }

    /// <summary>The length of the longest text in bytes.</summary>
    public int LongestText => _slots.Sum(slot => slot.Max(piece => piece.Length));

    /// <summary>Writes the pattern.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(_slots.Length);
        foreach (byte[][] slot in _slots)
        {
            writer.Write(slot.Length);
            foreach (byte[] piece in slot)
            {
                writer.WriteBytes(piece);
            }
        }
    }

    /// <summary>Reads what <see cref="Write(BinaryWriter)"/> wrote.</summary>
    public static Shape Read(BinaryReader reader)
    {
        long count = reader.ReadInt64();
        var slots = new byte[reader.ReadCount(4)][][];
        for (int slot = 0; slot < slots.Length; slot++)
        {
            slots[slot] = new byte[reader.ReadCount(4)][];
            for (int piece = 0; piece < slots[slot].Length; piece++)
            {
                slots[slot][piece] = reader.ReadByteArray();
            }
        }
        return new Shape(slots, count);
    }
}

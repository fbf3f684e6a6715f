using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>
/// The persons of a table's rows. A person is a slot of given names and a slot of family names; rows have distinct pairs of slots, by a shuffle, so
/// that an address made of both names, and of a number where names repeat, is distinct without remembering any. Names repeat as they do in life:
/// usual names have more slots.
/// </summary>
internal sealed class People : Latent
{
    private const int FewestBits = 8;
    private const int MostBits = 16;

    private readonly Shuffle _shuffle;
    private readonly NameSlots _first;
    private readonly NameSlots _last;
    private readonly int _bits;

    /// <summary>Creates the persons of a number of rows.</summary>
    public People(LocaleWords words, long rows, ulong key)
    {
        // At least twice as many pairs as rows.
        _bits = FewestBits;
        while (_bits < MostBits && (1L << (2 * _bits)) < 2 * rows)
        {
            _bits++;
        }
        _first = new NameSlots(1 << _bits, words.Female, words.Male);
        _last = new NameSlots(1 << _bits, words.Last);
        _shuffle = new Shuffle(1UL << (2 * _bits), key);
    }

    /// <inheritdoc/>
    public override void Fill(Block block, Span<long> into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = (long)_shuffle[(ulong)rows[i]];
        }
    }

    /// <summary>Whether a person is a woman: the given names of women have the even slots.</summary>
    public static bool IsFemale(long person) => (person & 1) == 0;

    /// <summary>A person's given name.</summary>
    public ref readonly NameSlot First(long person) => ref _first[person & ((1L << _bits) - 1)];

    /// <summary>A person's family name.</summary>
    public ref readonly NameSlot Last(long person) => ref _last[person >> _bits];

    /// <summary>A number that tells persons apart whose names look alike, from 0.</summary>
    public static long NumberAmongSame(in NameSlot first, in NameSlot last) => ((long)first.Number * last.Count) + last.Number;
}

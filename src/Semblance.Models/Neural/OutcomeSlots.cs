namespace Semblance.Models.Neural;

/// <summary>
/// Gives outcomes of a column (levels, missing tokens) their places in a slice. If there are too many, the most frequent ones have a place
/// each and the rest share the last; which of the rest it is, is drawn by their frequency. So a column of 10,000 levels costs no more than one of
/// <see cref="Most"/>, and its rare levels still come out as often as they should. Plain data.
/// </summary>
internal sealed class OutcomeSlots
{
    /// <summary>The most places of a slice: what a byte can say.</summary>
    public const int Most = 256;

    private readonly int[] _slotOfCode;
    private readonly int[] _codeOfSlot;
    private readonly int[] _rest;
    private readonly long[] _restBelow;

    /// <summary>Assigns places.</summary>
    /// <param name="counts">How often each code occurs in training.</param>
    /// <param name="most">The most places, at least 2.</param>
    public OutcomeSlots(long[] counts, int most)
    {
        Counts = counts;
        int[] codes = [.. Enumerable.Range(0, counts.Length)];
        int[] own = codes;
        _rest = [];
        if (counts.Length > most)
        {
            int[] byCount = [.. codes.OrderByDescending(code => counts[code]).ThenBy(code => code)];
            own = byCount[..(most - 1)];
            Array.Sort(own);
            _rest = byCount[(most - 1)..];
            Array.Sort(_rest);
        }
        _codeOfSlot = own;
        _slotOfCode = new int[counts.Length];
        for (int slot = 0; slot < own.Length; slot++)
        {
            _slotOfCode[own[slot]] = slot;
        }
        _restBelow = new long[_rest.Length];
        long below = 0;
        for (int i = 0; i < _rest.Length; i++)
        {
            _slotOfCode[_rest[i]] = own.Length;
            _restBelow[i] = below;
            below += counts[_rest[i]];
        }
        RestCount = below;
        Width = own.Length + (_rest.Length > 0 ? 1 : 0);
    }

    /// <summary>How often each code occurs in training.</summary>
    public long[] Counts { get; }

    /// <summary>The number of places.</summary>
    public int Width { get; }

    private long RestCount { get; }

    /// <summary>The place of a code.</summary>
    public int SlotOf(int code) => _slotOfCode[code];

    /// <summary>How often each place is taken in training.</summary>
    public long[] SlotCounts()
    {
        var counts = new long[Width];
        for (int code = 0; code < Counts.Length; code++)
        {
            counts[_slotOfCode[code]] += Counts[code];
        }
        return counts;
    }

    /// <summary>The code of a place.</summary>
    /// <param name="slot">The place.</param>
    /// <param name="uniform">A number in [0, 1) that decides among codes that share the place.</param>
    public int CodeOf(int slot, double uniform)
    {
        if (slot < _codeOfSlot.Length)
        {
            return _codeOfSlot[slot];
        }
        long rank = Math.Min((long)(uniform * RestCount), RestCount - 1);
        int found = Array.BinarySearch(_restBelow, rank);
        // Codes that never occur have the same lower end as the next one: the last of equal ends is the one that occurs.
        int at = found >= 0 ? found : ~found - 1;
        while (at + 1 < _restBelow.Length && _restBelow[at + 1] <= rank)
        {
            at++;
        }
        return _rest[at];
    }

    /// <summary>Whether a place is shared by several codes.</summary>
    public bool IsShared(int slot) => slot >= _codeOfSlot.Length;
}

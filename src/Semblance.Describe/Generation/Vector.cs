using System.Numerics;
using System.Runtime.CompilerServices;

namespace Semblance.Describe.Generation;

/// <summary>
/// The values of one column in one block of rows: numbers in a flat array, texts as one run of UTF-8 bytes. Reused from block to block, so that
/// making rows allocates nothing.
/// </summary>
internal sealed class Vector
{
    private byte[] _bytes = [];
    private int[] _ends = [];
    private byte[] _missing = [];
    private byte[] _bare = [];
    private int _texts;

    /// <summary>How values are kept.</summary>
    public VectorKind Kind { get; private set; }

    /// <summary>Digits after the point of <see cref="VectorKind.Decimal"/>.</summary>
    public int Decimals { get; private set; }

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>The values of every kind but text; the places of missing values hold anything.</summary>
    public long[] Numbers { get; private set; } = [];

    /// <summary>Whether any value is missing.</summary>
    public bool HasMissing { get; private set; }

    /// <summary>Whether texts are known to need neither quotes in CSV nor escapes in JSON: made of words that were looked at before.</summary>
    public bool IsPlain { get; set; }

    /// <summary>Begins a new block. No value is missing; of texts, none is there yet.</summary>
    public void Reset(VectorKind kind, int count, int decimals = 0)
    {
        Kind = kind;
        Count = count;
        Decimals = decimals;
        IsPlain = false;
        _texts = 0;
        if (HasBare)
        {
            Array.Clear(_bare);
            HasBare = false;
        }
        if (HasMissing)
        {
            Array.Clear(_missing);
            HasMissing = false;
        }
        if (kind == VectorKind.Text)
        {
            if (_ends.Length < count + 1)
            {
                _ends = new int[Room(count + 1)];
            }
        }
        else if (Numbers.Length < count)
        {
            Numbers = new long[Room(count)];
        }
    }

    /// <summary>Sets the digits after the point, where they are known only after the numbers.</summary>
    public void SetDecimals(int decimals) => Decimals = decimals;

    /// <summary>Whether a value is missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsMissing(int index) => HasMissing && _missing[index] != 0;

    /// <summary>Marks a value as missing; a text is appended all the same.</summary>
    public void SetMissing(int index)
    {
        if (_missing.Length < Count)
        {
            _missing = new byte[Room(Count)];
        }
        _missing[index] = 1;
        HasMissing = true;
    }

    /// <summary>Marks a value as there again.</summary>
    public void SetPresent(int index)
    {
        if (HasMissing)
        {
            _missing[index] = 0;
        }
    }

    /// <summary>Whether any text is a number or boolean in text form, which JSON writes without quotes.</summary>
    public bool HasBare { get; private set; }

    /// <summary>Whether a text is a number or boolean.</summary>
    public bool IsBare(int index) => HasBare && _bare[index] != 0;

    /// <summary>Marks a text as a number or boolean.</summary>
    public void SetBare(int index)
    {
        if (_bare.Length < Count)
        {
            _bare = new byte[Room(Count)];
        }
        _bare[index] = 1;
        HasBare = true;
    }

    /// <summary>Takes over which values of another vector are missing.</summary>
    public void CopyMissing(Vector source)
    {
        if (source.HasMissing)
        {
            for (int i = 0; i < Count; i++)
            {
                if (source.IsMissing(i))
                {
                    SetMissing(i);
                }
            }
        }
    }

    /// <summary>The bytes of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Text(int index)
    {
        int start = _ends[index];
        return _bytes.AsSpan(start, _ends[index + 1] - start);
    }

    /// <summary>Room to write the next text into; <see cref="EndText"/> says how much of it was used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> BeginText(int most)
    {
        int start = _ends[_texts];
        if (_bytes.Length - start < most)
        {
            Grow(start + most);
        }
        return _bytes.AsSpan(start);
    }

    /// <summary>Ends the text begun with <see cref="BeginText"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndText(int length)
    {
        _ends[_texts + 1] = _ends[_texts] + length;
        _texts++;
    }

    /// <summary>Appends the next text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddText(ReadOnlySpan<byte> text)
    {
        text.CopyTo(BeginText(text.Length));
        EndText(text.Length);
    }

    /// <summary>Takes over a vector of the same block, value by value.</summary>
    public void CopyFrom(Vector source)
    {
        Reset(source.Kind, source.Count, source.Decimals);
        if (source.Kind == VectorKind.Text)
        {
            for (int i = 0; i < source.Count; i++)
            {
                AddText(source.Text(i));
            }
        }
        else
        {
            source.Numbers.AsSpan(0, source.Count).CopyTo(Numbers);
        }
        CopyMissing(source);
    }

    /// <summary>The length of an array for some values: blocks of children differ in length, and an array that just fits one is too short for the next.</summary>
    public static int Room(int count) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 64));

    private void Grow(int least) => Array.Resize(ref _bytes, Math.Max(least, Math.Max(4096, 2 * _bytes.Length)));
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Semblance.Data.Csv.Reading;

/// <summary>The characters that structure a file, as bytes.</summary>
internal readonly record struct CsvSyntax(byte Delimiter, byte Quote, bool SpaceAfterDelimiter, bool BackslashEscapes)
{
    /// <summary>The syntax of a dialect.</summary>
    public static CsvSyntax Of(CsvDialect dialect) => new((byte)dialect.Delimiter, (byte)dialect.Quote, dialect.SpaceAfterDelimiter, dialect.BackslashEscapes);
}

/// <summary>Where a field is: its bytes, and whether they have to be unescaped.</summary>
/// <param name="Start">The first byte of the value; in a quoted field the one after the opening quote.</param>
/// <param name="LengthAndFlags">The length in bytes times 4, plus <see cref="Quoted"/> and <see cref="Escaped"/>.</param>
internal readonly record struct Field(int Start, int LengthAndFlags)
{
    /// <summary>The value stood in quotes.</summary>
    public const int Quoted = 1;

    /// <summary>The value has escaped quotes, or text after its closing quote.</summary>
    public const int Escaped = 2;

    /// <summary>The length in bytes.</summary>
    public int Length => LengthAndFlags >> 2;

    /// <summary>Whether the value stood in quotes.</summary>
    public bool IsQuoted => (LengthAndFlags & Quoted) != 0;

    /// <summary>Whether the value has to be unescaped.</summary>
    public bool IsEscaped => (LengthAndFlags & Escaped) != 0;
}

/// <summary>
/// Splits bytes into rows and fields, one row per call. A quote opens a quoted field only at the field's start; in it, a doubled
/// quote (or a backslash and a quote) is a quote. Text between the closing quote and the next delimiter belongs to the value. A row ends at LF, CR LF or
/// CR outside quotes.
/// </summary>
internal ref struct RowTokenizer
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly CsvSyntax _syntax;
    private ulong _mask;
    private int _maskBase;
    private int _next;

    /// <summary>Starts at the first byte of <paramref name="data"/>, which is the start of a row.</summary>
    public RowTokenizer(ReadOnlySpan<byte> data, CsvSyntax syntax)
    {
        _data = data;
        _syntax = syntax;
        _mask = 0;
        _maskBase = 0;
        _next = 0;
        Position = 0;
    }

    /// <summary>The start of the next row.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the data ended inside quotes in the row read last.</summary>
    public bool EndedInQuotes { get; private set; }

    /// <summary>Reads one row, adding its fields to <paramref name="fields"/> from index <paramref name="count"/> on, which may grow. False at the end of the data.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool ReadRow(ref Field[] fields, ref int count)
    {
        int start = Position;
        if (start >= _data.Length)
        {
            return false;
        }
        while (true)
        {
            int at = NextSpecial();
            byte c = at < _data.Length ? _data[at] : (byte)'\n';
            if (c == _syntax.Delimiter)
            {
                Emit(ref fields, ref count, start, at);
                start = at + 1;
            }
            else if (c is (byte)'\n' or (byte)'\r')
            {
                Emit(ref fields, ref count, start, at);
                EndRow(at);
                return true;
            }
            else if (at == start || (_syntax.SpaceAfterDelimiter && _data[start..at].Trim((byte)' ').IsEmpty))
            {
                at = ReadQuoted(ref fields, ref count, at);
                if (at >= _data.Length || _data[at] != _syntax.Delimiter)
                {
                    EndRow(at);
                    return true;
                }
                start = at + 1;
            }
        }
    }

    /// <summary>The text of a quoted field with its escapes resolved, written to <paramref name="destination"/>, which is at least as long; returns its length.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, CsvSyntax syntax, Span<byte> destination)
    {
        int length = 0;
        bool inside = true;
        for (int i = 0; i < raw.Length; i++)
        {
            byte c = raw[i];
            if (inside && c == syntax.Quote)
            {
                if (i + 1 < raw.Length && raw[i + 1] == syntax.Quote)
                {
                    i++;
                }
                else
                {
                    inside = false;
                    continue;
                }
            }
            else if (inside && syntax.BackslashEscapes && c == '\\' && i + 1 < raw.Length && (raw[i + 1] == syntax.Quote || raw[i + 1] == '\\'))
            {
                c = raw[++i];
            }
            destination[length++] = c;
        }
        return length;
    }

    // Reads from an opening quote to the delimiter or the end of the row, and returns where that is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadQuoted(ref Field[] fields, ref int count, int open)
    {
        int start = open + 1;
        int flags = Field.Quoted;
        int close;
        while (true)
        {
            int at = NextSpecial();
            if (at >= _data.Length)
            {
                EndedInQuotes = true;
                Add(ref fields, ref count, start, _data.Length - start, flags | Field.Escaped);
                return _data.Length;
            }
            if (_data[at] != _syntax.Quote)
            {
                continue;
            }
            if (_syntax.BackslashEscapes && IsEscapedByBackslash(start, at))
            {
                flags |= Field.Escaped;
                continue;
            }
            if (at + 1 < _data.Length && _data[at + 1] == _syntax.Quote)
            {
                flags |= Field.Escaped;
                NextSpecial();
                continue;
            }
            close = at;
            break;
        }
        int end = close + 1;
        while (true)
        {
            int at = NextSpecial();
            if (at >= _data.Length || _data[at] != _syntax.Quote)
            {
                // Spaces and stray quotes behind a value are no part of it; other text is.
                if (at > end && _data[end..at].ContainsAnyExcept((byte)' ', _syntax.Quote))
                {
                    Add(ref fields, ref count, start, at - start, flags | Field.Escaped);
                }
                else
                {
                    Add(ref fields, ref count, start, close - start, flags);
                }
                return at;
            }
        }
    }

    private readonly bool IsEscapedByBackslash(int start, int at)
    {
        int slashes = 0;
        while (at - slashes - 1 >= start && _data[at - slashes - 1] == '\\')
        {
            slashes++;
        }
        return (slashes & 1) != 0;
    }

    private void EndRow(int at)
    {
        if (at < _data.Length && _data[at] == '\r' && at + 1 < _data.Length && _data[at + 1] == '\n')
        {
            NextSpecial();
            at++;
        }
        Position = Math.Min(at + 1, _data.Length);
    }

    private readonly void Emit(ref Field[] fields, ref int count, int start, int end)
    {
        if (_syntax.SpaceAfterDelimiter)
        {
            while (start < end && _data[start] == ' ')
            {
                start++;
            }
        }
        Add(ref fields, ref count, start, end - start, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Field[] fields, ref int count, int start, int length, int flags)
    {
        if ((uint)count >= (uint)fields.Length)
        {
            Array.Resize(ref fields, fields.Length * 2);
        }
        fields[count++] = new Field(start, (length << 2) | flags);
    }

    // The position of the next delimiter, quote, CR or LF; the length of the data if there is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextSpecial()
    {
        while (_mask == 0)
        {
            if (_next >= _data.Length)
            {
                return _data.Length;
            }
            _maskBase = _next;
            _mask = MaskAt(_next);
            _next += 64;
        }
        int at = _maskBase + BitOperations.TrailingZeroCount(_mask);
        _mask &= _mask - 1;
        return at;
    }

    private readonly ulong MaskAt(int position)
    {
        if (position + 64 > _data.Length)
        {
            ulong rest = 0;
            for (int i = position; i < _data.Length; i++)
            {
                byte c = _data[i];
                if (c == _syntax.Delimiter || c == _syntax.Quote || c is (byte)'\n' or (byte)'\r')
                {
                    rest |= 1UL << (i - position);
                }
            }
            return rest;
        }
        ref byte first = ref Unsafe.Add(ref MemoryMarshal.GetReference(_data), position);
        if (Vector512.IsHardwareAccelerated)
        {
            return Special(Vector512.LoadUnsafe(ref first)).ExtractMostSignificantBits();
        }
        ulong low = Special(Vector256.LoadUnsafe(ref first)).ExtractMostSignificantBits();
        ulong high = Special(Vector256.LoadUnsafe(ref first, 32)).ExtractMostSignificantBits();
        return low | (high << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector512<byte> Special(Vector512<byte> block) =>
        Vector512.Equals(block, Vector512.Create(_syntax.Delimiter)) | Vector512.Equals(block, Vector512.Create(_syntax.Quote))
        | Vector512.Equals(block, Vector512.Create((byte)'\n')) | Vector512.Equals(block, Vector512.Create((byte)'\r'));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector256<byte> Special(Vector256<byte> block) =>
        Vector256.Equals(block, Vector256.Create(_syntax.Delimiter)) | Vector256.Equals(block, Vector256.Create(_syntax.Quote))
        | Vector256.Equals(block, Vector256.Create((byte)'\n')) | Vector256.Equals(block, Vector256.Create((byte)'\r'));
}

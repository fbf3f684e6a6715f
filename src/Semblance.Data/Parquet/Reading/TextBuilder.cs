using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Semblance.Data.Parquet.Metadata;
using Semblance.Data.Text;
using Semblance.Data.Typing;

namespace Semblance.Data.Parquet.Reading;

/// <summary>
/// Makes columns of texts, which are typed as those of CSV are. Chunks are read in the order of the file, so that the distinct texts are
/// numbered in the order of their first appearance.
/// </summary>
internal sealed class TextBuilder : ColumnBuilder
{
    // About as many texts as are added while memory answers.
    private const int PrefetchDistance = 12;

    // No text of UTF-8: what nulls are numbered under.
    private static readonly byte[] NullKey = [0xFF];

    private readonly TextConversion? _convert;
    private readonly bool _isHex;
    private readonly ByteDictionary _texts = new();
    private readonly ByteArrayScratch _scratch = new();
    private readonly FixedValues? _fixed;
    private readonly int[] _codes;
    private int _nullCode = -1;
    private int _firstNull = -1;
    private bool _isBinary;

    /// <summary>Makes room for all rows.</summary>
    /// <param name="context">Name and wishes.</param>
    /// <param name="leaf">The column in the file.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="isHex">Whether bytes that could be text are taken for hexadecimal digits.</param>
    public TextBuilder(ColumnContext context, LeafColumn leaf, int rows, bool isHex = false)
        : base(context, leaf, rows)
    {
        _isHex = isHex;
        _convert = RawText.IsAsIs(leaf.Type) && !isHex ? null : RawText.Conversion(leaf.Type);
        _fixed = FixedValues.WidthOf(leaf.Type) > 0 ? new FixedValues(leaf.Type) : null;
        _codes = GC.AllocateUninitializedArray<int>(rows);
    }

    /// <inheritdoc/>
    public override bool TakesAnyOrder => false;

    /// <summary>Whether the bytes of a column that says nothing of text turned out to be none; it has to be read again as hexadecimal digits.</summary>
    public bool IsBinary => _isBinary;

    /// <inheritdoc/>
    public override void Read(ChunkPages pages, int row, CancellationToken ct)
    {
        Dictionary? dictionary = null;
        while (!_isBinary && pages.Next())
        {
            ct.ThrowIfCancellationRequested();
            if (pages.IsDictionary)
            {
                dictionary?.Count(_texts);
                dictionary = ReadDictionary(pages);
                continue;
            }
            Span<int> codes = _codes.AsSpan(row, pages.Count);
            Span<int> present = codes[..pages.PresentCount];
            if (pages.Encoding is PageEncoding.RleDictionary or PageEncoding.PlainDictionary)
            {
                Look(pages.Values, dictionary ?? throw new InvalidDataException("a page has indexes into a dictionary that is not there"), present, row);
            }
            else
            {
                ReadTexts(pages, present, row);
            }
            if (pages.PresentCount < pages.Count)
            {
                PlaceNulls(codes, pages.Present, pages.PresentCount, row);
            }
            row += pages.Count;
            ExpectMore(row);
        }
        dictionary?.Count(_texts);
    }

    /// <inheritdoc/>
    public override Column? Finish()
    {
        if (_isBinary)
        {
            return null;
        }
        // Hexadecimal digits that happen to be decimal are no numbers all the same.
        Column column = _isHex && Context.Forced is null
            ? ColumnTyping.BuildStrings(Context, _texts, _codes, _nullCode)
            : ColumnTyping.Build(Context, _texts, _codes, _nullCode);
        ParquetType type = TypeWith(_firstNull < 0 ? 0 : column.Missing![_firstNull]);
        return column.With(column.Schema with { Parquet = type with { IsHex = _isHex } });
    }

    // Where most texts so far were new, most of the rest will be.
    private void ExpectMore(int rowsRead)
    {
        if (_texts.Count > rowsRead / 2)
        {
            _texts.Reserve((int)Math.Min((long)Rows * _texts.Count / Math.Max(rowsRead, 1), Rows));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadTexts(ChunkPages pages, Span<int> codes, int row)
    {
        if (_fixed is not null)
        {
            int width = _fixed.Width;
            ReadOnlySpan<byte> raw = _fixed.Decode(pages.Encoding, pages.Values, codes.Length);
            for (int i = 0; i < codes.Length; i++)
            {
                codes[i] = Add(raw.Slice(i * width, width), 1, row + i);
            }
            return;
        }
        var values = new ByteArrayValues(pages.Encoding, pages.Values, codes.Length, _scratch);
        ByteArrayValues ahead = values;
        int left = 0;
        if (pages.Encoding != PageEncoding.DeltaByteArray && _convert is null)
        {
            left = codes.Length;
            for (; left > codes.Length - PrefetchDistance && ahead.Next(out ReadOnlySpan<byte> first); left--)
            {
                _texts.Prefetch(first);
            }
        }
        for (int i = 0; values.Next(out ReadOnlySpan<byte> value); i++)
        {
            if (left > 0 && ahead.Next(out ReadOnlySpan<byte> later))
            {
                _texts.Prefetch(later);
                left--;
            }
            codes[i] = Add(value, 1, row + i);
        }
    }

    private Dictionary ReadDictionary(ChunkPages pages)
    {
        PageEncoding encoding = pages.Encoding == PageEncoding.PlainDictionary ? PageEncoding.Plain : pages.Encoding;
        if (_fixed is not null)
        {
            if (pages.Count > pages.Values.Length * 8L)
            {
                throw new InvalidDataException($"a dictionary of {pages.Values.Length} bytes is said to have {pages.Count} values");
            }
            return Dictionary.OfFixed(_fixed.Decode(encoding, pages.Values, pages.Count), _fixed.Width, pages.Count);
        }
        return Dictionary.Of(new ByteArrayValues(encoding, pages.Values, pages.Count, _scratch), pages.Values.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Look(ReadOnlySpan<byte> data, Dictionary dictionary, Span<int> codes, int row)
    {
        if (codes.IsEmpty)
        {
            return;
        }
        DictionaryIndexes.Decoder(data).Decode(codes);
        int[] codeOf = dictionary.Codes;
        int[] counts = dictionary.Counts;
        for (int i = 0; i < codes.Length; i++)
        {
            int index = codes[i];
            if ((uint)index >= (uint)codeOf.Length)
            {
                throw DictionaryIndexes.Beyond(index, codeOf.Length);
            }
            int code = codeOf[index];
            if (code < 0)
            {
                code = codeOf[index] = Add(dictionary[index], 0, row + i);
            }
            counts[index]++;
            codes[i] = code;
        }
    }

    private int Add(ReadOnlySpan<byte> raw, int occurrences, int row)
    {
        ReadOnlySpan<byte> text = _convert is null ? raw : _convert(raw);
        int before = _texts.Count;
        int code = _texts.Add(text, ByteDictionary.SeenPlain, occurrences);
        if (_texts.Count > before)
        {
            Check(text, row);
        }
        return code;
    }

    private void Check(ReadOnlySpan<byte> text, int row)
    {
        if (text.Length > ParquetType.MaxLength)
        {
            throw new TableException($"{Context.Source}: column '{Context.Name}', at row {row + 1} or later: a value has {text.Length} bytes, {ParquetType.MaxLength} at most are taken; leave the column out, or shorten its values.");
        }
        if (_convert is not null)
        {
            return;
        }
        if (Leaf.Type.Logical is ParquetLogicalType.None or ParquetLogicalType.Null)
        {
            _isBinary |= !Utf8.IsValid(text) || HasControls(text);
        }
        else if (!Utf8.IsValid(text))
        {
            throw new TableException($"{Context.Source}: column '{Context.Name}', at row {row + 1} or later: a value is said to be text, and its bytes are not UTF-8; write the column with valid text, or leave it out.");
        }
    }

    private static bool HasControls(ReadOnlySpan<byte> text)
    {
        foreach (byte next in text)
        {
            if (next < ' ' && next is not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                return true;
            }
        }
        return false;
    }

    private void PlaceNulls(Span<int> codes, ReadOnlySpan<byte> present, int count, int row)
    {
        if (_nullCode < 0)
        {
            _nullCode = _texts.Add(NullKey, ByteDictionary.SeenPlain, 0);
            _firstNull = row + present.IndexOf((byte)0);
        }
        int from = count - 1;
        for (int i = codes.Length - 1; i > from; i--)
        {
            if (present[i] != 0)
            {
                codes[i] = codes[from];
                from--;
            }
            else
            {
                codes[i] = _nullCode;
            }
        }
        _texts.AddOccurrences(_nullCode, codes.Length - count);
    }

    /// <summary>The dictionary of a chunk, and what its values are in the table.</summary>
    private sealed class Dictionary
    {
        private readonly byte[] _bytes;
        private readonly int[] _ends;

        private Dictionary(byte[] bytes, int[] ends)
        {
            _bytes = bytes;
            _ends = ends;
            Codes = new int[ends.Length];
            Codes.AsSpan().Fill(-1);
            Counts = new int[ends.Length];
        }

        /// <summary>The code of each value among the texts of the table; -1 while it was not met.</summary>
        public int[] Codes { get; }

        /// <summary>How often each value was met.</summary>
        public int[] Counts { get; }

        public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan((index == 0 ? 0 : _ends[index - 1]).._ends[index]);

        public static Dictionary OfFixed(ReadOnlySpan<byte> values, int width, int count)
        {
            int[] ends = new int[count];
            for (int i = 0; i < count; i++)
            {
                ends[i] = (i + 1) * width;
            }
            return new Dictionary(values.ToArray(), ends);
        }

        public static Dictionary Of(ByteArrayValues values, int mostBytes)
        {
            byte[] bytes = new byte[mostBytes];
            var ends = new List<int>();
            int at = 0;
            while (values.Next(out ReadOnlySpan<byte> value))
            {
                if (at + value.Length > bytes.Length)
                {
                    Array.Resize(ref bytes, Math.Max(bytes.Length * 2, at + value.Length));
                }
                value.CopyTo(bytes.AsSpan(at));
                at += value.Length;
                ends.Add(at);
            }
            return new Dictionary(bytes, [.. ends]);
        }

        public void Count(ByteDictionary texts)
        {
            for (int i = 0; i < Codes.Length; i++)
            {
                if (Codes[i] >= 0)
                {
                    texts.AddOccurrences(Codes[i], Counts[i]);
                }
            }
        }
    }
}

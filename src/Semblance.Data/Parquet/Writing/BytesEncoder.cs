using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Semblance.Data.Parquet.Metadata;
using Semblance.Data.Text;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Encodes byte strings: texts, and numbers and times that lie as bytes.</summary>
internal sealed class BytesEncoder : ChunkEncoder
{
    // Values looked at before a dictionary that will not pay is given up.
    private const int Trial = 1024;

    private readonly BytesSource _source;
    private readonly bool _hasLengths;
    private readonly bool _isText;
    private int _count;
    private int _distinct;
    private bool _hasDictionary;

    /// <summary>Prepares for a column.</summary>
    public BytesEncoder(ColumnPlan plan, WriteLimits limits)
        : base(plan, limits)
    {
        _source = BytesSource.For(plan);
        _hasLengths = plan.Type.Physical == ParquetPhysicalType.ByteArray;
        _isText = _hasLengths && PlainText.IsText(plan.Type);
    }

    /// <inheritdoc/>
    protected override bool HasTexts => !_hasDictionary;

    /// <inheritdoc/>
    protected override int? DistinctCount => _hasDictionary ? _distinct : null;

    /// <inheritdoc/>
    protected override int Load(int column, IReadOnlyList<RowSlice> rows, Span<byte> present, ChunkScratch scratch)
    {
        Memory memory = scratch.Part<Memory>();
        memory.Clear(present.Length);
        int row = 0;
        foreach (RowSlice slice in rows)
        {
            Column values = slice.Block.Columns[column];
            Span<byte> here = present.Slice(row, slice.Count);
            if (_isText && values is StringColumn { Missing: null } strings)
            {
                AddTexts(memory, strings.Values, slice);
                here.Fill(1);
            }
            else
            {
                Add(memory, values, slice.From, here);
            }
            row += slice.Count;
        }
        return _count = memory.Count;
    }

    /// <inheritdoc/>
    protected override PageEncoding Prepare(int values, ChunkScratch scratch)
    {
        Memory memory = scratch.Part<Memory>();
        _hasDictionary = values > 0 && TryBuildDictionary(memory, scratch.Indices(values));
        if (!_hasDictionary)
        {
            return PageEncoding.Plain;
        }
        _distinct = memory.Dictionary.Count;
        scratch.Page.Clear();
        for (int i = 0; i < _distinct; i++)
        {
            WriteValue(scratch.Page, memory.Dictionary[i]);
        }
        WriteDictionary(_distinct, scratch);
        return PageEncoding.RleDictionary;
    }

    /// <inheritdoc/>
    protected override void WriteValues(ByteBuffer page, int from, int count, ChunkScratch scratch)
    {
        if (_hasDictionary)
        {
            WriteIndices(page, scratch.Indices(_count).Slice(from, count), _distinct);
        }
        else
        {
            page.Write(scratch.Part<Memory>().Plain(from, count));
        }
    }

    /// <inheritdoc/>
    protected override ValueBounds? FindBounds(int from, int count, ChunkScratch scratch)
    {
        Memory memory = scratch.Part<Memory>();
        ValueOrder order = Plan.Order;
        int low = -1, high = -1;
        for (int i = from; i < from + count; i++)
        {
            ReadOnlySpan<byte> value = Value(memory, i);
            if (!ValueOrders.HasPlace(order, value))
            {
                continue;
            }
            low = low < 0 || ValueOrders.Compare(order, value, Value(memory, low)) < 0 ? i : low;
            high = high < 0 || ValueOrders.Compare(order, value, Value(memory, high)) > 0 ? i : high;
        }
        return low < 0 ? null : new ValueBounds(ValueOrders.Bound(order, Value(memory, low), isMax: false), ValueOrders.Bound(order, Value(memory, high), isMax: true));
    }

    /// <inheritdoc/>
    protected override int LengthOf(int value, ChunkScratch scratch) => scratch.Part<Memory>().Plain(value, 1).Length;

    private ReadOnlySpan<byte> Value(Memory memory, int index) => memory.Plain(index, 1)[(_hasLengths ? sizeof(int) : 0)..];

    private bool TryBuildDictionary(Memory memory, Span<int> indices)
    {
        ByteDictionary dictionary = memory.Dictionary;
        dictionary.Clear();
        int limit = Math.Max(indices.Length / 2, 1);
        int trialLimit = indices.Length > Trial ? Math.Min(limit, Trial * 95 / 100) : limit;
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = dictionary.Add(Value(memory, i), ByteDictionary.SeenPlain);
            if (dictionary.Count > (i < Trial ? trialLimit : limit) || dictionary.ByteCount > MaxDictionaryBytes)
            {
                return false;
            }
        }
        long plain = memory.Plain(0, indices.Length).Length;
        long distinct = dictionary.ByteCount + (_hasLengths ? (long)dictionary.Count * sizeof(int) : 0);
        return distinct + ((long)indices.Length * HybridEncoder.BitWidth(dictionary.Count) / 8) < plain * 3 / 4;
    }

    private void Add(Memory memory, Column column, int from, Span<byte> present)
    {
        byte[]? missing = column.Missing;
        for (int i = 0; i < present.Length; i++)
        {
            byte code = missing is null ? (byte)0 : missing[from + i];
            byte[]? token = code == 0 ? null : Plan.Tokens[code - 1];
            if (code != 0 && token is null)
            {
                present[i] = 0;
                continue;
            }
            present[i] = 1;
            int start = memory.Bytes.Length;
            if (_hasLengths)
            {
                memory.Bytes.GetSpan(sizeof(int));
                memory.Bytes.Advance(sizeof(int));
            }
            if (token is not null)
            {
                memory.Bytes.Write(token);
            }
            else
            {
                _source.Write(column, from + i, memory.Bytes);
            }
            if (_hasLengths)
            {
                BinaryPrimitives.WriteInt32LittleEndian(memory.Bytes.Written[start..], memory.Bytes.Length - start - sizeof(int));
            }
            memory.EndValue();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTexts(Memory memory, Utf8Strings texts, RowSlice slice)
    {
        ByteBuffer bytes = memory.Bytes;
        Span<byte> target = bytes.GetSpan(checked((int)(texts.ByteCount(slice.From, slice.Count) + ((long)slice.Count * sizeof(int)))));
        int at = 0, start = bytes.Length;
        for (int row = slice.From; row < slice.From + slice.Count; row++)
        {
            ReadOnlySpan<byte> text = texts[row];
            BinaryPrimitives.WriteInt32LittleEndian(target[at..], text.Length);
            text.CopyTo(target[(at + sizeof(int))..]);
            at += sizeof(int) + text.Length;
            memory.EndValue(start + at);
        }
        bytes.Advance(at);
    }

    private void WriteValue(ByteBuffer page, ReadOnlySpan<byte> value)
    {
        if (_hasLengths)
        {
            BinaryPrimitives.WriteInt32LittleEndian(page.GetSpan(sizeof(int)), value.Length);
            page.Advance(sizeof(int));
        }
        page.Write(value);
    }

    /// <summary>What encoding takes, shared by all columns of bytes: the values one after another, as a page has them, and where each ends.</summary>
    private sealed class Memory
    {
        private int[] _ends = [0];

        public ByteBuffer Bytes { get; } = new();

        public ByteDictionary Dictionary { get; } = new();

        public int Count { get; private set; }

        public void Clear(int rows)
        {
            Bytes.Clear();
            Count = 0;
            if (_ends.Length <= rows)
            {
                _ends = new int[rows + 1];
            }
        }

        public void EndValue() => EndValue(Bytes.Length);

        public void EndValue(int end) => _ends[++Count] = end;

        public ReadOnlySpan<byte> Plain(int from, int count) => Bytes.Written[_ends[from].._ends[from + count]];
    }
}

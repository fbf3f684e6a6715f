using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Encodes categories: the levels that a row group has, in their order, are its dictionary; plainly where that is smaller.</summary>
internal sealed class LevelEncoder : ChunkEncoder
{
    // The levels and, behind them, the missing tokens that stand for values; each with its length before it if the type has lengths.
    private readonly byte[][] _plain;
    private readonly byte[][] _values;
    private readonly int[] _tokenCodes;

    // The place of each code in the order of values; -1 for what has none.
    private readonly int[] _ranks;
    private readonly int[] _byRank;
    private readonly int[] _counts;
    private readonly int[] _places;
    private int[] _codes = [];
    private int _count;
    private int _distinct;
    private bool _hasDictionary;

    /// <summary>Prepares for a column.</summary>
    public LevelEncoder(ColumnPlan plan, WriteLimits limits)
        : base(plan, limits)
    {
        List<byte[]> values = [.. plan.Levels];
        _tokenCodes = new int[plan.Tokens.Length];
        for (int token = 0; token < _tokenCodes.Length; token++)
        {
            _tokenCodes[token] = plan.Tokens[token] is null ? -1 : values.Count;
            if (plan.Tokens[token] is { } value)
            {
                values.Add(value);
            }
        }
        _values = [.. values];
        _plain = plan.Type.Physical == ParquetPhysicalType.ByteArray ? Array.ConvertAll(_values, WithLength) : _values;
        _counts = new int[_values.Length];
        _places = new int[_values.Length];
        _byRank = [.. Enumerable.Range(0, _values.Length).Where(code => ValueOrders.HasPlace(plan.Order, _values[code])).Order(Comparer<int>.Create((a, b) => ValueOrders.Compare(plan.Order, _values[a], _values[b])))];
        _ranks = new int[_values.Length];
        Array.Fill(_ranks, -1);
        for (int rank = 0; rank < _byRank.Length; rank++)
        {
            _ranks[_byRank[rank]] = rank;
        }
    }

    /// <inheritdoc/>
    protected override bool HasTexts => !_hasDictionary;

    /// <inheritdoc/>
    protected override int? DistinctCount => _distinct;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override int Load(int column, IReadOnlyList<RowSlice> rows, Span<byte> present, ChunkScratch scratch)
    {
        if (_codes.Length < present.Length)
        {
            _codes = new int[present.Length];
        }
        int[] target = _codes;
        int count = 0, row = 0;
        foreach (RowSlice slice in rows)
        {
            var source = (CategoryColumn)slice.Block.Columns[column];
            ReadOnlySpan<int> codes = source.Codes.AsSpan(slice.From, slice.Count);
            if (source.Missing is null)
            {
                codes.CopyTo(target.AsSpan(count));
                present.Slice(row, slice.Count).Fill(1);
                count += slice.Count;
                row += slice.Count;
                continue;
            }
            for (int i = 0; i < codes.Length; i++)
            {
                int code = codes[i] >= 0 ? codes[i] : TokenCode(source.Missing[slice.From + i]);
                target[count] = code;
                // All bits of a code that is none are set.
                int isPresent = (code >> 31) + 1;
                count += isPresent;
                present[row++] = (byte)isPresent;
            }
        }
        return _count = count;
    }

    /// <inheritdoc/>
    protected override PageEncoding Prepare(int values, ChunkScratch scratch)
    {
        Array.Clear(_counts);
        foreach (int code in _codes.AsSpan(0, values))
        {
            _counts[code]++;
        }
        long plainBytes = 0, dictionaryBytes = 0;
        _distinct = 0;
        for (int code = 0; code < _counts.Length; code++)
        {
            if (_counts[code] > 0)
            {
                _places[code] = _distinct++;
                dictionaryBytes += _plain[code].Length;
                plainBytes += (long)_counts[code] * _plain[code].Length;
            }
        }
        _hasDictionary = values > 0 && dictionaryBytes <= MaxDictionaryBytes && dictionaryBytes + ((long)values * HybridEncoder.BitWidth(_distinct) / 8) < plainBytes;
        if (!_hasDictionary)
        {
            return PageEncoding.Plain;
        }
        scratch.Page.Clear();
        for (int code = 0; code < _counts.Length; code++)
        {
            if (_counts[code] > 0)
            {
                scratch.Page.Write(_plain[code]);
            }
        }
        WriteDictionary(_distinct, scratch);
        return PageEncoding.RleDictionary;
    }

    /// <inheritdoc/>
    protected override void WriteValues(ByteBuffer page, int from, int count, ChunkScratch scratch)
    {
        ReadOnlySpan<int> codes = _codes.AsSpan(from, count);
        if (_hasDictionary)
        {
            Span<int> indices = scratch.Indices(count);
            int[] places = _places;
            for (int i = 0; i < codes.Length; i++)
            {
                indices[i] = places[codes[i]];
            }
            WriteIndices(page, indices, _distinct);
        }
        else
        {
            foreach (int code in codes)
            {
                page.Write(_plain[code]);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override ValueBounds? FindBounds(int from, int count, ChunkScratch scratch)
    {
        int low = int.MaxValue, high = -1;
        int[] ranks = _ranks;
        foreach (int code in _codes.AsSpan(from, count))
        {
            int rank = ranks[code];
            high = Math.Max(high, rank);
            low = rank >= 0 ? Math.Min(low, rank) : low;
        }
        return high < 0 ? null : new ValueBounds(ValueOrders.Bound(Plan.Order, _values[_byRank[low]], isMax: false), ValueOrders.Bound(Plan.Order, _values[_byRank[high]], isMax: true));
    }

    /// <inheritdoc/>
    protected override int LengthOf(int value, ChunkScratch scratch) => _plain[_codes[value]].Length;

    private int TokenCode(byte missing) => missing == 0 ? -1 : _tokenCodes[missing - 1];

    private static byte[] WithLength(byte[] value)
    {
        byte[] plain = new byte[value.Length + sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(plain, value.Length);
        value.CopyTo(plain, sizeof(int));
        return plain;
    }
}

using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Encodes truth values, one bit each.</summary>
internal sealed class BooleanEncoder(ColumnPlan plan, WriteLimits limits) : ChunkEncoder(plan, limits)
{
    private readonly FixedSource<byte> _source = FixedSource<byte>.For(plan);
    private byte[] _values = [];

    /// <inheritdoc/>
    protected override int Load(int column, IReadOnlyList<RowSlice> rows, Span<byte> present, ChunkScratch scratch)
    {
        if (_values.Length < present.Length)
        {
            _values = new byte[present.Length];
        }
        int row = 0, count = 0;
        foreach (RowSlice slice in rows)
        {
            count += _source.Read(slice.Block.Columns[column], slice.From, _values.AsSpan(count), present.Slice(row, slice.Count));
            row += slice.Count;
        }
        return count;
    }

    /// <inheritdoc/>
    protected override PageEncoding Prepare(int values, ChunkScratch scratch) => PageEncoding.Plain;

    /// <inheritdoc/>
    protected override void WriteValues(ByteBuffer page, int from, int count, ChunkScratch scratch) => DefinitionLevels.WriteBits(page, _values.AsSpan(from, count));

    /// <inheritdoc/>
    protected override ValueBounds? FindBounds(int from, int count, ChunkScratch scratch)
    {
        ReadOnlySpan<byte> values = _values.AsSpan(from, count);
        return new ValueBounds([values.Contains((byte)0) ? (byte)0 : (byte)1], [values.Contains((byte)1) ? (byte)1 : (byte)0]);
    }
}

using System.Collections.Concurrent;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Writes a file from its first byte to its last, without going back: row groups, the indexes of their pages, the footer.</summary>
internal sealed class FileWriter
{
    private static readonly byte[] s_magic = "PAR1"u8.ToArray();
    private static readonly string s_createdBy = $"semblance version {typeof(FileWriter).Assembly.GetName().Version!.ToString(3)}";

    private readonly Stream _output;
    private readonly ColumnPlan[] _plans;
    private readonly ChunkEncoder[] _encoders;
    private readonly EncodedChunk[] _chunks;
    private readonly CompressionCodec _codec;
    private readonly WriteLimits _limits;
    private readonly ConcurrentBag<ChunkScratch> _scratches = [];
    private readonly List<(long Start, int Rows, EncodedChunk[] Chunks)> _groups = [];
    private long _position;

    /// <summary>Prepares for a file.</summary>
    public FileWriter(Stream output, IReadOnlyList<ColumnSchema> schema, CompressionCodec codec, WriteLimits limits)
    {
        _output = output;
        _codec = codec;
        _limits = limits;
        _plans = [.. schema.Select(ColumnPlan.For)];
        _encoders = Array.ConvertAll(_plans, plan => ChunkEncoder.For(plan, limits));
        _chunks = new EncodedChunk[_plans.Length];
    }

    /// <summary>Writes the file. As <see cref="ParquetWriter"/> says.</summary>
    public void Write(IEnumerable<Table> blocks, IReadOnlyDictionary<string, string> keyValues, Action<long>? rowsWritten, CancellationToken ct)
    {
        Put(s_magic);
        long rows = 0;
        try
        {
            foreach ((IReadOnlyList<RowSlice> slices, int count) in new RowGroupCutter(_plans.Length, _limits).Cut(blocks.Select(Check)))
            {
                ct.ThrowIfCancellationRequested();
                Encode(slices, count, ct);
                _groups.Add((_position, count, [.. _chunks]));
                foreach (ChunkEncoder encoder in _encoders)
                {
                    Put(encoder.Output.Written);
                }
                rows += count;
                rowsWritten?.Invoke(rows);
            }
        }
        finally
        {
            foreach (ChunkScratch scratch in _scratches)
            {
                scratch.Dispose();
            }
        }
        WriteFooter(rows, SourceMetadata.ForFile(keyValues, _plans, rows));
        _output.Flush();
    }

    private Table Check(Table block)
    {
        if (block.Columns.Count != _plans.Length)
        {
            throw new ArgumentException($"A block has {block.Columns.Count} columns, the schema {_plans.Length}.", nameof(block));
        }
        for (int i = 0; i < _plans.Length; i++)
        {
            ColumnSchema expected = _plans[i].Schema;
            if (block.Columns[i].Name != expected.Name || block.Columns[i].Kind != expected.Kind)
            {
                throw new ArgumentException($"Column {i + 1} of a block is '{block.Columns[i].Name}' ({block.Columns[i].Kind}), that of the schema '{expected.Name}' ({expected.Kind}).", nameof(block));
            }
        }
        return block;
    }

    private void Encode(IReadOnlyList<RowSlice> slices, int count, CancellationToken ct)
    {
        try
        {
            Parallel.For(
                0,
                _plans.Length,
                new ParallelOptions { MaxDegreeOfParallelism = Math.Max(_limits.Threads, 1), CancellationToken = ct },
                () => _scratches.TryTake(out ChunkScratch? scratch) ? scratch : new ChunkScratch(_codec),
                (column, _, scratch) =>
                {
                    _chunks[column] = _encoders[column].Encode(column, slices, count, scratch);
                    return scratch;
                },
                _scratches.Add);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<TableException>().FirstOrDefault() is { } first)
        {
            throw new TableException(first.Message, e);
        }
    }

    private void WriteFooter(long rows, IReadOnlyList<KeyValuePair<string, string?>> keyValues)
    {
        var buffer = new ByteBuffer();
        RowGroup[] groups = [.. _groups.Select(ToRowGroup)];
        WriteIndexes(groups, buffer);
        var footer = new FileMetadata
        {
            Schema = [new SchemaElement("schema") { ChildCount = _plans.Length }, .. _plans.Select(plan => plan.ToElement())],
            RowCount = rows,
            RowGroups = groups,
            KeyValues = keyValues,
            CreatedBy = s_createdBy,
            HasColumnOrders = true,
        };
        buffer.Clear();
        footer.Write(new ThriftWriter(buffer));
        Put(buffer.Written);
        Span<byte> length = stackalloc byte[sizeof(int)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, buffer.Length);
        Put(length);
        Put(s_magic);
    }

    private RowGroup ToRowGroup((long Start, int Rows, EncodedChunk[] Chunks) group, int ordinal)
    {
        var columns = new ColumnChunk[_plans.Length];
        long offset = group.Start;
        for (int i = 0; i < columns.Length; i++)
        {
            EncodedChunk chunk = group.Chunks[i];
            long size = SizeOf(chunk);
            columns[i] = new ColumnChunk
            {
                Metadata = new ColumnMetadata
                {
                    Type = _plans[i].Type.Physical,
                    Encodings = chunk.Encodings,
                    Path = [_plans[i].Schema.Name],
                    Codec = _codec,
                    ValueCount = chunk.Rows,
                    UncompressedSize = chunk.UncompressedSize,
                    CompressedSize = size,
                    DataPageOffset = offset + chunk.DictionarySize,
                    DictionaryPageOffset = chunk.DictionarySize > 0 ? offset : null,
                    Statistics = chunk.Statistics,
                },
            };
            offset += size;
        }
        return new RowGroup
        {
            Columns = columns,
            UncompressedSize = group.Chunks.Sum(chunk => chunk.UncompressedSize),
            CompressedSize = offset - group.Start,
            RowCount = group.Rows,
            FileOffset = group.Start,
            Ordinal = ordinal <= short.MaxValue ? (short)ordinal : null,
        };
    }

    private static long SizeOf(EncodedChunk chunk) => chunk.Pages[^1].Offset + chunk.Pages[^1].Size;

    // All column indexes, then all offset indexes, in the order of the chunks: as PageIndex.md has it.
    private void WriteIndexes(RowGroup[] groups, ByteBuffer buffer)
    {
        for (int g = 0; g < groups.Length; g++)
        {
            var columns = (ColumnChunk[])groups[g].Columns;
            for (int i = 0; i < columns.Length; i++)
            {
                if (PageIndex.Describe(_plans[i].Order, _groups[g].Chunks[i].Pages) is { } index)
                {
                    (long offset, int length) = PutStructure(index.Write, buffer);
                    columns[i] = columns[i] with { ColumnIndexOffset = offset, ColumnIndexLength = length };
                }
            }
        }
        for (int g = 0; g < groups.Length; g++)
        {
            var columns = (ColumnChunk[])groups[g].Columns;
            long start = _groups[g].Start;
            for (int i = 0; i < columns.Length; i++)
            {
                EncodedChunk chunk = _groups[g].Chunks[i];
                (long offset, int length) = PutStructure(PageIndex.Locate(start, chunk.Pages).Write, buffer);
                columns[i] = columns[i] with { OffsetIndexOffset = offset, OffsetIndexLength = length };
                start += SizeOf(chunk);
            }
        }
    }

    private (long Offset, int Length) PutStructure(Action<ThriftWriter> write, ByteBuffer buffer)
    {
        buffer.Clear();
        write(new ThriftWriter(buffer));
        long offset = _position;
        Put(buffer.Written);
        return (offset, buffer.Length);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _position += bytes.Length;
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Semblance.Data.Files;
using Semblance.Data.Parquet.Metadata;
using Semblance.Data.Typing;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Reads a table from a source that is a Parquet file.</summary>
internal sealed class ParquetTableReading
{
    // What a table may take of the memory that there is.
    private const double MostOfMemory = 0.8;

    private readonly FileSource _source;
    private readonly RandomFile _file;
    private readonly ParquetFooter _footer;
    private readonly int _threads;
    private readonly long _mostBytes;
    private readonly CancellationToken _ct;
    private readonly Lock _progress = new();
    private readonly int[] _groupStarts;
    private long _bytesRead;

    private ParquetTableReading(FileSource source, RandomFile file, TableReadOptions options, CancellationToken ct)
    {
        _source = source;
        _file = file;
        _threads = options.Threads;
        _mostBytes = options.MostBytes ?? long.MaxValue;
        _ct = ct;
        _footer = ParquetFooter.Read(file, source.Name);
        (_groupStarts, Rows) = CountRows();
    }

    private FileMetadata Metadata => _footer.Metadata;

    private int Rows { get; }

    /// <summary>Reads the table.</summary>
    /// <exception cref="TableException">The file is damaged, encrypted or not flat; or a wish cannot be met.</exception>
    public static TableDocument Read(FileSource source, TableReadOptions options, CancellationToken ct)
    {
        using RandomFile file = source.OpenRandom();
        return new ParquetTableReading(source, file, options, ct).Read(options);
    }

    private TableDocument Read(TableReadOptions options)
    {
        (LeafColumn Leaf, ColumnContext Context)[] columns = Plan(options);
        CheckMemory(columns.Select(column => column.Leaf));
        ColumnBuilder[] builders = [.. columns.Select(column => BuilderFor(column.Context, column.Leaf))];
        ReadChunks(builders);
        var finished = new Column?[builders.Length];
        Finish(builders, finished);

        // Numbers that turn out to be codes and bytes that turn out to be no text are read again for what they are.
        int[] again = [.. Enumerable.Range(0, builders.Length).Where(i => finished[i] is null)];
        if (again.Length > 0)
        {
            ColumnBuilder[] second = [.. again.Select(i => new TextBuilder(columns[i].Context, columns[i].Leaf, Rows, isHex: builders[i] is TextBuilder { IsBinary: true }))];
            ReadChunks(second);
            var rest = new Column?[second.Length];
            Finish(second, rest);
            for (int i = 0; i < again.Length; i++)
            {
                (finished[again[i]], builders[again[i]]) = (rest[i], second[i]);
            }
        }
        return new TableDocument(new Table([.. finished.OfType<Column>()], Rows), Layout(), [.. builders.SelectMany(builder => builder.Warnings)]);
    }

    private (int[] Starts, int Rows) CountRows()
    {
        int[] starts = new int[Metadata.RowGroups.Count];
        long rows = 0;
        for (int group = 0; group < starts.Length; group++)
        {
            starts[group] = (int)rows;
            rows += Metadata.RowGroups[group].RowCount;
            if (rows > Array.MaxLength)
            {
                throw new TableException($"{_source.Name} has more than {Array.MaxLength} rows; split the file.");
            }
        }
        // What the footer says of all rows together is wrong in files of some writers, and needed by nobody.
        return (starts, (int)rows);
    }

    private (LeafColumn Leaf, ColumnContext Context)[] Plan(TableReadOptions options)
    {
        (IReadOnlyList<LeafColumn> leaves, int chunks) = Leaves();
        foreach (RowGroup group in Metadata.RowGroups)
        {
            if (group.Columns.Count != chunks)
            {
                throw Damaged($"a row group has {group.Columns.Count} columns, the schema {chunks}");
            }
        }
        string[] headers = [.. leaves.Select(leaf => leaf.Name)];
        string[] names = ColumnNames.MakeUnique(headers);
        // A structure is left out with all that is in it.
        options = options with { Drop = options.Drop.SelectMany(drop => names.Contains(drop) ? [drop] : names.Where(name => name.StartsWith(drop + ".", StringComparison.Ordinal)).DefaultIfEmpty(drop)).ToHashSet() };
        ColumnWish[] wishes = ColumnWish.Resolve(names, options, _source.Name);
        var columns = new List<(LeafColumn, ColumnContext)>();
        for (int i = 0; i < leaves.Count; i++)
        {
            if (wishes[i].Dropped)
            {
                continue;
            }
            if (leaves[i].Problem is string problem)
            {
                throw new TableException($"{_source.Name}: {problem}.");
            }
            columns.Add((leaves[i], new ColumnContext(names[i], headers[i] == names[i] ? null : headers[i], wishes[i].Type, ',', _source.Name)));
        }
        return [.. columns];
    }

    private (IReadOnlyList<LeafColumn> Leaves, int Chunks) Leaves()
    {
        try
        {
            return LeafColumns.Of(Metadata);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e.Message);
        }
    }

    // The number of rows is what the footer says, and a column of one value takes no space in a file; so both have to fit before room is made.
    private void CheckMemory(IEnumerable<LeafColumn> leaves)
    {
        double needed = leaves.Sum(leaf => Rows * (RawText.IsAsIs(leaf.Type) || leaf.Type.Physical == ParquetPhysicalType.Boolean ? 4.0 : 8.0));
        double available = Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * MostOfMemory, _mostBytes);
        if (needed > available)
        {
            throw new TableException(string.Create(CultureInfo.InvariantCulture, $"{_source.Name} has {Rows:N0} rows, which take {needed / 1e9:N1} GB or more of memory, and there are {available / 1e9:N1} GB for it; leave out columns or split the file."));
        }
        if (needed > PlausibleBytes())
        {
            CheckPages(leaves);
        }
    }

    private double PlausibleBytes() => (64 << 20) + (_file.Length * 64.0);

    // Where few bytes are said to hold very many rows, the headers of the pages are asked first.
    private void CheckPages(IEnumerable<LeafColumn> leaves)
    {
        LeafColumn? leaf = leaves.FirstOrDefault();
        for (int group = 0; leaf is not null && group < Metadata.RowGroups.Count; group++)
        {
            var pages = new ChunkPages(_file, _footer.PagesEnd, _mostBytes);
            Guarded(leaf, () =>
            {
                pages.Open(Chunk(leaf, group), leaf);
                pages.CountOnly();
            });
        }
    }

    private ColumnBuilder BuilderFor(ColumnContext context, LeafColumn leaf)
    {
        ColumnType? forced = context.Forced;
        return leaf.Type switch
        {
            { Physical: ParquetPhysicalType.Boolean } when forced is null or ColumnType.Boolean => new BooleanBuilder(context, leaf, Rows),
            var type when RawTimes.Are(type) && DateTimeBuilder.CanBe(type, forced) => new DateTimeBuilder(context, leaf, Rows),
            var type when RawNumbers.Are(type) && forced is null or ColumnType.Integer or ColumnType.Decimal && RawNumbers.Are(type) => new NumberBuilder(context, leaf, Rows),
            _ => new TextBuilder(context, leaf, Rows),
        };
    }

    private void ReadChunks(ColumnBuilder[] builders)
    {
        // What has to go in order is one piece of work, and begins first, as it is the longest.
        var pieces = new List<(ColumnBuilder Builder, int From, int To)>();
        int groups = Metadata.RowGroups.Count;
        pieces.AddRange(builders.Where(builder => !builder.TakesAnyOrder).Select(builder => (builder, 0, groups)));
        foreach (ColumnBuilder builder in builders.Where(builder => builder.TakesAnyOrder))
        {
            pieces.AddRange(Enumerable.Range(0, groups).Select(group => (builder, group, group + 1)));
        }
        var readers = new ConcurrentBag<ChunkPages>();
        Work.ForEach(
            pieces.Count,
            _threads,
            i =>
            {
                if (!readers.TryTake(out ChunkPages? pages))
                {
                    pages = new ChunkPages(_file, _footer.PagesEnd, _mostBytes);
                }
                (ColumnBuilder builder, int from, int to) = pieces[i];
                for (int group = from; group < to; group++)
                {
                    ReadChunk(pages, builder, group);
                }
                readers.Add(pages);
            },
            _ct);
    }

    private void ReadChunk(ChunkPages pages, ColumnBuilder builder, int group)
    {
        _ct.ThrowIfCancellationRequested();
        long before = pages.BytesRead;
        Guarded(builder.Leaf, () =>
        {
            pages.Open(Chunk(builder.Leaf, group), builder.Leaf);
            builder.Read(pages, _groupStarts[group], _ct);
        });
        lock (_progress)
        {
            _bytesRead += pages.BytesRead - before;
            _source.Report((long)(_bytesRead * ((double)_source.Length / Math.Max(_file.Length, 1))));
        }
    }

    private ColumnMetadata Chunk(LeafColumn leaf, int group)
    {
        RowGroup rows = Metadata.RowGroups[group];
        ColumnChunk chunk = rows.Columns[leaf.Index];
        if (chunk.IsEncrypted)
        {
            throw new TableException($"{_source.Name}: column '{leaf.Name}' is encrypted; leave it out (--drop on the command line), or write the file without encryption.");
        }
        if (chunk.FilePath is not null)
        {
            throw new NotSupportedException("its values are in another file");
        }
        ColumnMetadata metadata = chunk.Metadata ?? throw new InvalidDataException("a row group does not describe it");
        return metadata.Type != leaf.Type.Physical ? throw new InvalidDataException($"a row group has it as {metadata.Type}, the schema as {leaf.Type.Physical}")
            : metadata.ValueCount != rows.RowCount ? throw new InvalidDataException($"a row group of {rows.RowCount} rows has {metadata.ValueCount} values of it")
            : metadata;
    }

    private void Guarded(LeafColumn leaf, Action read)
    {
        try
        {
            read();
        }
        catch (NotSupportedException e)
        {
            throw new TableException($"{_source.Name}: column '{leaf.Name}' cannot be read: {e.Message}.", e);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or OverflowException)
        {
            throw new TableException($"{_source.Name}: column '{leaf.Name}' is damaged: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private void Finish(ColumnBuilder[] builders, Column?[] columns) => Work.ForEach(builders.Length, _threads, i => columns[i] = builders[i].Finish(), _ct);

    private ParquetLayout Layout()
    {
        CompressionCodec codec = Metadata.RowGroups.SelectMany(group => group.Columns).Select(chunk => chunk.Metadata).OfType<ColumnMetadata>()
            .GroupBy(chunk => chunk.Codec).OrderByDescending(group => group.Sum(chunk => (double)chunk.CompressedSize)).FirstOrDefault()?.Key ?? CompressionCodec.Snappy;
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string? value) in Metadata.KeyValues)
        {
            pairs[key] = value ?? "";
        }
        return new ParquetLayout { Codec = codec, KeyValues = pairs };
    }

    private TableException Damaged(string why) => new($"{_source.Name} is a damaged Parquet file: {why}.");
}

using System.Security.Cryptography;
using Semblance.Data.Files;
using Semblance.Data.Parquet;
using Semblance.Data.Parquet.Writing;

namespace Semblance.Data.Tests.Parquet;

/// <summary>What a file's bytes depend on, and what they do not.</summary>
public sealed class WriterIndependenceTests
{
    private static readonly WriteLimits s_small = new() { GroupRows = 300, PageRows = 77, PageTextBytes = 500, StepRows = 10, Threads = 1 };

    [Fact]
    public void Threads_and_blocks_do_not_change_a_byte()
    {
        Table table = WrittenTables.EveryType(2000, Nulls.Some);
        byte[] expected = Write(table.Schema, [table], s_small);

        foreach ((int threads, int blockRows) in new[] { (1, 1), (2, 9), (7, 300), (2, 999), (7, 5000) })
        {
            Write(table.Schema, Blocks(table, blockRows), s_small with { Threads = threads }).AsSpan().SequenceEqual(expected).ShouldBeTrue($"{threads} threads, blocks of {blockRows} rows");
        }
    }

    // Of all that stands before the footer, which has the version in it. No instruction set changes a byte; a change of encodings does, and then this.
    [Fact]
    public void Every_machine_writes_the_same_bytes()
    {
        Table table = WrittenTables.EveryType(2000, Nulls.Some);
        byte[] file = Write(table.Schema, [table], s_small);

        Convert.ToHexString(SHA256.HashData(file.AsSpan(0, file.Length - 8 - ParquetWriterFiles.FooterLength(file)))).ShouldStartWith("8EC089A833D35602");
    }

    [Fact]
    public void Long_texts_end_a_row_group_wherever_blocks_end()
    {
        string[] texts = [.. Enumerable.Range(0, 400).Select(i => new string((char)('a' + (i % 26)), i % 50 == 0 ? 3000 : 20))];
        var table = new Table([new StringColumn(new ColumnSchema("long", ColumnKind.Text), Utf8Strings.From(texts))], texts.Length);
        WriteLimits limits = s_small with { GroupTextBytes = 5000 };
        byte[] expected = Write(table.Schema, [table], limits);

        Write(table.Schema, Blocks(table, 7), limits).ShouldBe(expected);
        ParquetWriterFiles.RowGroups(expected).Select(group => group.RowCount).ShouldBe([60L, 100, 100, 100, 40]);
    }

    [Fact]
    public void A_stream_that_cannot_seek_gets_the_same_bytes_and_stays_open()
    {
        Table table = WrittenTables.EveryType(1000, Nulls.Some);
        using var stream = new ForwardStream();

        ParquetWriter.Write(stream, table.Schema, [table], null, s_small, ct: TestContext.Current.CancellationToken);

        stream.Bytes.ShouldBe(Write(table.Schema, [table], s_small));
    }

    [Fact]
    public void Rows_are_told_of_after_each_row_group_and_writing_can_be_stopped()
    {
        Table table = WrittenTables.EveryType(1000, Nulls.None);
        var told = new List<long>();
        using var stop = new CancellationTokenSource();

        Should.Throw<OperationCanceledException>(() => ParquetWriter.Write(
            new MemoryStream(),
            table.Schema,
            [table],
            null,
            s_small,
            rows =>
            {
                told.Add(rows);
                if (rows >= 600)
                {
                    stop.Cancel();
                }
            },
            stop.Token));

        told.ShouldBe([300, 600]);
    }

    [Fact]
    public void Blocks_with_other_columns_are_refused()
    {
        Table table = WrittenTables.EveryType(10, Nulls.None);
        var fewer = new Table([.. table.Columns.Skip(1)], 10);

        Should.Throw<ArgumentException>(() => Write(table.Schema, [fewer], s_small));
        Should.Throw<ArgumentException>(() => Write([.. table.Schema.Skip(1)], [table], s_small));
    }

    [Theory]
    [InlineData(8, false, 200)]
    [InlineData(32, true, -1)]
    [InlineData(64, true, -1)]
    [InlineData(64, false, 1e19)]
    [InlineData(64, true, 2e19)]
    public void A_number_that_does_not_fit_its_type_is_refused_in_one_sentence(int bits, bool isUnsigned, double value)
    {
        ColumnSchema schema = new("age", ColumnKind.Number)
        {
            Number = new NumberFormat(),
            Parquet = new ParquetType(bits == 64 ? ParquetPhysicalType.Int64 : ParquetPhysicalType.Int32, ParquetLogicalType.Integer) { Bits = bits, IsUnsigned = isUnsigned },
        };

        string message = Should.Throw<TableException>(() => Write([schema], [new Table([new NumberColumn(schema, [1, value])], 2)], s_small)).Message;

        message.ShouldStartWith($"Column 'age' is written as {(isUnsigned ? "UINT" : "INT")}{bits}, which cannot hold '");
    }

    [Fact]
    public void A_text_that_is_no_value_of_its_type_is_refused()
    {
        ColumnSchema schema = new("id", ColumnKind.Identifier) { Parquet = new ParquetType(ParquetPhysicalType.Int64) };

        Should.Throw<TableException>(() => Write([schema], [new Table([new StringColumn(schema, Utf8Strings.From(["1", "x2"]))], 2)], s_small))
            .Message.ShouldBe("Column 'id' is written as INT64, which cannot hold 'x2'; give the column another type.");
    }

    [Theory]
    [InlineData(ColumnKind.Number, ParquetLogicalType.Date, ParquetPhysicalType.Int64, ParquetLogicalType.None)]
    [InlineData(ColumnKind.Number, ParquetLogicalType.Integer, ParquetPhysicalType.Int32, ParquetLogicalType.Integer)]
    [InlineData(ColumnKind.DateTime, ParquetLogicalType.Integer, ParquetPhysicalType.Int32, ParquetLogicalType.Date)]
    [InlineData(ColumnKind.DateTime, ParquetLogicalType.Date, ParquetPhysicalType.Int32, ParquetLogicalType.Date)]
    [InlineData(ColumnKind.Text, ParquetLogicalType.Integer, ParquetPhysicalType.ByteArray, ParquetLogicalType.String)]
    [InlineData(ColumnKind.Category, ParquetLogicalType.Integer, ParquetPhysicalType.ByteArray, ParquetLogicalType.String)]
    [InlineData(ColumnKind.Identifier, ParquetLogicalType.Integer, ParquetPhysicalType.Int32, ParquetLogicalType.Integer)]
    public void A_column_that_has_become_something_else_gets_the_type_of_that(ColumnKind kind, ParquetLogicalType came, ParquetPhysicalType physical, ParquetLogicalType logical)
    {
        ColumnSchema schema = new("x", kind)
        {
            Number = kind == ColumnKind.Number ? new NumberFormat() : null,
            DateTime = kind == ColumnKind.DateTime ? new DateTimeFormat("yyyyMMdd", DateTimeParts.Date, TimeSpan.TicksPerDay) : null,
            Levels = kind == ColumnKind.Category ? ["a word"] : [],
            Parquet = new ParquetType(ParquetPhysicalType.Int32, came) { Bits = came == ParquetLogicalType.Integer ? 32 : 0 },
        };

        ColumnPlan plan = ColumnPlan.For(schema);

        (plan.Type.Physical, plan.Type.Logical).ShouldBe((physical, logical));
    }

    [Fact]
    public void Encoding_a_row_group_again_takes_no_new_memory_for_its_rows()
    {
        // Some types go through text, value by value.
        Table all = WrittenTables.EveryType(30_000, Nulls.None);
        var table = new Table([.. all.Columns.Where(column => column.Schema.Parquet is null or { Length: 0, Physical: not (ParquetPhysicalType.ByteArray or ParquetPhysicalType.Int96) } && column is not StringColumn)], all.RowCount);
        Write(table.Schema, [table], new WriteLimits { GroupRows = 10_000, Threads = 1 });

        long small = Allocated([table]), large = Allocated([table, table, table]);

        // Six more row groups: headers, statistics and metadata of their chunks, 4 KB each. The values of one take 80 KB.
        (large - small).ShouldBeLessThan(6 * table.Columns.Count * 4_000L);

        long Allocated(Table[] blocks)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            ParquetWriter.Write(Stream.Null, table.Schema, blocks, null, new WriteLimits { GroupRows = 10_000, Threads = 1 }, ct: TestContext.Current.CancellationToken);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static byte[] Write(IReadOnlyList<ColumnSchema> schema, IEnumerable<Table> blocks, WriteLimits limits)
    {
        using var stream = new MemoryStream();
        ParquetWriter.Write(stream, schema, blocks, null, limits, ct: TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    private static IEnumerable<Table> Blocks(Table table, int rows)
    {
        for (int from = 0; from < table.RowCount; from += rows)
        {
            int count = Math.Min(rows, table.RowCount - from);
            yield return new Table([.. table.Columns.Select(column => Slice(column, from, count))], count);
        }
    }

    private static Column Slice(Column column, int from, int count)
    {
        byte[]? missing = column.Missing?[from..(from + count)];
        return column switch
        {
            NumberColumn numbers => new NumberColumn(column.Schema, numbers.Values[from..(from + count)], missing),
            DateTimeColumn times => new DateTimeColumn(column.Schema, times.Ticks[from..(from + count)], missing),
            CategoryColumn categories => new CategoryColumn(column.Schema, categories.Codes[from..(from + count)], missing),
            StringColumn texts => new StringColumn(column.Schema, Utf8Strings.From([.. Enumerable.Range(from, count).Select(texts.Values.GetString)]), missing),
            _ => new EmptyColumn(column.Schema, missing!),
        };
    }

    /// <summary>Keeps what is written to it, and can do nothing else.</summary>
    private sealed class ForwardStream : WriteOnlyStream
    {
        private readonly MemoryStream _inner = new();

        public byte[] Bytes => _inner.ToArray();

        public override void Write(ReadOnlySpan<byte> buffer) => _inner.Write(buffer);
    }
}

using System.IO.Hashing;
using FsCheck;
using FsCheck.Fluent;
using Semblance.Data.Parquet;
using Semblance.Data.Parquet.Metadata;
using Semblance.Data.Parquet.Reading;
using Semblance.Data.Parquet.Writing;

namespace Semblance.Data.Tests.Parquet;

/// <summary>What stands in a written file besides its values.</summary>
public sealed class WrittenStructureTests
{
    private static readonly WriteLimits s_small = new() { GroupRows = 300, PageRows = 77, PageTextBytes = 500, StepRows = 10 };

    [Fact]
    public void Pages_have_checksums_and_are_where_the_indexes_say()
    {
        byte[] file = Write(WrittenTables.EveryType(1000, Nulls.Some));
        int pages = 0, chunks = 0, described = 0;
        foreach (RowGroup group in ParquetWriterFiles.RowGroups(file))
        {
            long at = group.FileOffset!.Value;
            foreach (ColumnChunk chunk in group.Columns)
            {
                chunks++;
                ColumnMetadata column = chunk.Metadata!;
                (column.DictionaryPageOffset ?? column.DataPageOffset).ShouldBe(at);
                List<(long Offset, long Size, long FirstRow)> found = [];
                long end = at + column.CompressedSize, uncompressed = 0, rows = 0;
                while (at < end)
                {
                    PageHeader header = PageHeader.Read(file.AsSpan((int)at), out int length);
                    ReadOnlySpan<byte> page = file.AsSpan((int)at + length, header.CompressedSize);
                    header.Crc.ShouldBe((int)Crc32.HashToUInt32(page));
                    uncompressed += length + header.UncompressedSize;
                    if (header.Type == PageType.Data)
                    {
                        found.Add((at, length + page.Length, rows));
                        rows += header.ValueCount;
                    }
                    at += length + page.Length;
                    pages++;
                }
                at.ShouldBe(end);
                rows.ShouldBe(group.RowCount);
                column.UncompressedSize.ShouldBe(uncompressed);
                found[0].Offset.ShouldBe(column.DataPageOffset);
                Locations(file.AsSpan((int)chunk.OffsetIndexOffset!, (int)chunk.OffsetIndexLength!)).ShouldBe(found);
                described += chunk.ColumnIndexOffset is null ? 0 : 1;
            }
            at.ShouldBe(group.FileOffset.Value + group.CompressedSize!.Value);
        }
        pages.ShouldBeGreaterThan(3 * chunks);
        described.ShouldBeGreaterThan(chunks * 9 / 10);
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        foreach (Nulls nulls in Enum.GetValues<Nulls>())
        {
            Table table = WrittenTables.EveryType(500, nulls);
            using var stream = new MemoryStream(Write(table));

            Table read = TableFiles.Read(stream, "written", ct: TestContext.Current.CancellationToken).Table;

            foreach ((Column column, Column again) in table.Columns.Zip(read.Columns))
            {
                again.Name.ShouldBe(column.Name);
                for (int row = 0; row < table.RowCount; row++)
                {
                    // An empty text is a missing value to our readers, and keeps being an empty text.
                    again.IsMissing(row).ShouldBe(column.IsMissing(row) || ValueText.Format(column, row).Length == 0, column.Name);
                    if (!column.IsMissing(row) && column is NumberColumn before && again is NumberColumn after)
                    {
                        after.Values[row].ShouldBe(column.Schema.Parquet?.Physical == ParquetPhysicalType.Float ? (float)before.Values[row] : before.Values[row], column.Name);
                    }
                }
            }
        }
    }

    [Fact]
    public void Tables_without_columns_and_with_very_many_read_back()
    {
        Column[] columns = [.. Enumerable.Range(0, 2000).Select(i => new NumberColumn(new ColumnSchema($"c{i}", ColumnKind.Number) { Number = new NumberFormat() }, [i, i + 1, i + 2]))];
        foreach (Table table in (Table[])[new Table([], 5), new Table(columns, 3)])
        {
            using var stream = new MemoryStream(Write(table));

            Table read = TableFiles.Read(stream, "written", ct: TestContext.Current.CancellationToken).Table;

            (read.Columns.Count, read.RowCount).ShouldBe((table.Columns.Count, table.RowCount));
            read.Columns.Select(column => ((NumberColumn)column).Values).ShouldBe(table.Columns.Select(column => ((NumberColumn)column).Values));
        }
    }

    [Fact]
    public void Writing_what_was_read_gives_the_same_bytes()
    {
        byte[] first = Write(WrittenTables.EveryType(500, Nulls.Some));
        byte[] second = Rewrite(first), third = Rewrite(second);

        third.AsSpan().SequenceEqual(second).ShouldBeTrue("levels may come in another order the first time");
        second.Length.ShouldBeInRange(first.Length * 9 / 10, first.Length * 11 / 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(24)]
    [InlineData(31)]
    public void Small_numbers_come_back_from_runs_and_bits(int bits) =>
        Prop.ForAll<(uint Value, byte Times)[]>(runs =>
        {
            int[] values = [.. runs.SelectMany(run => Enumerable.Repeat((int)(run.Value & ((1u << bits) - 1)), run.Times % 40))];
            var output = new ByteBuffer();
            HybridEncoder.Write(output, values, bits);
            int[] read = new int[values.Length];
            if (values.Length > 0)
            {
                new HybridDecoder(output.Written, bits).Decode(read);
            }
            read.ShouldBe(values);
            output.Length.ShouldBeLessThanOrEqualTo((values.Length * bits / 8) + (values.Length / 8 * 2) + bits + 8);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("zz", "zz", true)]
    [InlineData("\U0010FFFFa", "\U0010FFFFb", false)]
    [InlineData("a\uD7FF", "a\uE000", false)]
    [InlineData("é", "ê", false)]
    public void A_bound_of_a_long_text_is_short_and_comes_behind_it(string end, string expectedEnd, bool isShort)
    {
        string prefix = new('x', isShort ? 10 : 64 - System.Text.Encoding.UTF8.GetByteCount(end));
        byte[] value = System.Text.Encoding.UTF8.GetBytes(prefix + end + (isShort ? "" : "and more"));

        byte[] max = Bounds.CutMax(ValueOrder.Bytes, value)!, min = Bounds.CutMin(ValueOrder.Bytes, value);

        System.Text.Encoding.UTF8.GetString(max).ShouldBe(prefix + expectedEnd);
        max.AsSpan().SequenceCompareTo(value).ShouldBeGreaterThanOrEqualTo(0);
        min.AsSpan().SequenceCompareTo(value).ShouldBeLessThanOrEqualTo(0);
        Bounds.CutMax(ValueOrder.Bytes, [.. Enumerable.Repeat((byte)0xFF, 100)]).ShouldBeNull();
    }

    private static byte[] Rewrite(byte[] file)
    {
        using var stream = new MemoryStream(file);
        TableDocument document = TableFiles.Read(stream, "written", ct: TestContext.Current.CancellationToken);
        return Write(document.Table);
    }

    private static byte[] Write(Table table)
    {
        using var stream = new MemoryStream();
        ParquetWriter.Write(stream, table.Schema, [table], null, s_small, ct: TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    private static List<(long Offset, long Size, long FirstRow)> Locations(ReadOnlySpan<byte> index)
    {
        var reader = new ThriftReader(index);
        List<(long, long, long)> locations = [];
        reader.BeginStruct();
        reader.NextField(out int list).ShouldBeTrue();
        list.ShouldBe(1);
        for (int left = reader.ReadList(); left > 0; left--)
        {
            long[] fields = new long[4];
            int outer = reader.BeginStruct();
            while (reader.NextField(out int id))
            {
                fields[id] = reader.ReadI64();
            }
            reader.EndStruct(outer);
            locations.Add((fields[1], fields[2], fields[3]));
        }
        return locations;
    }
}

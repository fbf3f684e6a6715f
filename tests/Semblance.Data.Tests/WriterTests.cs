using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Semblance.Data.Csv;

namespace Semblance.Data.Tests;

public class WriterTests
{
    private static readonly string[] Delimiters = [",", ";", "\t", "|"];

    [Fact]
    public void What_is_written_reads_back_cell_by_cell() =>
        Prop.ForAll(Tables(), Dialects(), (table, dialect) =>
        {
            byte[] bytes = Write(table, dialect);

            Table again = CsvText.Read(bytes, new CsvReadOptions
            {
                HasHeader = dialect.HasHeader,
                Delimiter = dialect.Delimiter,
                Types = table.Columns.Select((column, i) => (Name: dialect.HasHeader ? column.Name : $"column {i + 1}", column.Kind))
                    .Where(column => column.Kind != ColumnKind.Number).ToDictionary(column => column.Name, _ => ColumnType.Category),
            }).Table;

            CsvText.Rows(again).ShouldBe(CsvText.Rows(table));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Blocks_of_any_size_give_the_same_bytes()
    {
        CsvDocument document = CsvText.Read("n,w\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i * 37 % 1000},w{i % 13}\n")));
        byte[] whole = CsvText.WriteBytes(document);

        using var parts = new MemoryStream();
        var told = new List<long>();
        CsvWriter.Write(parts, document.Table.Schema, Blocks(document.Table, 7000), document.Dialect, told.Add, TestContext.Current.CancellationToken);

        parts.ToArray().AsSpan().SequenceEqual(whole).ShouldBeTrue();
        told.ShouldBe([7000L, 14000, 20000]);
    }

    [Fact]
    public void A_failing_stream_fails_the_writing()
    {
        CsvDocument document = CsvText.Read("n,w\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i * 37 % 1000},w\n")));

        Should.Throw<NotSupportedException>(() => CsvWriter.Write(new MemoryStream(new byte[1000], writable: true), document.Table.Schema, [document.Table], document.Dialect, ct: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Stops_when_asked_to()
    {
        CsvDocument document = CsvText.Read("n,w\n1,a\n");
        using var source = new CancellationTokenSource();
        source.Cancel();

        Should.Throw<OperationCanceledException>(() => CsvWriter.Write(new MemoryStream(), document.Table.Schema, [document.Table], document.Dialect, ct: source.Token));
    }

    [Fact]
    public void Blocks_of_another_table_are_refused()
    {
        CsvDocument one = CsvText.Read("a,b\n1,2\n"), other = CsvText.Read("a,c\n1,2\n");

        Should.Throw<ArgumentException>(() => CsvWriter.Write(new MemoryStream(), one.Table.Schema, [other.Table], one.Dialect, ct: TestContext.Current.CancellationToken)).Message.ShouldContain("'c'");
    }

    [Fact]
    public void Numbers_whose_separator_is_the_delimiter_are_quoted()
    {
        const string text = "a,b\n\"1,234\",x\n12,y\n\"999,999\",z\n";

        CsvText.Write(CsvText.Read(text)).ShouldBe(text);
    }

    private static byte[] Write(Table table, CsvDialect dialect)
    {
        using var stream = new MemoryStream();
        CsvWriter.Write(stream, table.Schema, [table], dialect);
        return stream.ToArray();
    }

    private static IEnumerable<Table> Blocks(Table table, int rows)
    {
        for (int from = 0; from < table.RowCount; from += rows)
        {
            int count = Math.Min(rows, table.RowCount - from);
            yield return new Table(
                [
                    new NumberColumn(table.Columns[0].Schema, ((NumberColumn)table.Columns[0]).Values[from..(from + count)]),
                    new CategoryColumn(table.Columns[1].Schema, ((CategoryColumn)table.Columns[1]).Codes[from..(from + count)]),
                ],
                count);
        }
    }

    private static Arbitrary<CsvDialect> Dialects() =>
        (from delimiter in Gen.Elements(Delimiters)
         from newline in Gen.Elements("\n", "\r\n", "\r")
         from header in Gen.Elements(true, false)
         from final in Gen.Elements(true, false)
         from mark in Gen.Elements(true, false)
         select new CsvDialect { Delimiter = delimiter[0], Newline = newline, HasHeader = header, FinalNewline = final, ByteOrderMark = mark }).ToArbitrary();

    // Three columns: anchors that keep the table from looking like titles, arbitrary strings, and numbers.
    private static Arbitrary<Table> Tables()
    {
        Gen<string> piece = Gen.Elements("a", "B", "\"", ",", ";", "\t", "|", "\n", "\r", "\r\n", " ", "é", "🙂", "#", "\\", "'", "0", "-", "x y");
        Gen<string> cell = piece.ListOf().Select(pieces => "v" + string.Concat(pieces));
        return (from cells in cell.NonEmptyListOf()
                from numbers in Gen.Choose(-100_000, 100_000).ListOf(cells.Count)
                select Make([.. cells], [.. numbers])).ToArbitrary();
    }

    private static Table Make(string[] cells, int[] numbers)
    {
        string[] levels = [.. cells.Distinct()];
        return new Table(
            [
                new CategoryColumn(new ColumnSchema("key", ColumnKind.Category) { Levels = ["k"] }, new int[cells.Length]),
                new CategoryColumn(new ColumnSchema("text, \"quoted\"", ColumnKind.Category) { Levels = levels }, [.. cells.Select(cell => Array.IndexOf(levels, cell))]),
                new NumberColumn(new ColumnSchema("number", ColumnKind.Number) { Number = new NumberFormat(2) }, [.. numbers.Select(number => number / 100.0)]),
            ],
            cells.Length);
    }
}

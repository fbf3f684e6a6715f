using System.IO.Compression;
using System.Text;
using Semblance.Data.Csv;

namespace Semblance.Data.Tests;

public class DialectTests
{
    [Theory]
    [InlineData("a,b\n1,x\n2,y\n", ',')]
    [InlineData("a;b\n1,5;x\n2,5;y\n", ';')]
    [InlineData("a;b\n1,5;2,5\n2,5;3,5\n", ';')]
    [InlineData("a\tb\n1\tx, y\n2\tz\n", '\t')]
    [InlineData("a|b\n1|x\n2|y\n", '|')]
    [InlineData("city:region:population\na:b:1\nc:d:2\n", ':')]
    [InlineData("x y z\n1 2 a\n3 4 b\n5 6 c\n", ' ')]
    [InlineData("name\nhello, world\nfoo\nbar\nbaz\n", ',')]
    public void Finds_the_delimiter(string text, char delimiter)
    {
        CsvDocument document = CsvText.Read(text);

        document.Dialect.Delimiter.ShouldBe(delimiter);
    }

    [Fact]
    public void Times_in_one_column_are_not_split_at_colons()
    {
        Table table = CsvText.Read("time\n10:30:00\n11:30:00\n12:00:00\n").Table;

        table.Columns.Count.ShouldBe(1);
        table.Columns[0].Kind.ShouldBe(ColumnKind.DateTime);
    }

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n")]
    [InlineData("a,b\r\n1,x\r\n2,y\r\n")]
    [InlineData("a,b\r1,x\r2,y\r")]
    [InlineData("a,b\n1,x\n2,y")]
    [InlineData("a,b\r\n1,x\r\n2,y")]
    [InlineData("\uFEFFa,b\n1,x\n2,y\n")]
    [InlineData("\"a\",\"b\"\n1,\"x\"\n2,\"y\"\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n")]
    [InlineData("a,b\n1,\"\"\n2,\"\"\n3,y\n")]
    [InlineData("a,b\n\"x, y\",\"say \"\"hi\"\"\"\nz,\"two\nlines\"\n")]
    [InlineData("a,a,,b,\n1,2,3,x,\n4,5,7,y,\n")]
    [InlineData("1,x\n2,y\n3,z\n")]
    [InlineData("a, b, c\n1, x, 2.5\n2, \"y, z\", 3.5\n")]
    [InlineData("name;year\n\"\\\"Big\\\" Ed\";1987\nJo;1984\n")]
    [InlineData("a\nx\n\"\"\ny\n")]
    public void Comes_back_byte_for_byte(string text) => CsvText.Write(CsvText.Read(text)).ShouldBe(text);

    [Theory]
    [InlineData("1,2,3\n4,5,6\n", false)]
    [InlineData("a,b\nc,d\n", true)]
    [InlineData("Year,2000,2001,2002\nTimber,1,2,3\nPaper,4,5,6\n", true)]
    [InlineData("Boston,MA,617\nDallas,TX,214\n", false)]
    [InlineData("name,born\nAda,1815-12-10\nAlan,1912-06-23\n", true)]
    [InlineData("1,null,0\n2,0,0\n3,null,0\n", false)]
    public void Finds_the_header(string text, bool hasHeader)
    {
        CsvText.Read(text).Dialect.HasHeader.ShouldBe(hasHeader);
        CsvText.Read(text, new CsvReadOptions { HasHeader = !hasHeader }).Dialect.HasHeader.ShouldBe(!hasHeader, "the caller knows better");
    }

    [Fact]
    public void Columns_without_a_name_of_their_own_get_one_and_are_written_as_they_were()
    {
        Table table = CsvText.Read(",a,a,\n1,2,3,4\n2,2,3,4\n").Table;

        table.Columns.Select(column => column.Name).ShouldBe(["column 1", "a", "a.1", "column 4"]);
        table.Columns.Select(column => column.Schema.Header).ShouldBe(["", null, "a", ""]);
    }

    [Fact]
    public void Names_that_are_made_up_never_hit_real_ones() =>
        CsvText.Read("a.1,a,a,column 5,\n1,2,3,4,5\n").Table.Columns.Select(column => column.Name).ShouldBe(["a.1", "a", "a.2", "column 5", "column 5.1"]);

    [Fact]
    public void Titles_and_blank_lines_above_the_header_are_left_out()
    {
        CsvDocument document = CsvText.Read("\"A title, of sorts\",,\n\n,,\nyear,place,count\n2001,here,1\n2002,there,2\n");

        document.Table.Columns.Select(column => column.Name).ShouldBe(["year", "place", "count"]);
        document.Table.RowCount.ShouldBe(2);
        document.Warnings.ShouldHaveSingleItem().ShouldBe("test.csv: left out 2 rows above the column names.");
    }

    [Fact]
    public void Ragged_rows_are_repaired_where_the_intent_is_plain()
    {
        CsvDocument document = CsvText.Read("id,street,city\n1,Main St 5,Bonn\n2,High St, 7,Cork\n3,Low St\n\n   \n# a remark\n4,East St 1,York,,\n");

        CsvText.Rows(document.Table).ShouldBe([["1", "Main St 5", "Bonn"], ["2", "High St, 7", "Cork"], ["3", "Low St", ""], ["4", "East St 1", "York"]]);
        document.Warnings.Count.ShouldBe(4);
    }

    [Fact]
    public void A_row_that_cannot_be_understood_is_refused_with_its_line() =>
        Should.Throw<TableException>(() => CsvText.Read("a,b\n1,\"x\ny\"\n3,4,5\n6,7\n")).Message
            .ShouldBe("test.csv, line 4: the row has 3 fields, but the table has 2 columns; a value that contains the delimiter must be quoted.");

    [Fact]
    public void A_quote_that_is_never_closed_is_refused_with_its_line() =>
        Should.Throw<TableException>(() => CsvText.Read("a,b\n1,2\n3,\"x\n4,5\n")).Message.ShouldBe("test.csv, line 3: a quote is opened and never closed.");

    [Theory]
    [InlineData("a,b\n1,5\" pipe\n2,6\" pipe\n", "5\" pipe")]
    [InlineData("a,b\n1,\"5\" wide\n2,x\n", "5 wide")]
    [InlineData("a,b\n1,\"5\" \n2,x\n", "5")]
    [InlineData("a,b\n1,\"5\"\"\"\n2,x\n", "5\"")]
    public void Quotes_are_read_leniently(string text, string value) => CsvText.Cells(CsvText.Read(text).Table.Columns[1])[0].ShouldBe(value);

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16BE", "utf-16be")]
    [InlineData("iso-8859-1", "windows-1252")]
    public void Finds_the_encoding(string written, string found)
    {
        Encoding encoding = Encoding.GetEncoding(written);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("name,town\nJosé,Zürich\nAna,Málaga\n")];

        CsvDocument document = CsvText.Read(bytes);

        document.Dialect.Encoding.ShouldBe(found);
        CsvText.Rows(document.Table)[0].ShouldBe(["José", "Zürich"]);
    }

    [Fact]
    public void Finds_wide_text_without_a_mark() =>
        CsvText.Rows(CsvText.Read(new UnicodeEncoding(false, false).GetBytes("name,town\nJosé,Zürich\n")).Table)[0].ShouldBe(["José", "Zürich"]);

    [Fact]
    public void A_letter_of_another_encoding_far_down_is_seen()
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes("n,word\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i * 31 % 977},plain\n"))), .. Encoding.Latin1.GetBytes("7,café\n")];

        CsvDocument document = CsvText.Read(bytes);

        document.Dialect.Encoding.ShouldBe("windows-1252");
        document.Table.Columns[1].Schema.Levels.ShouldBe(["plain", "café"]);
    }

    [Fact]
    public void A_letter_of_another_encoding_in_the_header_alone_is_seen()
    {
        CsvDocument document = CsvText.Read(Encoding.Latin1.GetBytes("année,n\n1999,1\n2000,2\n"));

        document.Table.Columns[0].Name.ShouldBe("année");
    }

    [Fact]
    public void A_first_row_of_many_lines_is_read_whole()
    {
        string note = string.Concat(Enumerable.Repeat("a line of text\n", 4_000));
        string text = string.Concat(Enumerable.Range(0, 10).Select(i => $"note{i},")) + "n\n" + string.Concat(Enumerable.Repeat($"\"{note}\",", 10)) + "1\n"
            + string.Concat(Enumerable.Repeat("short,", 10)) + "2\n";

        CsvDocument document = CsvText.Read(text);

        document.Table.RowCount.ShouldBe(2);
        CsvText.Cells(document.Table.Columns[9])[0].ShouldBe(note);
    }

    [Fact]
    public void First_cells_that_begin_like_a_comment_are_values_where_the_row_is_whole() =>
        CsvText.Write(CsvText.Read("colour,n\n#ff0000,1\n#00ff00,2\n")).ShouldBe("colour,n\n#ff0000,1\n#00ff00,2\n");

    [Fact]
    public void Reads_gzip_from_streams_that_cannot_seek()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write("a,b\n1,x\n2,y\n"u8);
        }
        using var forward = new GZipStream(new MemoryStream(Repack(packed.ToArray())), CompressionMode.Decompress);

        CsvReader.Read(forward, "x.csv.gz", ct: TestContext.Current.CancellationToken).Table.RowCount.ShouldBe(2);
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands()
    {
        using var stream = new MemoryStream("junk\na,b\n1,x\n"u8.ToArray()) { Position = 5 };

        CsvReader.Read(stream, "x.csv", ct: TestContext.Current.CancellationToken).Table.Columns.Select(column => column.Name).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Tells_of_progress()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,x\n", 100_000)));
        long last = 0, whole = 0;

        CsvReader.Read(new MemoryStream(bytes), "x.csv", progress: (read, total) => (last, whole) = (read, total), ct: TestContext.Current.CancellationToken);

        whole.ShouldBe(bytes.Length);
        last.ShouldBe(bytes.Length);
    }

    [Fact]
    public void Stops_when_asked_to()
    {
        using var source = new CancellationTokenSource();
        byte[] bytes = Encoding.ASCII.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,x\n", 2_000_000)));

        Should.Throw<OperationCanceledException>(() => CsvReader.Read(new MemoryStream(bytes), "x.csv", progress: (read, _) => Cancel(read, source), ct: source.Token));
    }

    private static void Cancel(long read, CancellationTokenSource source)
    {
        if (read > 2_500_000)
        {
            source.Cancel();
        }
    }

    private static byte[] Repack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(bytes);
        }
        return packed.ToArray();
    }
}

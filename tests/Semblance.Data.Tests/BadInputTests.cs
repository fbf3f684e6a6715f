using System.IO.Compression;
using System.Text;
using Semblance.Data.Csv;

namespace Semblance.Data.Tests;

public class BadInputTests
{
    [Theory]
    [InlineData("", "test.csv is empty; a table needs at least a row of column names or values.")]
    [InlineData("\n\n  \n", "test.csv has no rows: there is nothing in it but blank lines.")]
    [InlineData("PK\u0003\u0004junk", "test.csv is a zip archive or an office document (xlsx, ods), not CSV text; export the table as CSV first.")]
    [InlineData("PAR1junk", "test.csv is a Parquet file, not CSV text; export the table as CSV first.")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005", "test.csv is not text: it is full of control characters; export the table as CSV first.")]
    public void Files_without_a_table_are_refused_in_one_sentence(string text, string message) =>
        Should.Throw<TableException>(() => CsvText.Read(text)).Message.ShouldBe(message);

    [Fact]
    public void Random_bytes_are_refused()
    {
        byte[] bytes = new byte[100_000];
        uint state = 1;
        foreach (ref byte b in bytes.AsSpan())
        {
            state = (state * 1664525) + 1013904223;
            b = (byte)(state >> 24);
        }

        Should.Throw<TableException>(() => CsvText.Read(bytes)).Message.ShouldContain("is not text");
    }

    [Fact]
    public void A_damaged_gzip_is_refused() =>
        Should.Throw<TableException>(() => CsvText.Read([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7])).Message.ShouldContain("damaged gzip");

    [Fact]
    public void A_line_of_ten_megabytes_is_no_header() =>
        Should.Throw<TableException>(() => CsvText.Read(new string('a', 10 << 20))).Message.ShouldBe(
            "test.csv, line 1: the name of column 1 is 10485760 characters long, more than 10000; the file does not look like a table.");

    [Fact]
    public void A_line_of_millions_of_fields_is_refused() =>
        Should.Throw<TableException>(() => CsvText.Read(string.Concat(Enumerable.Repeat("1,", 5 << 20)))).Message.ShouldContain("there are more than 50000 fields in the row");

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(3_000_000)]
    public void A_gzip_that_is_cut_short_is_refused_wherever_it_is_cut(int lost)
    {
        byte[] packed = Gzip(Rows(400_000));

        Should.Throw<TableException>(() => CsvText.Read(packed[..Math.Max(packed.Length - lost, 20)])).Message.ShouldBe(
            "test.csv ends too early; the file is cut short: copy or pack it again.");
    }

    [Fact]
    public void A_small_gzip_that_is_cut_short_is_refused_at_every_length()
    {
        byte[] packed = [.. Gzip(Rows(40)), .. Gzip(Rows(40))];
        int first = packed.Length / 2;

        // From two bytes, which make it a gzip, on; without the second member at all it is whole.
        for (int length = 2; length < packed.Length; length++)
        {
            if (length != first)
            {
                Should.Throw<TableException>(() => CsvText.Read(packed[..length]), $"{length} of {packed.Length} bytes").Message.ShouldContain("ends too early");
            }
        }
        CsvText.Read(packed[..first]).Table.RowCount.ShouldBe(40);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(100_000)]
    public void A_gzip_of_several_members_and_zeros_behind_them_is_whole(int zeros)
    {
        byte[] packed = [.. Gzip("a,b\n"u8.ToArray()), .. Gzip(Rows(1000)), .. Gzip([]), .. Gzip(Rows(100_000)), .. new byte[zeros]];

        CsvText.Read(packed).Table.RowCount.ShouldBe(101_000);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\"\"")]
    public void A_value_can_have_65536_bytes_and_no_more(string unit)
    {
        string longest = string.Concat(Enumerable.Repeat(unit, 65_536));

        CsvText.Read($"a,b c\n1,\"{longest}\"\n2,y\n").Table.Columns[1].Schema.Levels[0].Length.ShouldBe(65_536);
        Should.Throw<TableException>(() => CsvText.Read($"a,b c\n0,z\n1,\"{longest}{unit}\"\n2,y\n")).Message.ShouldBe(
            "test.csv, line 3: the value in column 'b c' is 65537 bytes long, more than 65536; shorten it or leave the column out.");
    }

    [Fact]
    public void A_value_of_ten_megabytes_is_refused_unless_its_column_is_left_out()
    {
        string text = $"a,b\n1,{new string('x', 10 << 20)}\n2,y\n";

        Should.Throw<TableException>(() => CsvText.Read(text)).Message.ShouldContain("line 2: the value in column 'b' is 10485760 bytes long");
        CsvText.Read(text, new CsvReadOptions { Drop = new HashSet<string> { "b" } }).Table.RowCount.ShouldBe(2);
    }

    [Fact]
    public void A_row_of_many_short_values_may_be_longer_than_a_value()
    {
        string row = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"word{i}"));

        CsvText.Read($"{row}\n{row}x\n{row}y\n", new CsvReadOptions { HasHeader = true }).Table.RowCount.ShouldBe(2);
    }

    [Fact]
    public void Missing_files_and_folders_are_refused()
    {
        Should.Throw<TableException>(() => CsvReader.ReadFile("/no/such/file.csv", ct: TestContext.Current.CancellationToken)).Message.ShouldBe("There is no file '/no/such/file.csv'.");
        Should.Throw<TableException>(() => CsvReader.ReadFile(Path.GetTempPath(), ct: TestContext.Current.CancellationToken)).Message.ShouldContain("is a folder");
    }

    [Fact]
    public void Zero_bytes_within_text_are_values() =>
        CsvText.Cells(CsvText.Read(Encoding.UTF8.GetBytes("name,n\n" + string.Concat(Enumerable.Repeat("abcdefgh,1\n", 30)) + "a\0b,2\n")).Table.Columns[0])[^1].ShouldBe("a\0b");

    [Fact]
    public void A_delimiter_that_cannot_be_one_is_refused() =>
        Should.Throw<TableException>(() => CsvText.Read("a,b\n1,2\n", new CsvReadOptions { Delimiter = '"' })).Message.ShouldContain("cannot be used");

    private static byte[] Rows(int count) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, count).Select(i => $"{i},{i * 7919L % 104_729}\n")));

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(bytes);
        }
        return packed.ToArray();
    }
}

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

    [Fact]
    public void A_value_of_ten_megabytes_is_a_value()
    {
        string large = new('x', 10 << 20);

        Table table = CsvText.Read($"a,b\n1,\"{large}\"\n2,y\n").Table;

        table.Columns[1].Schema.Levels[0].Length.ShouldBe(10 << 20);
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
}

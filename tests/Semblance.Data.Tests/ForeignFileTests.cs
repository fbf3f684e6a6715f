using System.Text.Json;
using Semblance.Data.Csv;

namespace Semblance.Data.Tests;

/// <summary>Files that other projects test their readers with: what comes out was looked at and decided, file by file.</summary>
public class ForeignFileTests
{
    [Theory]
    [InlineData("comma_in_quotes")]
    [InlineData("empty")]
    [InlineData("empty_crlf")]
    [InlineData("escaped_quotes")]
    [InlineData("json")]
    [InlineData("newlines")]
    [InlineData("newlines_crlf")]
    [InlineData("quotes_and_newlines")]
    [InlineData("simple")]
    [InlineData("simple_crlf")]
    [InlineData("utf8")]
    public void The_spectrum_reads_as_its_json_twin_says_and_is_written_back_as_it_was(string name)
    {
        string path = TestData.Path($"csv/csv-spectrum/csvs/{name}.csv");
        CsvDocument document = Read(path);

        using JsonDocument twin = JsonDocument.Parse(File.ReadAllText(TestData.Path($"csv/csv-spectrum/json/{name}.json")));
        // The line ends within values of the CRLF files were made LF where these files were kept, in the twins they were not.
        string[][] expected = [.. twin.RootElement.EnumerateArray().Select(row => row.EnumerateObject().Select(cell => cell.Value.GetString()!.Replace("\r\n", "\n", StringComparison.Ordinal)).ToArray())];
        CsvText.Rows(document.Table).ShouldBe(expected);
        document.Table.Columns.Select(column => column.Name).ShouldBe(twin.RootElement[0].EnumerateObject().Select(cell => cell.Name));
        CsvText.WriteBytes(document).ShouldBe(File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("csvlint/cr-line-endings.csv", 2, 3, "utf-8", ',', "\r")]
    [InlineData("csvlint/crlf-line-endings.csv", 2, 3, "utf-8", ',', "\r\n")]
    [InlineData("csvlint/lf-line-endings.csv", 2, 3, "utf-8", ',', "\n")]
    [InlineData("csvlint/windows-line-endings.csv", 1, 3, "utf-8", ',', "\r\n")]
    [InlineData("csvlint/inconsistent-line-endings.csv", 2, 3, "utf-8", ',', "\n")]
    [InlineData("csvlint/inconsistent-line-endings-unquoted.csv", 2, 3, "utf-8", ',', "\n")]
    [InlineData("csvlint/invalid-byte-sequence.csv", 23, 7, "windows-1252", ',', "\r\n")]
    [InlineData("csvlint/invalid_many_rows.csv", 10, 3, "utf-8", ',', "\r\n")]
    [InlineData("csvlint/title-row.csv", 2, 3, "utf-8", ',', "\n")]
    [InlineData("csvlint/valid.csv", 2, 3, "utf-8", ',', "\r\n")]
    [InlineData("csvlint/valid_many_rows.csv", 6, 3, "utf-8", ',', "\r\n")]
    [InlineData("csvlint/white space in filename.csv", 2, 3, "utf-8", ',', "\r\n")]
    [InlineData("messytables/begrotingsanalyse-2011.csv", 39, 20, "utf-8", ',', "\n")]
    [InlineData("messytables/characters.csv", 382, 18, "big5", ',', "\r\n")]
    [InlineData("messytables/complex.csv", 3, 4, "utf-8", ',', "\n")]
    [InlineData("messytables/example.tsv", 140, 17, "utf-8", '\t', "\n")]
    [InlineData("messytables/excel_pasting.csv", 17, 9, "utf-8", ',', "\r\n")]
    [InlineData("messytables/long.csv", 3999, 1, "utf-8", ',', "\n")]
    [InlineData("messytables/mixedGLB.csv", 133, 19, "utf-8", ',', "\r")]
    [InlineData("messytables/null.csv", 10, 4, "utf-8", ',', "\n")]
    [InlineData("messytables/simple.csv", 6, 3, "utf-8", ',', "\n")]
    [InlineData("messytables/skip_initials.csv", 2, 2, "utf-8", ',', "\n")]
    [InlineData("messytables/small.csv", 0, 1, "utf-8", ',', "\n")]
    [InlineData("messytables/spanish_chars.csv", 116, 8, "windows-1252", ',', "\r\n")]
    [InlineData("messytables/sparse_with_column_errors.csv", 2237, 4, "windows-1252", ',', "\r\n")]
    [InlineData("messytables/utf-16le_encoded.csv", 327, 19, "utf-16", ',', "\r\n")]
    [InlineData("messytables/utf8bom.csv", 0, 2, "utf-8", ',', "\n")]
    [InlineData("messytables/weird_head_padding.csv", 81, 11, "utf-8", ';', "\n")]
    [InlineData("northwind_unquoted_commas/customers.csv", 91, 11, "utf-8", ',', "\n")]
    [InlineData("northwind_unquoted_commas/orders.csv", 830, 14, "utf-8", ',', "\n")]
    [InlineData("northwind_unquoted_commas/suppliers.csv", 29, 12, "utf-8", ',', "\n")]
    [InlineData("rust-csv/smallpop-colon.csv", 10, 4, "utf-8", ':', "\n")]
    [InlineData("rust-csv/smallpop-no-headers.csv", 10, 4, "utf-8", ',', "\n")]
    [InlineData("rust-csv/smallpop.csv", 10, 4, "utf-8", ',', "\n")]
    [InlineData("rust-csv/strange.csv", 6, 2, "utf-8", ';', "\n")]
    [InlineData("rust-csv/uspop-latin1.csv", 100, 5, "windows-1252", ',', "\n")]
    [InlineData("rust-csv/uspop-null.csv", 100, 5, "utf-8", ',', "\n")]
    [InlineData("rust-csv/uspop.csv", 100, 5, "utf-8", ',', "\n")]
    [InlineData("rust-csv/bench/gtfs-mbta-stop-times.csv", 9999, 9, "utf-8", ',', "\n")]
    [InlineData("rust-csv/bench/worldcitiespop.csv", 20000, 7, "utf-8", ',', "\n")]
    public void Reads_what_a_person_would_see(string file, int rows, int columns, string encoding, char delimiter, string newline)
    {
        CsvDocument document = Read(TestData.Path("csv/" + file));

        document.Table.RowCount.ShouldBe(rows);
        document.Table.Columns.Count.ShouldBe(columns);
        document.Dialect.Encoding.ShouldBe(encoding);
        document.Dialect.Delimiter.ShouldBe(delimiter);
        document.Dialect.Newline.ShouldBe(newline);
    }

    [Theory]
    [InlineData("csvlint/spreadsheet.xls", "an old office document (xls)")]
    [InlineData("csvlint/spreadsheet.xlsx", "a zip archive or an office document")]
    [InlineData("messytables/simple.zip", "a zip archive")]
    [InlineData("messytables/simple.ods", "a zip archive or an office document")]
    [InlineData("messytables/span_rich.xls", "an old office document (xls)")]
    [InlineData("../parquet/kylo/userdata/userdata1.parquet", "a Parquet file")]
    public void Refuses_what_is_no_text_and_says_what_it_is(string file, string what)
    {
        string path = TestData.Path("csv/" + file);
        Should.Throw<TableException>(() => Read(path)).Message.ShouldContain($"{Path.GetFileName(file)} is {what}");
    }

    [Fact]
    public void Every_file_is_read_or_refused_in_one_sentence()
    {
        foreach (string path in Directory.EnumerateFiles(TestData.Path("csv"), "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".json", StringComparison.Ordinal)))
        {
            try
            {
                CsvDocument document = Read(path);
                CsvDocument again = CsvText.Read(CsvText.WriteBytes(document), new CsvReadOptions { HasHeader = document.Dialect.HasHeader, Delimiter = document.Dialect.Delimiter });
                CsvText.Rows(again.Table).ShouldBe(CsvText.Rows(document.Table), $"what is written of {path} reads back the same");
            }
            catch (TableException e)
            {
                e.Message.ShouldEndWith(".");
                e.Message.ShouldContain(Path.GetFileName(path));
            }
        }
    }

    [Fact]
    public void Addresses_with_commas_stay_whole()
    {
        Table table = Read(TestData.Path("csv/northwind_unquoted_commas/orders.csv")).Table;

        CsvText.Cells(table.Columns[table.IndexOf("shipAddress")])[2].ShouldBe("Rua do Paço, 67");
        CsvText.Cells(table.Columns[table.IndexOf("shipCity")])[2].ShouldBe("Rio de Janeiro");
    }

    [Fact]
    public void Escapes_comments_and_short_rows_of_the_strange_file_are_understood()
    {
        CsvDocument document = Read(TestData.Path("csv/rust-csv/strange.csv"));

        CsvText.Cells(document.Table.Columns[0]).ShouldBe(
            ["\"Hacksaw\" Jim Duggan", "Bret \"Hit Man\" Hart", "Rafael Halperin", "\"Big Cat\" Ernie Ladd", "\"Macho Man\" Randy Savage", "Jake \"The Snake\" Roberts"]);
        CsvText.Cells(document.Table.Columns[1]).ShouldBe(["1987", "1984", "", "1964", "1985", "1986"]);
        document.Warnings.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("tables/titanic/titanic.csv", "Name", ColumnKind.Text)]
    [InlineData("tables/titanic/titanic.csv", "Ticket", ColumnKind.Category)]
    [InlineData("tables/titanic/titanic.csv", "Cabin", ColumnKind.Category)]
    [InlineData("tables/titanic/titanic.csv", "PassengerId", ColumnKind.Identifier)]
    [InlineData("tables/titanic/titanic_seaborn.csv", "adult_male", ColumnKind.Boolean)]
    [InlineData("tables/telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", "customerID", ColumnKind.Identifier)]
    [InlineData("tables/telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", "MultipleLines", ColumnKind.Category)]
    [InlineData("tables/telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", "TotalCharges", ColumnKind.Number)]
    [InlineData("tables/kc_house/kc_house_data.csv.gz", "id", ColumnKind.Identifier)]
    [InlineData("tables/kc_house/kc_house_data.csv.gz", "date", ColumnKind.DateTime)]
    [InlineData("tables/kc_house/kc_house_data.csv.gz", "floors", ColumnKind.Number)]
    [InlineData("tables/kc_house/kc_house_data.csv.gz", "zipcode", ColumnKind.Category)]
    [InlineData("tables/bank_transactions/bank_transactions_data_2.csv", "TransactionID", ColumnKind.Identifier)]
    [InlineData("tables/bank_transactions/bank_transactions_data_2.csv", "AccountID", ColumnKind.Category)]
    [InlineData("tables/bank_transactions/bank_transactions_data_2.csv", "IP Address", ColumnKind.Category)]
    [InlineData("tables/bank_transactions/bank_transactions_data_2.csv", "PreviousTransactionDate", ColumnKind.DateTime)]
    [InlineData("tables/nyc_taxis/yellow_tripdata_sample.csv", "column 1", ColumnKind.Identifier)]
    [InlineData("tables/nyc_taxis/yellow_tripdata_sample.csv", "store_and_fwd_flag", ColumnKind.Boolean)]
    [InlineData("parquet/kylo/userdata/userdata1.csv", "email", ColumnKind.Identifier)]
    [InlineData("parquet/kylo/userdata/userdata1.csv", "cc", ColumnKind.Identifier)]
    [InlineData("parquet/kylo/userdata/userdata1.csv", "ip_address", ColumnKind.Identifier)]
    [InlineData("parquet/kylo/userdata/userdata2.csv", "salary", ColumnKind.Number)]
    [InlineData("csv/rust-csv/uspop.csv", "City", ColumnKind.Text)]
    [InlineData("csv/messytables/mixedGLB.csv", "Year", ColumnKind.Number)]
    [InlineData("csv/northwind_unquoted_commas/customers.csv", "customerID", ColumnKind.Identifier)]
    [InlineData("csv/northwind_unquoted_commas/customers.csv", "phone", ColumnKind.Identifier)]
    [InlineData("csv/northwind_unquoted_commas/customers.csv", "contactName", ColumnKind.Text)]
    public void Columns_of_real_tables_hold_what_a_person_says_they_hold(string file, string column, ColumnKind kind)
    {
        Table table = Read(TestData.Path(file)).Table;

        table.Columns[table.IndexOf(column)].Kind.ShouldBe(kind);
    }

    private static CsvDocument Read(string path) => CsvReader.ReadFile(path, ct: TestContext.Current.CancellationToken);
}

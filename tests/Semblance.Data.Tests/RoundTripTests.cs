using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Semblance.Data.Csv;

namespace Semblance.Data.Tests;

public class RoundTripTests
{
    [Theory]
    [InlineData("tables/bank_transactions/bank_transactions_data_2.csv")]
    [InlineData("tables/bike_sharing/day.csv")]
    [InlineData("tables/bike_sharing/hour.csv")]
    [InlineData("tables/insurance/insurance.csv")]
    [InlineData("benchmark/adult_train.csv.gz")]
    [InlineData("benchmark/beijing_train.csv.gz")]
    [InlineData("benchmark/default_train.csv.gz")]
    [InlineData("benchmark/shoppers_train.csv.gz")]
    [InlineData("benchmark/adult_test.csv.gz")]
    [InlineData("benchmark/beijing_test.csv.gz")]
    [InlineData("benchmark/default_test.csv.gz")]
    [InlineData("benchmark/magic_test.csv.gz")]
    [InlineData("benchmark/shoppers_test.csv.gz")]
    [InlineData("tables/titanic/titanic.csv")]
    [InlineData("tables/titanic/titanic_seaborn.csv")]
    [InlineData("tables/telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv")]
    [InlineData("tables/nyc_taxis/taxis.csv")]
    [InlineData("tables/nyc_taxis/yellow_tripdata_sample.csv")]
    [InlineData("tables/penguins/penguins.csv")]
    [InlineData("tables/pima_diabetes/diabetes.csv")]
    [InlineData("csv/messytables/example.tsv")]
    [InlineData("csv/rust-csv/bench/gtfs-mbta-stop-times.csv")]
    [InlineData("csv/rust-csv/uspop-null.csv")]
    [InlineData("parquet/kylo/userdata/userdata1.csv")]
    public void A_regular_file_comes_back_byte_for_byte(string file)
    {
        string path = TestData.Path(file);

        CsvDocument document = CsvReader.ReadFile(path, ct: TestContext.Current.CancellationToken);

        CsvText.WriteBytes(document).AsSpan().SequenceEqual(Plain(path)).ShouldBeTrue($"{file} is written with one format per column, so nothing may change");
    }

    // House prices of a million and more are written 1.225e+006 in these two files, by a program that picks the shorter form row by row. They
    // come back as 1225000.
    [Theory]
    [InlineData("tables/kc_house/kc_house.csv.gz")]
    [InlineData("tables/kc_house/kc_house_data.csv.gz")]
    public void Numbers_with_large_exponents_come_back_written_out_and_nothing_else_changes(string file)
    {
        string path = TestData.Path(file);

        CsvDocument document = CsvReader.ReadFile(path, ct: TestContext.Current.CancellationToken);

        string expected = Regex.Replace(Encoding.UTF8.GetString(Plain(path)), @"\b[0-9.]+e\+[0-9]+\b", match => double.Parse(match.Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
        Encoding.UTF8.GetString(CsvText.WriteBytes(document)).Equals(expected, StringComparison.Ordinal).ShouldBeTrue();
    }

    [Fact]
    public void Where_one_column_writes_a_number_in_two_ways_only_that_changes()
    {
        string path = TestData.Path("benchmark/magic_train.csv.gz");
        byte[] before = Plain(path);

        byte[] after = CsvText.WriteBytes(CsvReader.ReadFile(path, ct: TestContext.Current.CancellationToken));

        string[] old = Encoding.UTF8.GetString(before).Split('\n'), now = Encoding.UTF8.GetString(after).Split('\n');
        now.Length.ShouldBe(old.Length);
        string[] changed = [.. old.Zip(now).Where(pair => pair.First != pair.Second).Select(pair => pair.First)];
        changed.Length.ShouldBe(7);
        changed.ShouldAllBe(line => line.Contains("0.000", StringComparison.Ordinal), "this file has 0.0002 as well as 1e-04");
    }

    private static byte[] Plain(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}

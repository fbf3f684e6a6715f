using System.IO.Compression;
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
    public void A_regular_file_comes_back_byte_for_byte(string file)
    {
        string path = TestData.Path(file);

        CsvDocument document = CsvReader.ReadFile(path, ct: TestContext.Current.CancellationToken);

        CsvText.WriteBytes(document).AsSpan().SequenceEqual(Plain(path)).ShouldBeTrue($"{file} is written with one format per column, so nothing may change");
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

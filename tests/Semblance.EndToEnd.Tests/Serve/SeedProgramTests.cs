using System.Globalization;
using System.IO.Compression;
using Semblance.Cli.Tests;
using Semblance.Data;
using Semblance.Tests;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>
/// The documented programs of the twin API's clients, in Python and for curl. Nothing is changed but what every user changes: the
/// address, the key, a local sample file, and the number of rows, which Python's requests takes as text alone.
/// </summary>
public sealed class SeedProgramTests(SharedServer server) : IClassFixture<SharedServer>, IDisposable
{
    private const string Python = """
        import pandas as pd
        import requests
        from io import BytesIO
        key_ = 'YOUR_API_KEY'
        num_rows='NUM_ROWS'
        file_url = f"FILE"
        # Fetch sample input
        r = open(file_url, "rb")
        file_obj = BytesIO(r.read())
        file_obj.seek(0)
        files = {"file": ("NAME", file_obj)}
        headers = {"rows": num_rows, "algo": "ALGO", "api-key": key_}
        url = 'URL'
        # Check health using get request to /health
        print(requests.get(url + "/health")) # should be HTTP 200
        # post request to /generate
        resp = requests.post(url + "/generate", headers=headers, files=files)
        if resp.status_code == 200: # if success, save file locally
            with open("synthetic.csv", "wb") as f:
                f.write(resp.content)
            df_synth = pd.read_csv("synthetic.csv") # load synthetic data
            print(df_synth.head())
            print(resp.headers['distribution-similarity-error']) # QA metric 1
            print(resp.headers['association-similarity']) # QA metric 2
        else:
            print(resp.json()) # print error if generation is unsuccessful
        """;

    private const string Curl = """
        curl -X POST "URL/generate" \
        -H "api-key: YOUR_API_KEY" \
        -H "rows: NUM_ROWS" \
        -H "algo: ALGO" \
        -F "file=@FILE" \
        -o synthetic.csv -D headers.txt
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("core")]
    [InlineData("flagship")]
    public void Python_gets_a_table_and_its_figures(string algo)
    {
        string[] lines = RunPython(Path.Combine(Repository.Root, "samples", "patients.csv"), algo, 10_000);
        lines[0].ShouldBe("<Response [200]>");
        Figure(lines[^2]).ShouldBeInRange(0, 0.3);
        Figure(lines[^1]).ShouldBeInRange(0.7, 1);
        Table twin = TableReader.Read(_folder["synthetic.csv"]).Table, real = TableReader.Read(Path.Combine(Repository.Root, "samples", "patients.csv")).Table;
        twin.RowCount.ShouldBe(10_000);
        twin.Columns.Select(column => (column.Name, column.Kind)).ShouldBe(real.Columns.Select(column => (column.Name, column.Kind)));
    }

    [Fact]
    public void Python_gets_the_documented_quality_for_the_table_of_the_document()
    {
        string zipped = Path.Combine(Repository.RequireTestData(), "benchmark", "adult_train.csv.gz");
        using (var plain = new GZipStream(File.OpenRead(zipped), CompressionMode.Decompress))
        using (FileStream file = File.Create(_folder["adult_income.csv"]))
        {
            plain.CopyTo(file);
        }
        string[] lines = RunPython(_folder["adult_income.csv"], "flagship", 10_000);
        // "typically less than 0.1" and "typically between 0.9-1", the document says of high fidelity.
        Figure(lines[^2]).ShouldBeInRange(0, 0.1);
        Figure(lines[^1]).ShouldBeInRange(0.9, 1);
    }

    [Fact]
    public void Python_is_told_what_is_wrong()
    {
        string[] lines = RunPython(_folder.Write("notes.txt", "no table"), "core", 10);
        lines[0].ShouldBe("<Response [200]>");
        lines[1].ShouldStartWith("{'error': 'Unsupported file type.', 'detail': ");
    }

    [Theory]
    [InlineData("core")]
    [InlineData("flagship")]
    public void Curl_gets_a_table_and_its_figures(string algo)
    {
        RunCurl(Path.Combine(Repository.Root, "samples", "patients.csv"), algo, 50_000);
        File.ReadLines(_folder["synthetic.csv"]).Count().ShouldBe(50_001);
        string[] headers = File.ReadAllLines(_folder["headers.txt"]);
        headers.ShouldContain(line => line.StartsWith("HTTP/1.1 200", StringComparison.Ordinal));
        Figure(headers.Single(line => line.StartsWith("distribution-similarity-error: ", StringComparison.OrdinalIgnoreCase)).Split(' ')[1]).ShouldBeInRange(0, 0.3);
        Figure(headers.Single(line => line.StartsWith("association-similarity: ", StringComparison.OrdinalIgnoreCase)).Split(' ')[1]).ShouldBeInRange(0.7, 1);
    }

    [Theory]
    [InlineData("core")]
    [InlineData("flagship")]
    public void Parquet_comes_back_as_parquet_that_others_read(string algo)
    {
        using var peer = new ParquetPeer();
        string real = _folder["patients.parquet"];
        peer.Run($"COPY (SELECT * FROM read_csv('{Path.Combine(Repository.Root, "samples", "patients.csv")}')) TO '{real}' (FORMAT parquet)").Error.ShouldBeNull();
        // The program of the document, with the ending of the other format where it names its files.
        string program = Fill(Curl, real, algo, 2_000).Replace("synthetic.csv", "synthetic.parquet", StringComparison.Ordinal);
        Tool.Require("curl", "--version");
        Tool.Run(_folder.Folder, "bash", "-c", program);
        PeerColumn[] before = peer.ReadWithDuckDb(real).Columns, after = peer.ReadWithDuckDb(_folder["synthetic.parquet"]).Columns;
        after.Select(column => (column.Name, column.Type)).ShouldBe(before.Select(column => (column.Name, column.Type)));
        after.ShouldAllBe(column => column.Values.Length == 2_000);
        for (int i = 0; i < before.Length; i++)
        {
            double missing = before[i].Values.Count(value => value is null) / (double)before[i].Values.Length;
            // Five standard deviations of the share in 2,000 rows.
            double tolerance = 5 * Math.Sqrt(missing * (1 - missing) / 2_000);
            (after[i].Values.Count(value => value is null) / 2_000.0).ShouldBeInRange(missing - tolerance, missing + tolerance, before[i].Name);
        }
        PeerColumn[] other = peer.ReadWithHyparquet(_folder["synthetic.parquet"]).Columns;
        other.Single(column => column.Name == "ward").Values.ShouldBe(after.Single(column => column.Name == "ward").Values, "two readers of others agree");
    }

    [Fact]
    public void Python_gets_parquet_for_parquet()
    {
        string real = _folder["patients.parquet"];
        ProgramResult made = ProgramRun.Run("twin", Path.Combine(Repository.Root, "samples", "patients.csv"), "-o", real);
        made.Code.ShouldBe(0, made.Error);
        string[] lines = RunPython(real, "core", 500, program => program
            .Replace("synthetic.csv", "synthetic.parquet", StringComparison.Ordinal)
            .Replace("df_synth = pd.read_csv(\"synthetic.parquet\")", "df_synth = pd.DataFrame() # Debian's pandas reads no Parquet", StringComparison.Ordinal));
        Figure(lines[^1]).ShouldBeInRange(0.7, 1);
        TableDocument twin = TableFiles.Read(_folder["synthetic.parquet"], ct: TestContext.Current.CancellationToken);
        (twin.Table.RowCount, twin.Layout.Format).ShouldBe((500, TableFormat.Parquet));
    }

    private static double Figure(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private string[] RunPython(string file, string algo, int rows, Func<string, string>? change = null)
    {
        const string Interpreter = "/usr/bin/python3";
        Tool.Require(Interpreter, "-c", "import pandas, requests");
        string program = Fill(Python, file, algo, rows).Replace("NAME", Path.GetFileName(file), StringComparison.Ordinal);
        return Tool.Run(_folder.Folder, Interpreter, _folder.Write("quickstart.py", change?.Invoke(program) ?? program)).TrimEnd('\n').Split('\n');
    }

    private void RunCurl(string file, string algo, int rows)
    {
        Tool.Require("curl", "--version");
        Tool.Run(_folder.Folder, "bash", "-c", Fill(Curl, file, algo, rows));
    }

    private string Fill(string program, string file, string algo, int rows) => program
        .Replace("YOUR_API_KEY", server.Process.AdminKey, StringComparison.Ordinal)
        .Replace("NUM_ROWS", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("FILE", file, StringComparison.Ordinal)
        .Replace("ALGO", algo, StringComparison.Ordinal)
        .Replace("URL", server.Process.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);
}

using System.IO.Compression;
using System.Text.Json;
using Semblance.Cli.Tests;
using Semblance.Data;
using Semblance.Data.Csv;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>The main job, on the bundled sample.</summary>
public sealed class TwinTests : IDisposable
{
    private static readonly string s_sample = Path.Combine(Repository.Root, "samples", "patients.csv");
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Families() => ["core", "flagship"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void Same_seed_same_bytes_at_any_number_of_threads(string family)
    {
        string[] outputs = ["one.csv", "two.csv", "again.csv"];
        string[] threads = ["1", "2", "3"];
        for (int i = 0; i < outputs.Length; i++)
        {
            ProgramResult run = ProgramRun.Run("twin", s_sample, "--algo", family, "--seed", "7", "--rows", "20000", "--threads", threads[i], "-o", _folder[outputs[i]]);
            run.Code.ShouldBe(0, run.Error);
        }
        byte[] first = File.ReadAllBytes(_folder["one.csv"]);
        File.ReadAllBytes(_folder["two.csv"]).AsSpan().SequenceEqual(first).ShouldBeTrue("two threads give the bytes of one");
        File.ReadAllBytes(_folder["again.csv"]).AsSpan().SequenceEqual(first).ShouldBeTrue("three threads give the bytes of one");
        ProgramRun.Run("twin", s_sample, "--algo", family, "--seed", "8", "--rows", "20000", "-o", _folder["other.csv"]).Code.ShouldBe(0);
        File.ReadAllBytes(_folder["other.csv"]).AsSpan().SequenceEqual(first).ShouldBeFalse("another seed gives other rows");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void The_twin_looks_like_the_table_and_is_as_long(string family)
    {
        ProgramResult run = ProgramRun.Run("twin", s_sample, "--algo", family, "--seed", "1", "-o", _folder["twin.csv"]);
        run.Code.ShouldBe(0, run.Error);
        run.Output.ShouldBeEmpty();
        CsvDocument real = TableReader.Read(s_sample), twin = TableReader.Read(_folder["twin.csv"]);
        twin.Table.RowCount.ShouldBe(real.Table.RowCount);
        twin.Table.Columns.Select(column => (column.Name, column.Kind)).ShouldBe(real.Table.Columns.Select(column => (column.Name, column.Kind)));
        File.ReadLines(_folder["twin.csv"]).First().ShouldBe(File.ReadLines(s_sample).First());
        var known = Strings(real.Table, "patient_id").ToHashSet();
        Strings(twin.Table, "patient_id").ShouldAllBe(id => !known.Contains(id), "an identifier of a real row is never given out");
        Strings(twin.Table, "patient_id").ShouldAllBe(id => id.StartsWith("PT-", StringComparison.Ordinal), "identifiers keep their pattern");
    }

    [Fact]
    public void Without_an_output_the_table_goes_to_standard_output_and_words_to_standard_error()
    {
        ProgramResult run = ProgramRun.Run("twin", s_sample, "--seed", "5", "--rows", "50", "--json");
        run.Code.ShouldBe(0, run.Error);
        run.OutputText.Split('\n').Length.ShouldBe(52, "a header, 50 rows and the end of the last");
        run.OutputText.ShouldStartWith("patient_id,admitted_at,");
        run.Error.ShouldContain("seed 5");
        JsonElement json = JsonOf(run.Error.TrimEnd().Split('\n')[^1]);
        json.GetProperty("rows").GetInt64().ShouldBe(50);
        run.Error.ShouldNotContain("\u001b", Case.Sensitive, "no terminal, no control characters");
    }

    [Fact]
    public void Json_is_one_object_on_standard_output_if_the_table_is_in_a_file()
    {
        ProgramResult run = ProgramRun.Run("twin", s_sample, "--seed", "5", "--json", "-o", _folder["twin.csv"]);
        run.Code.ShouldBe(0, run.Error);
        JsonElement json = JsonOf(run.OutputText);
        json.GetProperty("rows").GetInt64().ShouldBe(800);
        json.GetProperty("seed").GetUInt64().ShouldBe(5UL);
        json.GetProperty("seconds").GetDouble().ShouldBeGreaterThan(0);
        json.GetProperty("distribution_similarity_error").GetDouble().ShouldBeInRange(0, 0.3);
        json.GetProperty("association_similarity").GetDouble().ShouldBeInRange(0.7, 1);
    }

    [Fact]
    public void Without_a_seed_one_is_drawn_and_printed_and_gives_the_same_bytes_again()
    {
        ProgramResult drawn = ProgramRun.Run("twin", s_sample, "--rows", "100", "--json");
        string seed = JsonOf(drawn.Error.TrimEnd().Split('\n')[^1]).GetProperty("seed").GetRawText();
        drawn.Error.ShouldContain("seed " + seed);
        ProgramRun.Run("twin", s_sample, "--rows", "100", "--seed", seed).Output.ShouldBe(drawn.Output);
        ProgramRun.Run("twin", s_sample, "--rows", "100").Output.ShouldNotBe(drawn.Output, "the next run draws another");
    }

    [Fact]
    public void Quiet_says_nothing()
    {
        ProgramResult run = ProgramRun.Run("twin", s_sample, "--quiet", "-o", _folder["twin.csv"]);
        (run.Code, run.OutputText, run.Error).ShouldBe((0, "", ""));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Conditions_hold_in_every_row(string family)
    {
        ProgramResult run = ProgramRun.Run("twin", s_sample, "--algo", family, "--seed", "3", "--rows", "5000", "--condition", "ward=Surgery", "--condition", "age=40", "-o", _folder["twin.csv"]);
        run.Code.ShouldBe(0, run.Error);
        Table twin = TableReader.Read(_folder["twin.csv"]).Table;
        twin.RowCount.ShouldBe(5000);
        string[] rows = File.ReadAllLines(_folder["twin.csv"])[1..];
        rows.ShouldAllBe(row => row.Contains(",Surgery,", StringComparison.Ordinal));
        rows.Select(row => row.Split(',')[4]).ShouldAllBe(age => age == "40");
    }

    [Theory]
    [InlineData("ward=Astrology", "Astrology")]
    [InlineData("age=400", "400")]
    [InlineData("patient_id=PT-1", "patient_id")]
    [InlineData("colour=red", "colour")]
    public void An_impossible_condition_is_bad_input_and_leaves_no_file(string condition, string names)
    {
        ProgramResult run = ProgramRun.Run("twin", s_sample, "--condition", condition, "-o", _folder["twin.csv"]);
        run.Code.ShouldBe(3);
        run.Error.TrimEnd().Split('\n')[^1].ShouldStartWith("error: ");
        run.Error.ShouldContain(names);
        _folder.Names.ShouldBeEmpty();
    }

    [Fact]
    public void Columns_can_be_dropped_and_types_told()
    {
        ProgramResult run = ProgramRun.Run("twin", s_sample, "--seed", "1", "--drop", "patient_id", "admitted_at", "--type", "nights=category", "-o", _folder["twin.csv"]);
        run.Code.ShouldBe(0, run.Error);
        File.ReadLines(_folder["twin.csv"]).First().ShouldStartWith("ward,admission,");
        var real = Strings(TableReader.Read(s_sample, ("nights", ColumnType.Category)).Table, "nights").ToHashSet();
        int nights = Array.IndexOf(File.ReadLines(_folder["twin.csv"]).First().Split(','), "nights");
        File.ReadLines(_folder["twin.csv"]).Skip(1).Select(row => row.Split(',')[nights]).ShouldAllBe(value => real.Contains(value), "a category has no values of its own");
    }

    [Theory]
    [InlineData("--drop", "colour")]
    [InlineData("--type", "colour=category")]
    public void An_option_about_a_column_that_is_not_there_is_bad_input(string option, string value)
    {
        ProgramResult run = ProgramRun.Run("twin", s_sample, option, value, "-o", _folder["twin.csv"]);
        run.Code.ShouldBe(3);
        run.Error.ShouldContain("colour");
    }

    [Fact]
    public void Gzip_in_and_out_and_pipes_give_the_same_rows()
    {
        byte[] real = File.ReadAllBytes(s_sample);
        using (var zipped = new GZipStream(File.Create(_folder["real.csv.gz"]), CompressionLevel.Fastest))
        {
            zipped.Write(real);
        }
        ProgramResult plain = ProgramRun.Run("twin", s_sample, "--seed", "2");
        ProgramRun.Run("twin", _folder["real.csv.gz"], "--seed", "2").Output.ShouldBe(plain.Output);
        ProgramRun.Run(new ProgramSettings { Input = real }, "twin", "-", "--seed", "2").Output.ShouldBe(plain.Output);
        ProgramRun.Run(new ProgramSettings { Input = real }, "twin", "/dev/stdin", "--seed", "2", "-o", "/dev/stdout").Output.ShouldBe(plain.Output);
        ProgramRun.Run("twin", s_sample, "--seed", "2", "-o", _folder["twin.csv.gz"]).Code.ShouldBe(0);
        using var unzipped = new MemoryStream();
        using (var stream = new GZipStream(File.OpenRead(_folder["twin.csv.gz"]), CompressionMode.Decompress))
        {
            stream.CopyTo(unzipped);
        }
        unzipped.ToArray().ShouldBe(plain.Output);
    }

    [Fact]
    public void A_million_rows_pass_through_memory_that_could_not_hold_them()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "There is no such device here.");
        // 80 MB of heap; a million rows of 15 columns take 100 MB as arrays and as much again as text.
        var settings = new ProgramSettings { Environment = { ["DOTNET_GCHeapHardLimit"] = "0x5000000" } };
        ProgramResult run = ProgramRun.Run(settings, "twin", s_sample, "--rows", "1000000", "--seed", "1", "-o", "/dev/null");
        run.Code.ShouldBe(0, run.Error);
    }

    private static JsonElement JsonOf(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static IEnumerable<string> Strings(Table table, string name)
    {
        Column column = table.Columns[table.IndexOf(name)];
        return column switch
        {
            StringColumn strings => Enumerable.Range(0, column.Count).Select(strings.Values.GetString),
            CategoryColumn categories => categories.Codes.Where(code => code >= 0).Select(code => column.Schema.Levels[code]),
            _ => throw new InvalidOperationException($"Column '{name}' holds {column.Kind}."),
        };
    }
}

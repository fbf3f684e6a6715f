using System.Text;
using System.Text.Json.Nodes;
using Semblance.Cli.Commands;
using Semblance.Cli.Output;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests;

/// <summary><c>semblance describe</c>, from its words to its files.</summary>
public sealed class DescribeCommandTests : IDisposable
{
    private const string Plan = """
        {"entities": [
          {"name": "authors", "share": 0.5, "primary_key": "id", "columns": [{"name": "id", "type": "integer", "generator": "sequence"}, {"name": "name", "type": "string", "generator": "full_name"}]},
          {"name": "posts", "primary_key": "id", "columns": [{"name": "id", "type": "integer", "generator": "sequence"}, {"name": "author_id", "type": "integer", "generator": "foreign_key"}, {"name": "title", "type": "string", "generator": "text", "parameters": {"kind": "title"}}]}],
         "relations": [{"kind": "one_to_many", "parent": "authors", "child": "posts", "column": "author_id"}]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("describe", "'semblance describe' needs a PROMPT or a plan.", "Say what tables you want in quotes, or name a plan with --plan FILE.")]
    [InlineData("describe shop --plan FILE", "A PROMPT and --plan contradict each other.", "Leave one of them out.")]
    [InlineData("describe --plan FILE --datasets 3", "--datasets and --plan contradict each other.", "A plan names its tables itself.")]
    [InlineData("describe shop --planner-url http://127.0.0.1:1/v1", "--planner-url needs the name of a model.", "Name it with --planner-model NAME.")]
    [InlineData("describe --plan FILE --planner-model m", "--plan and --planner-model contradict each other.", "The catalog is for the built-in planner, and a plan needs none.")]
    [InlineData("describe shop --planner-model m --planner-url nowhere", "--planner-url must be an address such as https://api.openai.com/v1; 'nowhere' is not.", null)]
    [InlineData("describe shop --catalog FILE", "There is no folder 'FILE' to read a catalog from.", null)]
    [InlineData("describe --plan FILE --reality 11", "--reality must be a whole number from 0 to 10; '11' is not.", null)]
    [InlineData("describe --plan FILE --size 0", "--size must be a whole number from 1 to 1,000,000,000,000; '0' is not.", null)]
    [InlineData("describe --plan FILE --format xml", "--format must be one of json, csv, sql; 'xml' is not.", null)]
    [InlineData("describe --plan FILE --format csv", "2 tables cannot be one CSV file.", "Name a folder for them with -o DIR, or use --format json.")]
    [InlineData("describe --plan FILE -o FILE", "'FILE' is a file; -o takes a folder.", null)]
    public void A_wrong_command_line_is_code_2_and_one_sentence(string line, string sentence, string? hint)
    {
        string file = _folder.Write("plan.json", Plan);
        (int code, string output, string error) = Run([.. line.Split(' ').Select(word => word == "FILE" ? file : word)]);
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        string[] lines = error.TrimEnd().Split('\n');
        lines[0].ShouldBe("error: " + sentence.Replace("FILE", file, StringComparison.Ordinal));
        if (hint is not null)
        {
            lines[1].ShouldBe("hint: " + hint);
        }
    }

    [Theory]
    [InlineData("{\"entities\": []}", "The plan has no entities; it needs at least one.")]
    [InlineData("{\"tables\": []}", "tables")]
    [InlineData("not json", "The plan is not a plan document")]
    public void A_bad_plan_is_code_3_and_leaves_nothing(string plan, string says)
    {
        string folder = _folder["out"];
        (int code, _, string error) = Run("describe", "--plan", _folder.Write("plan.json", plan), "-o", folder);
        code.ShouldBe(3);
        error.ShouldContain(says);
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public void A_plan_that_is_not_there_is_code_3()
    {
        (int code, _, string error) = Run("describe", "--plan", "/no/such/plan.json");
        code.ShouldBe(3);
        error.ShouldBe("error: There is no file '/no/such/plan.json' to read a plan from.\n");
    }

    [Fact]
    public void A_folder_gets_one_file_for_each_table_and_the_same_seed_gives_the_same_bytes()
    {
        string plan = _folder.Write("plan.json", Plan), one = _folder["one"], other = _folder["other"];
        foreach (string format in new[] { "json", "csv", "sql" })
        {
            Run("describe", "--plan", plan, "--size", "300", "--seed", "5", "--format", format, "-o", one, "--threads", "1").Code.ShouldBe(0);
            Run("describe", "--plan", plan, "--size", "300", "--seed", "5", "--format", format, "-o", other, "--threads", "3", "-q").Code.ShouldBe(0);
        }
        string[] files = [.. Directory.GetFiles(one).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        files.ShouldBe(["authors.csv", "authors.json", "posts.csv", "posts.json", "tables.sql"]);
        foreach (string file in files)
        {
            File.ReadAllBytes(Path.Combine(one, file)).ShouldBe(File.ReadAllBytes(Path.Combine(other, file)));
        }
        File.ReadAllLines(Path.Combine(one, "posts.csv")).Length.ShouldBe(301);
    }

    [Fact]
    public void Standard_output_is_one_JSON_object_and_the_rest_goes_elsewhere()
    {
        string defects = _folder["defects.json"];
        (int code, string output, string error) = Run("describe", "--plan", _folder.Write("plan.json", Plan), "--size", "200", "--seed", "5", "--reality", "5", "--defects", defects);
        code.ShouldBe(0);
        var tables = (JsonObject)JsonNode.Parse(output)!;
        tables.Select(table => table.Key).ShouldBe(["authors", "posts"]);
        tables["authors"]!.AsArray().Count.ShouldBe(100);
        tables["posts"]!.AsArray().Count.ShouldBe(200);
        JsonNode.Parse(File.ReadAllText(defects))!.AsArray().Count.ShouldBeGreaterThan(0);
        error.ShouldContain("300 rows (authors 100, posts 200) with seed 5 at reality 5 in");
    }

    [Fact]
    public void A_prompt_becomes_a_plan_that_makes_the_same_tables()
    {
        const string Prompt = "customers (id, name, email) and orders (id, customer_id, order_date)";
        (int code, string plan, _) = Run("describe", Prompt, "--plan-only");
        code.ShouldBe(0);
        string file = _folder.Write("plan.json", plan);
        string direct = Run("describe", Prompt, "--seed", "3", "--size", "50", "--reality", "0").Output;
        Run("describe", "--plan", file, "--seed", "3", "--size", "50", "--reality", "0").Output.ShouldBe(direct);
        ((JsonObject)JsonNode.Parse(direct)!).Select(table => table.Key).ShouldBe(["customers", "orders"]);
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        using var rows = new MemoryStream();
        var terminal = new Terminal { OpenInput = () => Stream.Null, OpenOutput = () => rows, Out = output, Error = error };
        int code = CommandLine.Run(args, terminal, new PendingFiles());
        return (code, output + Encoding.UTF8.GetString(rows.ToArray()), error.ToString().ReplaceLineEndings("\n"));
    }
}

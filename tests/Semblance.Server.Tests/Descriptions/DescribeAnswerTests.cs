using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Describe;
using Semblance.Describe.Output;
using Semblance.Describe.Plans;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests.Descriptions;

/// <summary>The documented answer, in all formats.</summary>
public sealed class DescribeAnswerTests(DescribeErrorTests.OneServer fixture) : IClassFixture<DescribeErrorTests.OneServer>
{
    private const string GoodPrompt =
        "E-commerce platform with customers (id, name, email, signup_date), products (id, name, price, category_id), and orders (id, customer_id, product_id, quantity, order_date, status). Include 5 product categories and realistic order patterns.";

    private const string Chain = """
        {"entities": [
          {"name": "orders", "primary_key": "id", "columns": [
            {"name": "id", "type": "integer", "generator": "sequence"},
            {"name": "customer_id", "type": "integer", "generator": "foreign_key"},
            {"name": "note", "type": "string", "generator": "constant", "parameters": {"value": "say \"é\", \\ and\nmore"}}]},
          {"name": "customers", "primary_key": "id", "columns": [
            {"name": "id", "type": "integer", "generator": "sequence"},
            {"name": "email", "type": "string", "generator": "email", "unique": true}]}],
         "relations": [{"kind": "one_to_many", "parent": "customers", "child": "orders", "column": "customer_id"}]}
        """;

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task The_good_prompt_gives_exactly_its_three_datasets()
    {
        JsonElement answer = await AnswerAsync(new JsonObject { ["prompt"] = GoodPrompt, ["reality"] = 0 });
        answer.EnumerateObject().Select(field => field.Name).ShouldBe(["success", "message", "datasets", "metadata", "download_links"]);
        answer.GetProperty("success").GetBoolean().ShouldBeTrue();
        answer.GetProperty("message").GetString().ShouldBe("Successfully generated 3 dataset(s)");
        answer.GetProperty("download_links").ValueKind.ShouldBe(JsonValueKind.Null);
        JsonElement datasets = answer.GetProperty("datasets");
        datasets.EnumerateObject().Select(dataset => dataset.Name).ShouldBe(["customers", "products", "orders"]);
        Columns(datasets, "customers").ShouldBe(["id", "name", "email", "signup_date"]);
        Columns(datasets, "products").ShouldBe(["id", "name", "price", "category_id"]);
        Columns(datasets, "orders").ShouldBe(["id", "customer_id", "product_id", "quantity", "order_date", "status"]);
        foreach (JsonProperty dataset in datasets.EnumerateObject())
        {
            dataset.Value.EnumerateObject().Select(field => field.Name).ShouldBe(["format", "size", "columns", "content"]);
            dataset.Value.GetProperty("format").GetString().ShouldBe("json");
            dataset.Value.GetProperty("size").GetInt32().ShouldBe(1000);
            JsonElement content = dataset.Value.GetProperty("content");
            content.GetArrayLength().ShouldBe(1000);
            content[0].EnumerateObject().Select(field => field.Name).ShouldBe(Columns(datasets, dataset.Name));
        }
        Values(datasets, "products", "category_id").Distinct().Order().ShouldBe([1, 2, 3, 4, 5]);
        Values(datasets, "orders", "customer_id").ShouldBeSubsetOf(Values(datasets, "customers", "id"));
        Values(datasets, "orders", "product_id").ShouldBeSubsetOf(Values(datasets, "products", "id"));
    }

    [Fact]
    public async Task The_metadata_is_the_documented_one_with_warnings_and_the_seed()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;
        JsonElement metadata = (await AnswerAsync(new JsonObject { ["prompt"] = GoodPrompt, ["dataset_size"] = 10 })).GetProperty("metadata");
        metadata.EnumerateObject().Select(field => field.Name).ShouldBe(["total_datasets", "total_records", "reality_level", "output_format", "prompt", "generation_timestamp", "validation", "warnings", "seed"]);
        metadata.GetProperty("total_datasets").GetInt32().ShouldBe(3);
        metadata.GetProperty("total_records").GetInt32().ShouldBe(30);
        metadata.GetProperty("reality_level").GetInt32().ShouldBe(3, "the documented default");
        metadata.GetProperty("output_format").GetString().ShouldBe("json");
        metadata.GetProperty("prompt").GetString().ShouldBe(GoodPrompt);
        metadata.GetProperty("generation_timestamp").GetDateTimeOffset().ShouldBeInRange(before.AddSeconds(-1), DateTimeOffset.UtcNow);
        metadata.GetProperty("generation_timestamp").GetString()!.ShouldEndWith("Z");
        metadata.GetProperty("validation").GetRawText().ShouldBe("""{"entity_types_generated":["customers","products","orders"],"validation_status":"completed","validation_score":10}""");
        metadata.GetProperty("warnings").EnumerateArray().Single().GetString().ShouldBe("Prompt mentions 3 entities (customers, products, orders); datasets was corrected from the default 2 to 3");
        ulong seed = metadata.GetProperty("seed").GetUInt64();
        string again = (await AnswerAsync(new JsonObject { ["prompt"] = GoodPrompt, ["dataset_size"] = 10, ["seed"] = seed })).GetProperty("datasets").GetRawText();
        string more = (await AnswerAsync(new JsonObject { ["prompt"] = GoodPrompt, ["dataset_size"] = 10, ["seed"] = seed })).GetProperty("datasets").GetRawText();
        more.ShouldBe(again);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("sql")]
    public async Task Content_is_what_the_library_writes(string format)
    {
        // Some parts for several threads, and text that JSON must escape.
        const int size = 9000;
        JsonElement datasets = (await AnswerAsync(new JsonObject { ["plan"] = JsonNode.Parse(Chain), ["dataset_size"] = size, ["seed"] = 4, ["reality"] = 5, ["output_format"] = format, ["dialect"] = "mysql" })).GetProperty("datasets");
        datasets.EnumerateObject().Select(dataset => dataset.Name).ShouldBe(format == "sql" ? ["customers", "orders"] : ["orders", "customers"], "scripts want parents first");
        TableSet set = TableSet.Create(PlanJson.Read(Chain), new TableSetOptions { Size = size, Seed = 4, Reality = 5 });
        for (int table = 0; table < 2; table++)
        {
            using var expected = new MemoryStream();
            await set.WriteAsync(table, OutputNames.Format(format)!.Value, expected, SqlDialect.MySql);
            JsonElement content = datasets.GetProperty(set.Tables[table].Name).GetProperty("content");
            string text = System.Text.Encoding.UTF8.GetString(expected.ToArray());
            (content.ValueKind == JsonValueKind.String ? content.GetString() : content.GetRawText() + "\n").ShouldBe(text);
        }
    }

    [Fact]
    public async Task Defects_come_as_a_list_that_gives_the_clean_tables()
    {
        JsonObject Body(int reality) => new() { ["plan"] = JsonNode.Parse(Chain), ["dataset_size"] = 500, ["seed"] = 4, ["reality"] = reality, ["include_defects"] = true };
        JsonElement clean = await AnswerAsync(Body(0));
        clean.GetProperty("defects").GetArrayLength().ShouldBe(0);
        JsonObject messy = JsonNode.Parse((await AnswerAsync(Body(8))).GetRawText())!.AsObject();
        messy["defects"]!.AsArray().Count.ShouldBeGreaterThan(20);
        foreach (JsonNode? defect in messy["defects"]!.AsArray())
        {
            messy["datasets"]![defect!["dataset"]!.GetValue<string>()]!["content"]![defect["row"]!.GetValue<int>()]![defect["column"]!.GetValue<string>()] = defect["clean"]?.DeepClone();
        }
        messy["datasets"]!.ToJsonString().ShouldBe(JsonNode.Parse(clean.GetRawText())!["datasets"]!.ToJsonString());
    }

    [Fact]
    public async Task Keys_hold_in_many_streamed_rows()
    {
        JsonElement datasets = (await AnswerAsync(new JsonObject { ["prompt"] = GoodPrompt, ["dataset_size"] = 60_000, ["reality"] = 8, ["seed"] = 9 })).GetProperty("datasets");
        Values(datasets, "customers", "id").Distinct().Count().ShouldBe(60_000);
        Values(datasets, "orders", "id").Distinct().Count().ShouldBe(60_000);
        Values(datasets, "orders", "customer_id").ToHashSet().IsSubsetOf(Values(datasets, "customers", "id")).ShouldBeTrue("keys are usable below level 9");
        Values(datasets, "orders", "product_id").ToHashSet().IsSubsetOf(Values(datasets, "products", "id")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_plan_comes_alone_and_can_be_sent_back()
    {
        using HttpResponseMessage planned = await Server.DescribeAsync(new JsonObject { ["prompt"] = GoodPrompt }, "/api/plan");
        planned.StatusCode.ShouldBe(HttpStatusCode.OK);
        string text = await planned.Content.ReadAsStringAsync();
        Plan plan = PlanJson.Read(text);
        PlanValidator.Problems(plan).ShouldBeEmpty();
        plan.Entities.Select(entity => entity.Name).ShouldBe(["customers", "products", "orders"]);

        JsonElement byPlan = await AnswerAsync(new JsonObject { ["plan"] = JsonNode.Parse(text), ["seed"] = 3, ["dataset_size"] = 50 });
        JsonElement byPrompt = await AnswerAsync(new JsonObject { ["prompt"] = GoodPrompt, ["seed"] = 3, ["dataset_size"] = 50 });
        byPlan.GetProperty("datasets").GetRawText().ShouldBe(byPrompt.GetProperty("datasets").GetRawText());
        byPlan.GetProperty("metadata").GetProperty("prompt").ValueKind.ShouldBe(JsonValueKind.Null);
        byPlan.GetProperty("metadata").GetProperty("warnings").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_locale_decides_names()
    {
        JsonElement metadata = (await AnswerAsync(new JsonObject { ["plan"] = JsonNode.Parse("""{"entities":[{"name":"people","columns":[{"name":"country","type":"string","generator":"country_code"}]}]}"""), ["locale"] = "de-DE", ["reality"] = 0, ["dataset_size"] = 3 })).GetProperty("datasets");
        metadata.GetProperty("people").GetProperty("content").EnumerateArray().ShouldAllBe(row => row.GetProperty("country").GetString() == "DE");
    }

    private static string[] Columns(JsonElement datasets, string name) => [.. datasets.GetProperty(name).GetProperty("columns").EnumerateArray().Select(column => column.GetString()!)];

    private static long[] Values(JsonElement datasets, string name, string column) => [.. datasets.GetProperty(name).GetProperty("content").EnumerateArray().Select(row => row.GetProperty(column).GetInt64())];

    private async Task<JsonElement> AnswerAsync(JsonObject body)
    {
        using HttpResponseMessage answer = await Server.DescribeAsync(body);
        string text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text[..Math.Min(500, text.Length)]);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}

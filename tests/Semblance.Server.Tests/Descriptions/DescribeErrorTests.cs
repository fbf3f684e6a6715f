using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests.Descriptions;

/// <summary>Everything that can be wrong with a request for a description.</summary>
public sealed class DescribeErrorTests(DescribeErrorTests.OneServer fixture) : IClassFixture<DescribeErrorTests.OneServer>
{
    private const string Shop = "customers, products, orders, reviews";

    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("""{"prompt":"cats"}""")]
    [InlineData("""{"prompt":"cats","api_key":null}""")]
    [InlineData("""{"prompt":"cats","api_key":""}""")]
    [InlineData("""{"prompt":"cats","api_key":"pk-1"}""")]
    [InlineData("""{"prompt":"cats","api_key":"SK-1"}""")]
    [InlineData("""{"prompt":"cats","api_key":42}""")]
    [InlineData("""{"api_key":" sk-1","datasets":99,"nonsense":true}""")]
    public async Task A_key_of_another_form_is_401_whatever_else_is_wrong(string body)
    {
        foreach (string path in (string[])["/api/generate", "/api/plan"])
        {
            using HttpResponseMessage answer = await Server.DescribeAsync(JsonValue.Create(body), path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"error":"Invalid API key format","detail":"API key must start with 'sk-'"}""");
        }
    }

    [Theory]
    [InlineData("sk-a\nb")]
    [InlineData("sk-é")]
    [InlineData("sk-a b")]
    public async Task A_key_that_no_header_can_hold_is_401(string key)
    {
        JsonElement error = await ErrorAsync(new JsonObject { ["api_key"] = key, ["prompt"] = "cats" }, HttpStatusCode.Unauthorized);
        error.GetProperty("error").GetString().ShouldBe("Invalid API key format");
        error.ToString().ShouldNotContain(key);
    }

    [Theory]
    [InlineData("""{}""", "prompt is missing")]
    [InlineData("""{"prompt":null}""", "prompt is missing")]
    [InlineData("""{"prompt":7}""", "prompt must be a text; 7 is not")]
    [InlineData("""{"prompt":"  "}""", "The prompt is empty")]
    [InlineData("""{"prompt":"and or but"}""", "The prompt names no table that could be recognised")]
    [InlineData("""{"prompt":"cats","plan":{"entities":[{"name":"a","columns":[{"name":"b","type":"date","generator":"date"}]}]}}""", "prompt and plan contradict each other")]
    [InlineData("""{"prompt":"cats","datasets":0}""", "datasets must be a whole number from 1 to 5; 0 is not")]
    [InlineData("""{"prompt":"cats","datasets":6}""", "datasets must be a whole number from 1 to 5; 6 is not")]
    [InlineData("""{"prompt":"cats","datasets":"2"}""", "datasets must be a whole number from 1 to 5; the text \"2\" is not")]
    [InlineData("""{"prompt":"cats","datasets":2.5}""", "datasets must be a whole number from 1 to 5; 2.5 is not")]
    [InlineData("""{"prompt":"cats","datasets":[2]}""", "datasets must be a whole number from 1 to 5; a list is not")]
    [InlineData("""{"prompt":"cats","dataset_size":0}""", "dataset_size must be a whole number from 1 to 5,000,000; 0 is not")]
    [InlineData("""{"prompt":"cats","dataset_size":-5}""", "dataset_size must be a whole number from 1 to 5,000,000; -5 is not")]
    [InlineData("""{"prompt":"cats","dataset_size":1e400}""", "dataset_size must be a whole number from 1 to 5,000,000; 1e400 is not")]
    [InlineData("""{"prompt":"cats","dataset_size":5000001,"datasets":1}""", "Dataset size 5,000,001 exceeds limit. With 1 dataset, max size per dataset is 5,000,000")]
    [InlineData("""{"prompt":"cats and dogs","dataset_size":9000000000000000000}""", "Dataset size 9,000,000,000,000,000,000 exceeds limit. With 2 datasets, max size per dataset is 2,500,000")]
    [InlineData("""{"prompt":"customers, products, orders","datasets":3,"dataset_size":2000000}""", "Dataset size 2,000,000 exceeds limit. With 3 datasets, max size per dataset is 1,666,666")]
    [InlineData("""{"prompt":"cats","reality":11}""", "reality must be a whole number from 0 to 10; 11 is not")]
    [InlineData("""{"prompt":"cats","reality":true}""", "reality must be a whole number from 0 to 10; true is not")]
    [InlineData("""{"prompt":"cats","output_format":"xml"}""", "output_format must be one of json, csv, sql; the text \"xml\" is not")]
    [InlineData("""{"prompt":"cats","output_format":{}}""", "output_format must be one of json, csv, sql; an object is not")]
    [InlineData("""{"prompt":"cats","dialect":"oracle"}""", "dialect must be one of postgresql, sqlite, mysql; the text \"oracle\" is not")]
    [InlineData("""{"prompt":"cats","auto_correct":"no"}""", "auto_correct must be true or false; the text \"no\" is neither")]
    [InlineData("""{"prompt":"cats","include_defects":1}""", "include_defects must be true or false; 1 is neither")]
    [InlineData("""{"prompt":"cats","seed":-1}""", "seed must be a whole number from 0 to 18,446,744,073,709,551,615; -1 is not")]
    [InlineData("""{"prompt":"cats","seed":18446744073709551616}""", "seed must be a whole number from 0 to 18,446,744,073,709,551,615; 18446744073709551616 is not")]
    [InlineData("""{"prompt":"cats","locale":"tlh"}""", "The locale 'tlh' is not known")]
    [InlineData("""{"prompt":"cats","locale":7}""", "locale must be a text; 7 is not")]
    [InlineData("""{"prompt":"cats","realty":9}""", "There is no field 'realty'")]
    [InlineData("""{"plan":"cats"}""", "The plan is not a plan document")]
    [InlineData("""{"plan":{"tables":[]}}""", "The plan is not a plan document")]
    [InlineData("""{"plan":{"entities":[]}}""", "The plan has no entities; it needs at least one.")]
    [InlineData("""{"prompt":"customers (id) with 6000000 rows"}""", "The tables come to ")]
    public async Task A_wrong_field_is_400_with_one_sentence(string body, string issue)
    {
        JsonElement error = await ErrorAsync(JsonNode.Parse(body)!);
        error.GetProperty("error").GetString().ShouldBe("Invalid request payload");
        error.GetProperty("issues").EnumerateArray().ShouldHaveSingleItem().GetString()!.ShouldStartWith(issue);
        error.GetProperty("suggestions").ValueKind.ShouldBe(JsonValueKind.Array);
        error.GetProperty("detail").GetString()!.ShouldStartWith(issue);
    }

    [Fact]
    public async Task A_prompt_that_is_no_text_in_Unicode_is_400() =>
        (await ErrorAsync(JsonValue.Create("""{"api_key":"sk-1","prompt":"\ud800"}"""))).GetProperty("detail").GetString().ShouldBe("prompt must be a text; the text \"\\ud800\" is not");

    [Theory]
    [InlineData("api_key")]
    [InlineData("prompt")]
    [InlineData("plan")]
    public async Task A_body_in_another_encoding_is_400(string field)
    {
        byte[] latin = Encoding.Latin1.GetBytes($"{{\"{field}\":\"caf\u00e9\"}}");
        using var content = new ByteArrayContent(latin) { Headers = { ContentType = new("application/json") } };
        using HttpResponseMessage answer = await Server.Client.PostAsync("/api/generate", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("It is not written in UTF-8.");
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        JsonElement error = await ErrorAsync(JsonNode.Parse("""{"prompt":7,"datasets":9,"reality":-1,"output_format":"xml","sed":1,"auto_corect":false}""")!);
        error.GetProperty("issues").GetArrayLength().ShouldBe(6);
        error.GetProperty("suggestions").EnumerateArray().ShouldContain(suggestion => suggestion.GetString()!.StartsWith("The fields are api_key, prompt, ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cats")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"api_key\":\"sk-secret\",\"prompt\":\"cats\"")]
    [InlineData("{\"api_key\":\"sk-secret\",\"prompt\":\"cats\",\"prompt\":\"dogs\"}")]
    public async Task A_body_that_is_no_object_is_400(string body)
    {
        JsonElement error = await ErrorAsync(JsonValue.Create(body));
        error.GetProperty("error").GetString().ShouldBe("Invalid request payload");
        error.GetProperty("detail").GetString()!.ShouldStartWith("The body cannot be read.");
        error.ToString().ShouldNotContain("sk-secret");
    }

    [Fact]
    public async Task Another_content_type_is_415_and_a_body_over_a_million_bytes_413()
    {
        using HttpResponseMessage form = await Server.Client.PostAsync("/api/generate", new FormUrlEncodedContent([new("prompt", "cats")]));
        form.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        using var client = new RawClient(Server.Client.BaseAddress!);
        string large = await client.AskAsync("POST /api/generate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000001\r\nExpect: 100-continue\r\n\r\n");
        large.ShouldStartWith("HTTP/1.1 413 ");
        large.ShouldContain("Payload too large");
    }

    [Fact]
    public async Task Entities_that_do_not_match_are_the_documented_error_unless_they_may_be_corrected()
    {
        JsonElement error = await ErrorAsync(new JsonObject { ["prompt"] = Shop, ["datasets"] = 3, ["auto_correct"] = false });
        error.GetProperty("issues").EnumerateArray().Select(issue => issue.GetString()).ShouldBe(["Prompt mentions 4 entities (customers, products, orders, reviews) but datasets=3"]);
        error.GetProperty("suggestions").EnumerateArray().Select(suggestion => suggestion.GetString()).ShouldBe(["Set datasets=4 to match entities in prompt", "Or modify prompt to only mention 3 entities"]);

        using HttpResponseMessage corrected = await Server.DescribeAsync(new JsonObject { ["prompt"] = Shop, ["datasets"] = 3, ["dataset_size"] = 5 });
        JsonElement metadata = JsonDocument.Parse(await corrected.Content.ReadAsStringAsync()).RootElement.GetProperty("metadata");
        metadata.GetProperty("total_datasets").GetInt32().ShouldBe(4);
        metadata.GetProperty("warnings").EnumerateArray().ShouldContain(warning => warning.GetString()!.Contains("datasets was corrected from 3 to 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_is_held_against_the_rest_of_its_request()
    {
        var entities = new JsonArray([.. Enumerable.Range(1, 6).Select(i => JsonNode.Parse($$"""{"name":"t{{i}}","columns":[{"name":"id","type":"integer","generator":"sequence"}]}"""))]);
        (await ErrorAsync(new JsonObject { ["plan"] = new JsonObject { ["entities"] = entities } })).GetProperty("detail").GetString()
            .ShouldBe("Plan has 6 entities (t1, t2, t3, t4, t5, t6) but at most 5 datasets are possible");
        JsonNode one = JsonNode.Parse("""{"entities":[{"name":"t","columns":[{"name":"id","type":"integer","generator":"sequence"}]}]}""")!;
        JsonElement error = await ErrorAsync(new JsonObject { ["plan"] = one.DeepClone(), ["datasets"] = 2, ["auto_correct"] = false });
        error.GetProperty("detail").GetString().ShouldBe("Plan has 1 entity (t) but datasets=2");
        using HttpResponseMessage corrected = await Server.DescribeAsync(new JsonObject { ["plan"] = one, ["datasets"] = 2 });
        JsonDocument.Parse(await corrected.Content.ReadAsStringAsync()).RootElement.GetProperty("metadata").GetProperty("warnings")[0].GetString().ShouldBe("Plan has 1 entity (t); datasets was corrected from 2 to 1");
    }

    [Fact]
    public async Task A_plan_without_room_for_its_unique_values_is_400()
    {
        JsonNode plan = JsonNode.Parse("""{"entities":[{"name":"t","columns":[{"name":"code","type":"string","generator":"pattern","parameters":{"pattern":"##"},"unique":true}]}]}""")!;
        JsonElement error = await ErrorAsync(new JsonObject { ["plan"] = plan, ["dataset_size"] = 101 });
        error.GetProperty("error").GetString().ShouldBe("Invalid request payload");
        error.GetProperty("issues")[0].GetString()!.ShouldContain("code");
    }

    [Fact]
    public async Task Too_many_requests_of_an_address_are_429_with_a_time_to_wait()
    {
        await using TestServer limited = await TestServer.StartAsync(settings => settings with { DescribeRate = 2 });
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage answer = await limited.DescribeAsync(new JsonObject { ["prompt"] = "cats" }, "/api/plan");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        using HttpResponseMessage refused = await limited.DescribeAsync(new JsonObject { ["prompt"] = "cats" });
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString().ShouldBe("Too many requests");
    }

    private async Task<JsonElement> ErrorAsync(JsonNode body, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        using HttpResponseMessage answer = await Server.DescribeAsync(body);
        string text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public sealed class OneServer : IAsyncLifetime
    {
        internal TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}

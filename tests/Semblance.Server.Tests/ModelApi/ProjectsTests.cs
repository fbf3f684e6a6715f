using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests.ModelApi;

public sealed class ProjectsTests(ModelServer fixture) : IClassFixture<ModelServer>
{
    private const string Path = "/api/projects";

    [Fact]
    public async Task A_project_is_made_shown_listed_and_deleted()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        using HttpResponseMessage made = await client.Http.PostAsJsonAsync(Path, new { name = "Fraud Detection v2", description = "two\nlines" });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        JsonElement body = await made.Content.ReadFromJsonAsync<JsonElement>();
        body.Fields().ShouldBe(["id", "project_id", "project"]);
        string id = body.GetProperty("id").GetString()!;
        body.GetProperty("project_id").GetString().ShouldBe(id);
        made.Headers.Location!.ToString().ShouldBe($"{Path}/{id}");
        JsonElement project = (await client.GetAsync($"{Path}/{id}")).GetProperty("project");
        project.Fields().ShouldBe(["id", "name", "description", "created_at", "updated_at"]);
        project.GetProperty("description").GetString().ShouldBe("two\nlines");
        project.GetProperty("created_at").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        JsonElement page = await client.GetAsync(Path);
        page.Fields().ShouldBe(["items", "total", "limit", "offset"]);
        page.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetRawText().ShouldBe(project.GetRawText());
        (await client.DeleteAsync($"{Path}/{id}")).GetRawText().ShouldBe($$"""{"ok":true,"project_id":"{{id}}"}""");
        await ErrorTableTests.ShouldBeAsync(await client.Http.GetAsync($"{Path}/{id}"), HttpStatusCode.NotFound, "Project not found");
        await ErrorTableTests.ShouldBeAsync(await client.Http.DeleteAsync($"{Path}/{id}"), HttpStatusCode.NotFound, "Project not found");
    }

    [Fact]
    public async Task Lists_come_in_pages_the_newest_first_and_are_searched_by_name()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        for (int i = 0; i < 5; i++)
        {
            await client.ProjectAsync($"project {i} of 100%_");
        }
        JsonElement page = await client.GetAsync($"{Path}?limit=2&offset=1");
        (page.GetProperty("total").GetInt32(), page.GetProperty("limit").GetInt32(), page.GetProperty("offset").GetInt32()).ShouldBe((5, 2, 1));
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()).ShouldBe(["project 3 of 100%_", "project 2 of 100%_"]);
        (await client.GetAsync($"{Path}?search=3%20of")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("project 3 of 100%_");
        (await client.GetAsync($"{Path}?search=%25_")).GetProperty("total").GetInt32().ShouldBe(5, "the search is for these two characters");
        (await client.GetAsync($"{Path}?search=_%25")).GetProperty("total").GetInt32().ShouldBe(0, "they are no wildcards");
        (await client.GetAsync($"{Path}?offset=100")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("{}", 422, "'name' must be a text")]
    [InlineData("{\"name\":null}", 422, "'name' must be a text")]
    [InlineData("{\"name\":\"  \"}", 422, "'name' must be a text")]
    [InlineData("{\"name\":5}", 422, "'name' must be a text")]
    [InlineData("{\"name\":\"a\\u0000\"}", 422, "'name' must be a text")]
    [InlineData("{\"name\":\"a\",\"description\":[]}", 422, "'description' must be a text")]
    [InlineData("{\"name\":\"a\",\"colour\":\"red\"}", 422, "There is no field 'colour'")]
    [InlineData("{\"name\":\"a\",\"Name\":\"b\"}", 422, "There is no field 'Name'")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}", 400, "The body cannot be read as JSON")]
    [InlineData("{\"name\":\"\\ud800\"}", 400, "The body cannot be read as JSON")]
    [InlineData("{\"\\ud800\":\"a\"}", 400, "The body cannot be read as JSON")]
    [InlineData("{\"name\":", 400, "The body cannot be read as JSON")]
    [InlineData("name=a", 400, "The body cannot be read as JSON")]
    [InlineData("", 422, "'name' must be a text")]
    [InlineData("[1]", 422, "The body must be a JSON object")]
    [InlineData("null", 422, "The body must be a JSON object")]
    public async Task A_wrong_body_is_refused_with_one_sentence(string json, int status, string error)
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        await ErrorTableTests.ShouldBeAsync(await client.Http.PostAsync(Path, content), (HttpStatusCode)status, error);
        (await client.GetAsync(Path)).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_body_of_another_type_or_too_large_is_refused()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        await ErrorTableTests.ShouldBeAsync(await client.Http.PostAsync(Path, new FormUrlEncodedContent([new("name", "a")])), HttpStatusCode.UnsupportedMediaType, "Unsupported content type");
        using var large = new StringContent($$"""{"name":"{{new string('x', 1_100_000)}}"}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = large };
        // Or the answer could come while the body is still being sent, and the connection be closed under it.
        request.Headers.ExpectContinue = true;
        await ErrorTableTests.ShouldBeAsync(await client.Http.SendAsync(request), HttpStatusCode.RequestEntityTooLarge, "Payload too large");
        using var longName = new StringContent($$"""{"name":"{{new string('x', 201)}}"}""", Encoding.UTF8, "application/json");
        await ErrorTableTests.ShouldBeAsync(await client.Http.PostAsync(Path, longName), HttpStatusCode.UnprocessableEntity, "'name' must be a text");
    }

    [Theory]
    [InlineData("/api/projects")]
    [InlineData("/api/datasets")]
    [InlineData("/api/synthgen/models")]
    [InlineData("/api/synthgen/jobs")]
    [InlineData("/api/reports")]
    public async Task Limits_of_every_list_are_checked(string list)
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        JsonElement empty = await client.GetAsync(list);
        empty.GetRawText().ShouldBe("""{"items":[],"total":0,"limit":50,"offset":0}""");
        (await client.GetAsync($"{list}?limit=500&offset=2147483647")).GetProperty("limit").GetInt32().ShouldBe(500);
        foreach ((string query, string error) in new[]
        {
            ("limit=0", "'limit' must be a whole number from 1 to 500"), ("limit=501", "'limit' must be a whole number from 1 to 500"), ("limit=ten", "'limit' must be a whole number from 1 to 500"),
            ("limit=5&limit=6", "'limit' must be a whole number from 1 to 500"), ("offset=-1", "'offset' must be a whole number from 0 to 2147483647"), ("offset=2147483648", "'offset' must be a whole number from 0 to 2147483647"),
            ("search=%00", "'search' must be a text"),
        })
        {
            await ErrorTableTests.ShouldBeAsync(await client.Http.GetAsync($"{list}?{query}"), HttpStatusCode.UnprocessableEntity, error);
        }
        (await client.GetAsync($"{list}?project_id=nothing")).GetProperty("total").GetInt32().ShouldBe(0);
    }
}

/// <summary>What tests look at in JSON.</summary>
internal static class Json
{
    /// <summary>The names of an object's fields, in their order.</summary>
    public static string[] Fields(this JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests;

public sealed class ApiKeysTests
{
    private const string Path = "/api/auth/api-keys";

    [Fact]
    public async Task An_administrator_makes_lists_and_revokes_keys()
    {
        await using TestServer server = await TestServer.StartAsync();
        HttpClient admin = Bearer(server, server.AdminKey);
        using HttpResponseMessage made = await admin.PostAsJsonAsync(Path, new { name = "alice", scopes = new[] { "twin" }, credits = 2.5, account = "team" });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        JsonElement body = await made.Content.ReadFromJsonAsync<JsonElement>();
        string key = body.GetProperty("key").GetString()!;
        string id = body.GetProperty("id").GetString()!;
        made.Headers.Location!.ToString().ShouldBe($"{Path}/{id}");
        JsonElement view = body.GetProperty("api_key");
        view.GetProperty("name").GetString().ShouldBe("alice");
        view.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).ShouldBe(["twin"]);
        view.GetProperty("credits").GetDecimal().ShouldBe(2.5m);
        view.GetProperty("account").GetString().ShouldBe("team");

        using HttpResponseMessage used = await server.GenerateAsync(Tables.Csv(60), new() { ["api-key"] = key, ["rows"] = "10000" });
        used.StatusCode.ShouldBe(HttpStatusCode.OK);
        string single = await admin.GetStringAsync($"{Path}/{id}");
        single.ShouldNotContain(key);
        JsonDocument.Parse(single).RootElement.GetProperty("api_key").GetProperty("credits_left").GetDecimal().ShouldBe(1.5m);

        JsonElement page = await admin.GetFromJsonAsync<JsonElement>($"{Path}?limit=1&offset=0");
        page.EnumerateObject().Select(property => property.Name).ShouldBe(["items", "total", "limit", "offset"]);
        page.GetProperty("total").GetInt32().ShouldBe(2);
        page.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetString().ShouldBe(id);
        (await admin.GetStringAsync(Path)).ShouldNotContain(key);

        using HttpResponseMessage revoked = await admin.DeleteAsync($"{Path}/{id}");
        (await revoked.Content.ReadAsStringAsync()).ShouldBe($$"""{"ok":true,"api_key_id":"{{id}}"}""");
        using HttpResponseMessage refused = await server.GenerateAsync(Tables.Csv(60), new() { ["api-key"] = key });
        refused.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        await ErrorTableTests.ShouldBeAsync(await Bearer(server, key).GetAsync(Path), HttpStatusCode.Unauthorized, "Authentication required");
    }

    [Fact]
    public async Task Without_more_a_key_has_the_usual_scopes_and_credits()
    {
        await using TestServer server = await TestServer.StartAsync();
        HttpClient admin = Bearer(server, server.AdminKey);
        using HttpResponseMessage made = await admin.PostAsJsonAsync(Path, new { name = "bob" });
        JsonElement view = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("api_key");
        view.GetProperty("credits").GetDecimal().ShouldBe(30);
        view.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).ShouldBe(["twin", "model"]);
        using HttpResponseMessage unlimited = await admin.PostAsJsonAsync(Path, new { name = "carol", credits = "unlimited" });
        (await unlimited.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("api_key").GetProperty("credits").GetString().ShouldBe("unlimited");
    }

    [Fact]
    public async Task Only_an_administrators_key_opens_it()
    {
        await using TestServer server = await TestServer.StartAsync();
        string user = (await server.KeyAsync()).Text;
        foreach ((HttpMethod method, string path) in new[] { (HttpMethod.Get, Path), (HttpMethod.Post, Path), (HttpMethod.Get, Path + "/x"), (HttpMethod.Delete, Path + "/x") })
        {
            foreach ((string? key, HttpStatusCode status, string error) in new[] { (null, HttpStatusCode.Unauthorized, "Authentication required"), ("nonsense", HttpStatusCode.Unauthorized, "Authentication required"), (user, HttpStatusCode.Forbidden, "Not allowed") })
            {
                using var request = new HttpRequestMessage(method, path);
                request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
                if (method == HttpMethod.Post)
                {
                    request.Content = JsonContent.Create(new { name = "x" });
                }
                await ErrorTableTests.ShouldBeAsync(await server.Client.SendAsync(request), status, error);
            }
        }
    }

    [Theory]
    [InlineData("{}", 422, "'name' must be a text")]
    [InlineData("{\"name\":\"\"}", 422, "'name' must be a text")]
    [InlineData("{\"name\":\"a\\u0000\"}", 422, "'name' must be a text")]
    [InlineData("{\"name\":\"a\",\"scopes\":[]}", 422, "'scopes' must be a list of scopes")]
    [InlineData("{\"name\":\"a\",\"scopes\":[\"root\"]}", 422, "'scopes' must be a list of scopes")]
    [InlineData("{\"name\":\"a\",\"credits\":-1}", 422, "'credits' must be a number or \"unlimited\"")]
    [InlineData("{\"name\":\"a\",\"credits\":1e99}", 422, "'credits' must be a number or \"unlimited\"")]
    [InlineData("{\"name\":\"a\",\"credits\":[]}", 422, "'credits' must be a number or \"unlimited\"")]
    [InlineData("{\"name\":5}", 400, "The body cannot be read as JSON")]
    [InlineData("{", 400, "The body cannot be read as JSON")]
    public async Task A_wrong_wish_is_refused_with_what_would_be_right(string json, int status, string error)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        await ErrorTableTests.ShouldBeAsync(await Bearer(server, server.AdminKey).PostAsync(Path, content), (HttpStatusCode)status, error);
    }

    [Fact]
    public async Task Pages_and_ids_that_are_not_there_are_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
        HttpClient admin = Bearer(server, server.AdminKey);
        foreach (string query in (string[])["limit=0", "limit=501", "limit=x", "offset=-1"])
        {
            using HttpResponseMessage answer = await admin.GetAsync($"{Path}?{query}");
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }
        await ErrorTableTests.ShouldBeAsync(await admin.GetAsync($"{Path}/{Guid.NewGuid()}"), HttpStatusCode.NotFound, "Key not found");
        await ErrorTableTests.ShouldBeAsync(await admin.DeleteAsync($"{Path}/nothing"), HttpStatusCode.NotFound, "Key not found");
    }

    private static HttpClient Bearer(TestServer server, string key)
    {
        var client = new HttpClient { BaseAddress = server.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}

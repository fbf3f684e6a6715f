using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Semblance.Workspace.Accounts;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests;

/// <summary>Every documented error of the twin API, in the documented order of checks.</summary>
public sealed class ErrorTableTests(ErrorTableTests.OneServer fixture) : IClassFixture<ErrorTableTests.OneServer>
{
    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("rows", null, "Missing 'rows' header")]
    [InlineData("rows", "", "Missing 'rows' header")]
    [InlineData("rows", "many", "'rows' must be an integer")]
    [InlineData("rows", "1.5", "'rows' must be an integer")]
    [InlineData("rows", "1e3", "'rows' must be an integer")]
    [InlineData("rows", "0x10", "'rows' must be an integer")]
    [InlineData("rows", "5, 6", "'rows' must be an integer")]
    [InlineData("rows", "0", "'rows' must be > 0")]
    [InlineData("rows", "-5", "'rows' must be > 0")]
    [InlineData("rows", "-99999999999999999999999", "'rows' must be > 0")]
    [InlineData("rows", "10000001", "'rows' must be <= 10000000")]
    [InlineData("rows", "99999999999999999999999", "'rows' must be <= 10000000")]
    [InlineData("algo", "gpt", "'algo' must be one of core, flagship")]
    [InlineData("algo", "Core", "'algo' must be one of core, flagship")]
    [InlineData("seed", "-1", "'seed' must be an integer")]
    [InlineData("seed", "18446744073709551616", "'seed' must be an integer")]
    [InlineData("privacy", "maybe", "'privacy' must be true or false")]
    [InlineData("conditions", "city=Oslo", "'conditions' must be a percent-encoded JSON object")]
    [InlineData("conditions", "[1]", "'conditions' must be a percent-encoded JSON object")]
    [InlineData("conditions", "{\"city\":{}}", "'conditions' must be a percent-encoded JSON object")]
    [InlineData("conditions", "{\"city\":\"Oslo\",\"city\":\"Rome\"}", "'conditions' must be a percent-encoded JSON object")]
    [InlineData("conditions", "{\"city\":\"Paris\"}", "'conditions' cannot be met")]
    [InlineData("conditions", "{\"town\":\"Oslo\"}", "'conditions' cannot be met")]
    [InlineData("api-key", null, "Failed to read Semblance api-key from supplied header")]
    [InlineData("api-key", "", "Failed to read Semblance api-key from supplied header")]
    public async Task A_wrong_header_is_400(string header, string? value, string error) =>
        await ShouldBeAsync(await Server.GenerateAsync(Tables.Csv(60), new() { [header] = value }), HttpStatusCode.BadRequest, error);

    [Fact]
    public async Task A_key_that_is_unknown_revoked_closed_or_spent_is_500()
    {
        const string Error = "Failed to update credits for your Semblance API key";
        MadeKey revoked = await Server.KeyAsync();
        await Server.Server.Workspace.Keys.RevokeAsync(revoked.Key.Prefix);
        MadeKey closed = await Server.Server.Workspace.Keys.CreateAsync(new NewKey("model only", KeyScopes.Model, null));
        foreach (string key in (string[])["nonsense", "sem_0123456789ab_" + new string('A', 43), revoked.Text, closed.Text])
        {
            await ShouldBeAsync(await Server.GenerateAsync(Tables.Csv(60), new() { ["api-key"] = key }), HttpStatusCode.InternalServerError, Error);
        }
        MadeKey poor = await Server.KeyAsync(credits: 0.0100m);
        await ShouldBeAsync(await Server.GenerateAsync(Tables.Csv(60), new() { ["api-key"] = poor.Text, ["rows"] = "101" }), HttpStatusCode.InternalServerError, Error);
        using HttpResponseMessage enough = await Server.GenerateAsync(Tables.Csv(60), new() { ["api-key"] = poor.Text, ["rows"] = "100" });
        enough.StatusCode.ShouldBe(HttpStatusCode.OK, "100 rows of core cost 0.01 credits");
        enough.Headers.GetValues("x-credits-left").ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_declared_size_over_the_limit_is_413_before_the_body_is_read()
    {
        using var client = new RawClient(Server.Client.BaseAddress!);
        string answer = await client.AskAsync($"POST /generate HTTP/1.1\r\nHost: x\r\napi-key: {Server.AdminKey}\r\nrows: 5\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 500000001\r\nExpect: 100-continue\r\n\r\n");
        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("Payload too large (limit 0.5GB)");
    }

    [Theory]
    [InlineData("text/csv", "age,city\n1,2\n")]
    [InlineData("multipart/form-data", "")]
    [InlineData("multipart/form-data; boundary=", "")]
    [InlineData("multipart/form-data; boundary=b", "")]
    [InlineData("multipart/form-data; boundary=b", "--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"table\"; filename=\"t.csv\"\r\n\r\na,b\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\n\r\na,b\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.csv\"\r\n\r\na,b\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.csv\"\r\n\r\na,b\r\n--b\r\nContent-Disposition: form-data; name=\"more\"\r\n\r\n1\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "no part at all")]
    public async Task A_body_without_exactly_one_file_is_400(string type, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        await ShouldBeAsync(await Server.SendAsync(content), HttpStatusCode.BadRequest, "Missing 'file' in multipart form-data");
    }

    [Fact]
    public async Task No_body_is_400() => await ShouldBeAsync(await Server.SendAsync(null), HttpStatusCode.BadRequest, "Missing 'file' in multipart form-data");

    [Theory]
    [InlineData("table.xlsx")]
    [InlineData("table")]
    [InlineData("csv")]
    [InlineData("table.csv.gz")]
    [InlineData("../../etc/passwd")]
    public async Task Another_type_of_file_is_415(string name) =>
        await ShouldBeAsync(await Server.GenerateAsync(Tables.Csv(60), fileName: name), HttpStatusCode.UnsupportedMediaType, "Unsupported file type.");

    [Theory]
    [InlineData("table.CSV")]
    [InlineData("../../tmp/table.csv")]
    [InlineData("a\u0301.csv")]
    public async Task What_a_client_calls_its_file_is_no_part_of_a_path(string name)
    {
        using HttpResponseMessage answer = await Server.GenerateAsync(Tables.Csv(60), fileName: name);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        Server.Spooled.ShouldBeEmpty();
    }

    public static TheoryData<string, byte[]> Unreadable => new()
    {
        { "table.csv", [] },
        { "table.csv", "PAR1 and more"u8.ToArray() },
        { "table.csv", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0] },
        { "table.csv", [0, 1, 2, 3, 0, 0, 0, 255, 254] },
        { "table.parquet", Tables.Csv(60) },
        { "table.parquet", "PAR1xxxxxxxxxxxxxxxxxxxxPAR1"u8.ToArray() },
        { "table.parquet", [] },
    };

    [Theory]
    [MemberData(nameof(Unreadable), DisableDiscoveryEnumeration = true)]
    public async Task A_file_that_cannot_be_read_is_422(string name, byte[] bytes) =>
        await ShouldBeAsync(await Server.GenerateAsync(bytes, fileName: name), HttpStatusCode.UnprocessableEntity, "Failed to parse input .csv/.parquet: ", startsWith: true);

    [Theory]
    [InlineData(40, 5)]
    [InlineData(60, 2)]
    public async Task A_table_too_small_is_500(int rows, int columns)
    {
        string[] lines = Encoding.UTF8.GetString(Tables.Csv(rows)).TrimEnd('\n').Split('\n');
        byte[] table = Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => string.Join(',', line.Split(',')[..columns]))));
        await ShouldBeAsync(await Server.GenerateAsync(table), HttpStatusCode.InternalServerError, "Synthesis failed: Semblance API needs more than 40 rows and more than 2 columns of real data");
    }

    [Fact]
    public async Task The_smallest_table_of_41_rows_and_3_columns_is_taken()
    {
        string[] lines = Encoding.UTF8.GetString(Tables.Csv(41)).TrimEnd('\n').Split('\n');
        byte[] table = Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => string.Join(',', line.Split(',')[..3]))));
        using HttpResponseMessage answer = await Server.GenerateAsync(table);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Each request is wrong in everything from one check on; the first of them is what is said.</summary>
    [Theory]
    [InlineData(0, "Missing 'rows' header")]
    [InlineData(1, "'algo' must be one of core, flagship")]
    [InlineData(2, "Failed to read Semblance api-key from supplied header")]
    [InlineData(3, "Failed to update credits for your Semblance API key")]
    [InlineData(4, "Payload too large (limit 0.5GB)")]
    [InlineData(5, "Missing 'file' in multipart form-data")]
    [InlineData(6, "Unsupported file type.")]
    [InlineData(7, "Failed to parse input .csv/.parquet: ")]
    [InlineData(8, "Synthesis failed: ")]
    public async Task Checks_come_in_the_documented_order(int right, string error)
    {
        var headers = new StringBuilder();
        headers.Append(right > 0 ? "rows: 5\r\n" : "").Append(right > 1 ? "algo: core\r\n" : "algo: gpt\r\n");
        headers.Append(right > 3 ? $"api-key: {Server.AdminKey}\r\n" : right > 2 ? "api-key: nonsense\r\n" : "");
        string content = right > 7 ? "a,b\n1,2\n" : "";
        string body = right > 5
            ? $"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.{(right > 6 ? "csv" : "xls")}\"\r\n\r\n{content}\r\n--b--\r\n"
            : "--b\r\nContent-Disposition: form-data; name=\"other\"; filename=\"t.xls\"\r\n\r\n\r\n--b--\r\n";
        long length = right > 4 ? Encoding.UTF8.GetByteCount(body) : 500_000_001;
        using var client = new RawClient(Server.Client.BaseAddress!);
        string answer = await client.AskAsync($"POST /generate HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n{body}");
        string json = answer[answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)..];
        json = json[json.IndexOf('{', StringComparison.Ordinal)..(json.LastIndexOf('}') + 1)];
        JsonDocument.Parse(json).RootElement.GetProperty("error").GetString()!.ShouldStartWith(error);
    }

    [Fact]
    public async Task A_body_longer_than_the_limit_is_413_though_it_declares_nothing()
    {
        await using TestServer small = await TestServer.StartAsync(settings => settings with { MaxUpload = 100_000 });
        using var form = new MultipartFormDataContent();
        var file = new StreamContent(new MemoryStream(Tables.Csv(20_000)));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(file, "file", "table.csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/generate") { Content = form };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("rows", "5");
        request.Headers.Add("api-key", small.AdminKey);
        await ShouldBeAsync(await small.Client.SendAsync(request), HttpStatusCode.RequestEntityTooLarge, "Payload too large (limit 0.5GB)");
        small.Spooled.ShouldBeEmpty();
    }

    internal static async Task ShouldBeAsync(HttpResponseMessage answer, HttpStatusCode status, string error, bool startsWith = false)
    {
        using (answer)
        {
            string text = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(status, text);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
            using JsonDocument json = JsonDocument.Parse(text);
            json.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["error", "detail"]);
            string said = json.RootElement.GetProperty("error").GetString()!;
            (startsWith ? said[..Math.Min(said.Length, error.Length)] : said).ShouldBe(error);
            json.RootElement.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        }
    }

    public sealed class OneServer : IAsyncLifetime
    {
        internal TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}

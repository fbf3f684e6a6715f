using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Semblance.Cli.Tests;
using Semblance.Server.Hosting;
using Semblance.Workspace.Accounts;

namespace Semblance.Server.Tests;

/// <summary>A real server on a free port with a folder of its own, and a client that knows how to ask it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private TestServer(TemporaryFolder folder, SemblanceServer server)
    {
        _folder = folder;
        Server = server;
        Client = new HttpClient { BaseAddress = new Uri(server.Addresses.First()) };
        AdminKey = File.ReadAllText(server.Workspace.Folder.AdminKey).Trim();
    }

    /// <summary>A key of the form that the describe API wants.</summary>
    public const string DescribeKey = "sk-test-1234567890abcdef";

    public SemblanceServer Server { get; }

    public HttpClient Client { get; }

    /// <summary>The first administrator's key, which has no limit.</summary>
    public string AdminKey { get; }

    public string DataFolder => Server.Workspace.Folder.Root;

    /// <summary>What requests have on disk at this moment.</summary>
    public string[] Spooled => Directory.GetFileSystemEntries(Server.Workspace.Folder.Spool, "*", SearchOption.AllDirectories);

    public static async Task<TestServer> StartAsync(Func<ServerSettings, ServerSettings>? change = null, ILoggerProvider? logs = null)
    {
        var folder = new TemporaryFolder();
        try
        {
            // Jobs stay where requests put them, unless a test asks for somebody to work on them.
            var settings = new ServerSettings { Jobs = 0, Data = folder["data"], Urls = "http://127.0.0.1:0", LogLevel = LogLevel.Critical, KeyRate = 0, AddressRate = 0, DescribeRate = 0 };
            return new TestServer(folder, await SemblanceServer.StartAsync(change?.Invoke(settings) ?? settings, TimeProvider.System, logs));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes a key for the twin API.</summary>
    public async Task<MadeKey> KeyAsync(decimal? credits = null) =>
        await Server.Workspace.Keys.CreateAsync(new NewKey("test", KeyScopeNames.ForUsers, credits is { } amount ? (long)(amount * 1_000_000) : null));

    /// <summary>Asks for a twin.</summary>
    /// <param name="table">The file's bytes.</param>
    /// <param name="headers">Headers; a null value leaves one out. Usual are the administrator's key and 5 rows.</param>
    /// <param name="fileName">What the client calls its file.</param>
    public Task<HttpResponseMessage> GenerateAsync(byte[] table, Dictionary<string, string?>? headers = null, string fileName = "table.csv")
    {
        var content = new ByteArrayContent(table);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var form = new MultipartFormDataContent { { content, "file", fileName } };
        return SendAsync(form, headers);
    }

    /// <summary>Sends any body to <c>POST /generate</c>.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpContent? body, Dictionary<string, string?>? headers = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/generate") { Content = body };
        var all = new Dictionary<string, string?> { ["api-key"] = AdminKey, ["rows"] = "5" };
        foreach ((string name, string? value) in headers ?? [])
        {
            all[name] = value;
        }
        foreach ((string name, string? value) in all.Where(pair => pair.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return await Client.SendAsync(request, cancellation);
    }

    /// <summary>Sends a body to the describe API and reads the answer's head.</summary>
    /// <param name="body">Its fields; a usual key is added unless there is one. A text goes out as it is.</param>
    /// <param name="path">Where to.</param>
    /// <param name="cancellation">Makes the client go away.</param>
    public async Task<HttpResponseMessage> DescribeAsync(JsonNode body, string path = "/api/generate", CancellationToken cancellation = default)
    {
        if (body is JsonObject fields && !fields.ContainsKey("api_key"))
        {
            fields["api_key"] = DescribeKey;
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body is JsonValue ? body.GetValue<string>() : body.ToJsonString(), Encoding.UTF8, "application/json") };
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}

/// <summary>Tables that tests send.</summary>
internal static class Tables
{
    /// <summary>A small table with a number, a category, a date and a boolean; no randomness.</summary>
    public static byte[] Csv(int rows, char delimiter = ',')
    {
        var text = new StringBuilder(string.Join(delimiter, "age", "city", "joined", "member", "amount")).Append('\n');
        for (int i = 0; i < rows; i++)
        {
            text.Append(string.Join(
                delimiter,
                20 + i * 7 % 50,
                (i % 3) switch { 0 => "Oslo", 1 => "Rome", _ => "Lima" },
                new DateTime(2026, 1, 1).AddDays(i * 11 % 300).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                i % 4 == 0 ? "true" : "false",
                (i * 37 % 1000 / 100.0).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture))).Append('\n');
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Semblance.Cli.Tests;
using Semblance.Server.Hosting;
using Semblance.Workspace.Accounts;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests;

public sealed class HostingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_start_writes_an_administrators_key_and_later_ones_do_not()
    {
        var settings = new ServerSettings { Data = _folder["data"], Urls = "http://127.0.0.1:0", LogLevel = Microsoft.Extensions.Logging.LogLevel.Critical };
        string path;
        await using (SemblanceServer first = await SemblanceServer.StartAsync(settings))
        {
            path = first.NewAdminKey.ShouldNotBeNull();
            (await first.Workspace.Keys.FindAsync(File.ReadAllText(path).Trim())).ShouldNotBeNull().Scopes.ShouldBe(KeyScopeNames.ForAdministrators);
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            (await Should.ThrowAsync<SettingsException>(() => SemblanceServer.StartAsync(settings))).Message.ShouldContain("Another server runs with the folder");
        }
        await using SemblanceServer second = await SemblanceServer.StartAsync(settings);
        second.NewAdminKey.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_killed_server_left_is_gone_at_the_next_start()
    {
        var settings = new ServerSettings { Data = _folder["data"], Urls = "http://127.0.0.1:0", LogLevel = Microsoft.Extensions.Logging.LogLevel.Critical };
        ApiKey key;
        await using (SemblanceServer first = await SemblanceServer.StartAsync(settings))
        {
            key = (await first.Workspace.Keys.CreateAsync(new NewKey("key", KeyScopeNames.ForUsers, 1_000_000))).Key;
            (await first.Workspace.Ledger.ReserveAsync(key.Id, 600_000, "twin core", 6_000)).ShouldNotBeNull("as if the server were killed before it settles");
            File.WriteAllText(Path.Combine(first.Workspace.Folder.Spool, "upload.csv"), "1,2,3");
        }
        await using SemblanceServer second = await SemblanceServer.StartAsync(settings);
        (await second.Workspace.Ledger.BalanceAsync(key)).LeftMicros.ShouldBe(1_000_000);
        Directory.GetFileSystemEntries(second.Workspace.Folder.Spool).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_https_address_is_served_with_a_certificate_in_pem_files()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string pem = _folder.Write("server.pem", certificate.ExportCertificatePem());
        string keyPem = _folder.Write("server.key", key.ExportPkcs8PrivateKeyPem());
        await using TestServer server = await TestServer.StartAsync(settings => settings with { Urls = "https://127.0.0.1:0", Certificate = pem, CertificateKey = keyPem });
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, seen, _, _) => seen!.Thumbprint == certificate.Thumbprint };
        using var client = new HttpClient(handler) { BaseAddress = server.Client.BaseAddress };
        using HttpResponseMessage answer = await client.GetAsync("/health");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
    }

    [Fact]
    public async Task An_https_address_without_a_usable_certificate_is_refused()
    {
        (await Should.ThrowAsync<SettingsException>(() => TestServer.StartAsync(settings => settings with { Urls = "http://127.0.0.1:0;https://127.0.0.1:0" })))
            .Message.ShouldContain("needs a certificate");
        string nonsense = _folder.Write("server.pem", "nonsense");
        (await Should.ThrowAsync<SettingsException>(() => TestServer.StartAsync(settings => settings with { Urls = "https://127.0.0.1:0", Certificate = nonsense, CertificateKey = nonsense })))
            .Message.ShouldContain("cannot be used");
    }

    [Fact]
    public async Task Every_answer_has_the_headers_that_protect_and_an_id()
    {
        await using TestServer server = await TestServer.StartAsync();
        var ids = new List<string>();
        foreach (string path in (string[])["/health", "/nothing", "/metrics", "/api/auth/api-keys"])
        {
            using HttpResponseMessage answer = await server.Client.GetAsync(path);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            answer.Headers.Contains("Server").ShouldBeFalse();
            answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
            ids.AddRange(answer.Headers.GetValues("x-request-id"));
        }
        ids.ShouldBeUnique();
        ids.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Metrics_count_requests_and_rows_and_name_nobody()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage made = await server.GenerateAsync(Tables.Csv(60), new() { ["rows"] = "7" });
        using HttpResponseMessage missing = await server.Client.GetAsync("/some/secret/place");
        string metrics = await server.Client.GetStringAsync("/metrics");
        metrics.ShouldContain("semblance_requests_total{method=\"POST\",route=\"/generate\",status=\"200\"} 1");
        metrics.ShouldContain("semblance_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1");
        metrics.ShouldContain("semblance_rows_made_total{algo=\"core\"} 7");
        metrics.ShouldContain("semblance_queue_inside 0");
        metrics.ShouldContain("semblance_describe_working 0");
        metrics.ShouldContain("semblance_request_seconds_bucket{route=\"/generate\",le=");
        metrics.ShouldNotContain("secret");
        metrics.ShouldNotContain(server.AdminKey);
    }

    [Fact]
    public async Task A_client_behind_a_trusted_proxy_is_counted_by_its_own_address()
    {
        await using TestServer server = await TestServer.StartAsync(settings => settings with { AddressRate = 1, TrustedProxies = [IPAddress.Loopback] });
        async Task<HttpStatusCode> AskAsync(string? client)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", client);
            using HttpResponseMessage answer = await server.Client.SendAsync(request);
            return answer.StatusCode;
        }
        (await AskAsync("203.0.113.1")).ShouldBe(HttpStatusCode.OK);
        (await AskAsync("203.0.113.1")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await AskAsync("203.0.113.2")).ShouldBe(HttpStatusCode.OK);

        await using TestServer trusting = await TestServer.StartAsync(settings => settings with { AddressRate = 1 });
        using var first = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        first.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.1");
        (await trusting.Client.SendAsync(first)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var second = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        second.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.9");
        (await trusting.Client.SendAsync(second)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "anybody can write that header; without a trusted proxy it says nothing");
    }
}

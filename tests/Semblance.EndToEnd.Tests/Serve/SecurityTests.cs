using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Semblance.Cli.Tests;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>What a server keeps to itself, and what it refuses.</summary>
public sealed class SecurityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Neither_logs_nor_disk_hold_keys_or_values_of_a_table()
    {
        const string City = "Wolkenkuckucksheim", File = "personnel-of-the-ministry";
        string table = Encoding.UTF8.GetString(MadeTables.Csv(60)).Replace("Oslo", City, StringComparison.Ordinal);
        using ServerProcess server = ServerProcess.Start(_folder["data"], new() { ["LOG_LEVEL"] = "Trace" });
        string key = server.CreateKey("30"), admin = server.AdminKey;
        Dictionary<string, string?>[] requests =
        [
            new() { ["api-key"] = key },
            new() { ["api-key"] = key, ["algo"] = "flagship", ["conditions"] = Uri.EscapeDataString($$"""{"city":"{{City}}"}""") },
            new() { ["api-key"] = key, ["conditions"] = Uri.EscapeDataString($$"""{"{{City}}":"1"}""") },
            new() { ["api-key"] = key, ["conditions"] = City },
            new() { ["api-key"] = key, ["rows"] = City },
            new() { ["api-key"] = key + "x" },
        ];
        foreach (Dictionary<string, string?> headers in requests)
        {
            using HttpResponseMessage answer = await server.GenerateAsync(Encoding.UTF8.GetBytes(table), headers, File + ".csv");
        }
        byte[] damaged = Encoding.UTF8.GetBytes($"a,b,c\n\"{City},2,3\n");
        foreach (string name in new[] { File + ".csv", File + ".parquet", File + ".txt" })
        {
            using HttpResponseMessage answer = await server.GenerateAsync(damaged, new() { ["api-key"] = key }, name);
            answer.IsSuccessStatusCode.ShouldBeFalse();
        }
        server.Terminate();
        server.WaitForExit();
        server.Log.ShouldContain("was answered with 200", Case.Sensitive, "the log does say what happens");
        string[] secrets = [key, key[16..], admin, admin[16..], City, File];
        foreach (string secret in secrets)
        {
            server.Log.Contains(secret, StringComparison.Ordinal).ShouldBeFalse($"the log holds '{secret}'");
            foreach (string path in Directory.GetFiles(_folder["data"], "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "admin-key.txt"))
            {
                System.IO.File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)).ShouldBe(-1, $"{Path.GetFileName(path)} holds '{secret}'");
            }
        }
    }

    [Fact]
    public void Only_its_owner_may_look_into_its_folder()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights of files are others there.");
            return;
        }
        using ServerProcess server = ServerProcess.Start(_folder["data"]);
        server.AdminKey.ShouldStartWith("sem_");
        System.IO.File.GetUnixFileMode(Path.Combine(server.Data, "admin-key.txt")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        System.IO.File.GetUnixFileMode(server.Data).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Every_answer_has_the_headers_that_keep_browsers_out()
    {
        using ServerProcess server = ServerProcess.Start(_folder["data"]);
        foreach (string path in new[] { "/health", "/nothing", "/generate", "/openapi.json" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Origin", "https://elsewhere.example");
            using HttpResponseMessage answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            answer.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
            answer.Headers.Contains("x-request-id").ShouldBeTrue();
            answer.Headers.Contains("Server").ShouldBeFalse("nobody needs to know what serves");
            answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse("pages of others may not read answers");
        }
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/generate");
        preflight.Headers.Add("Origin", "https://elsewhere.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "api-key");
        using HttpResponseMessage refused = await server.Client.SendAsync(preflight, TestContext.Current.CancellationToken);
        refused.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        refused.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back()
    {
        // Three at once and one more every 20 seconds; 60 at once and one more every second.
        using ServerProcess server = ServerProcess.Start(_folder["data"], new() { ["KEY_RATE"] = "3", ["ADDRESS_RATE"] = "60" });
        string key = server.CreateKey("30"), other = server.CreateKey("30", "other");
        (int answered, TimeSpan wait) = await UntilRefusedAsync(key, 200, 20);
        answered.ShouldBeGreaterThanOrEqualTo(3);
        wait.TotalSeconds.ShouldBeInRange(1, 60);
        (await StatusAsync(other)).Status.ShouldBe(200, "another key is not held back");
        server.KeyCalled("test").Used.ShouldBe(answered * 0.0005m, "who is refused pays nothing");
        (int tried, _) = await UntilRefusedAsync("unknown", 500, 1_000);
        tried.ShouldBeGreaterThan(20, "an address may try keys, but not for ever");
        (await server.Client.GetAsync("/health", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK, "whoever watches it still can");

        async Task<(int Count, TimeSpan Wait)> UntilRefusedAsync(string which, int usual, int most)
        {
            for (int count = 0; count < most; count++)
            {
                (int status, TimeSpan? after) = await StatusAsync(which);
                if (status == 429)
                {
                    return (count, after.ShouldNotBeNull());
                }
                status.ShouldBe(usual);
            }
            throw new InvalidOperationException($"{most} requests were answered.");
        }

        async Task<(int Status, TimeSpan? Wait)> StatusAsync(string which)
        {
            using HttpResponseMessage answer = await server.GenerateAsync(MadeTables.Csv(60), new() { ["api-key"] = which });
            return ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta);
        }
    }

    [Fact]
    public async Task More_than_the_queue_holds_is_refused_at_once()
    {
        using ServerProcess server = ServerProcess.Start(_folder["data"], new() { ["WORKERS"] = "1", ["QUEUE"] = "1" });
        string key = server.CreateKey("100000");
        using var leave = new CancellationTokenSource();
        var endless = new Dictionary<string, string?> { ["api-key"] = key, ["rows"] = "10000000" };
        Task[] inside = [server.GenerateAsync(MadeTables.Csv(60), endless, cancellation: leave.Token), server.GenerateAsync(MadeTables.Csv(60), endless, cancellation: leave.Token)];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (server.Spooled.Length < 4)
        {
            await Task.Delay(20, patience.Token);
        }
        using (HttpResponseMessage refused = await server.GenerateAsync(MadeTables.Csv(60), new() { ["api-key"] = key }))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
            (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith("{\"error\":\"Too many requests\",\"detail\":");
        }
        await leave.CancelAsync();
        foreach (Task one in inside)
        {
            await Should.ThrowAsync<OperationCanceledException>(one);
        }
        HttpStatusCode status;
        do
        {
            using HttpResponseMessage answer = await server.GenerateAsync(MadeTables.Csv(60), new() { ["api-key"] = key });
            status = answer.StatusCode;
        }
        while (status == HttpStatusCode.TooManyRequests && !patience.IsCancellationRequested);
        status.ShouldBe(HttpStatusCode.OK, "there is room again");
    }

    [Fact]
    public async Task Https_with_a_certificate_of_ones_own()
    {
        using var rsa = RSA.Create(2048);
        var wish = new CertificateRequest("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = wish.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string certificate = _folder.Write("server.pem", made.ExportCertificatePem()), privateKey = _folder.Write("server.key", rsa.ExportPkcs8PrivateKeyPem());
        using ServerProcess server = ServerProcess.Start(_folder["data"], urls: "https://127.0.0.1:0", arguments: ["--certificate", certificate, "--certificate-key", privateKey]);
        server.Address.Scheme.ShouldBe("https");
        bool IsOurs(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) => shown?.GetCertHashString() == made.Thumbprint;
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = IsOurs } };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        using HttpResponseMessage answer = await client.GetAsync("/health", TestContext.Current.CancellationToken);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("""{"status":"ok"}""");
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeTrue();

        using var tcp = new TcpClient();
        await tcp.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        await using var secure = new SslStream(tcp.GetStream(), false, IsOurs);
        await secure.AuthenticateAsClientAsync("localhost");
        await secure.WriteAsync("GET /health HTTP/1.1\r\nno colon\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var all = new MemoryStream();
        await secure.CopyToAsync(all, TestContext.Current.CancellationToken);
        var refused = RawAnswer.Parse(all.ToArray());
        (refused.Status, refused.Error()).ShouldBe((400, "The request cannot be read"), "errors below the server's code are JSON there, too");
    }

    [Fact]
    public void Https_without_a_certificate_is_refused_in_one_sentence()
    {
        ProgramResult run = ProgramRun.Run("serve", "--urls", "https://127.0.0.1:0", "--data", _folder["data"]);
        run.Code.ShouldBe(2);
        run.Error.ShouldStartWith("error: https://127.0.0.1:0 needs a certificate");
    }

    [Fact]
    public void Two_servers_cannot_share_a_folder()
    {
        using ServerProcess server = ServerProcess.Start(_folder["data"]);
        ProgramResult second = ProgramRun.Run("serve", "--urls", "http://127.0.0.1:0", "--data", _folder["data"]);
        second.Code.ShouldBe(2);
        second.Error.ShouldStartWith("error: Another server runs with the folder");
    }
}

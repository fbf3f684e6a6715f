using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Semblance.Cli.Tests;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>Datasets in the background, when the server dies and the receiver of the callback fails.</summary>
public sealed class DescribeJobTests : IDisposable
{
    private const string Secret = "a secret of sixteen or more";
    private const string Body = """{"api_key":"sk-dies-with-the-request","prompt":"owners (id, name, email), cats (id, owner_id, name, born)","dataset_size":600000,"seed":5,"reality":5""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_job_survives_a_killed_server_and_its_receiver_is_told_although_it_fails_twice()
    {
        using var receiver = new Receiver(failures: 2);
        var settings = new Dictionary<string, string> { ["WEBHOOK_HOSTS"] = "127.0.0.1", ["WEBHOOK_SECRET"] = Secret };
        string path;
        using (ServerProcess first = ServerProcess.Start(_folder["data"], settings))
        {
            using HttpResponseMessage accepted = await PostAsync(first, $"{Body},\"async\":true,\"webhook_url\":\"{receiver.Url}\"}}");
            string text = await accepted.Content.ReadAsStringAsync();
            accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, text);
            path = accepted.Headers.Location!.ToString();
            await UntilAsync(async () => (await JobAsync(first, path)).GetProperty("status").GetString() != "pending");
            first.Kill();
        }
        using ServerProcess second = ServerProcess.Start(_folder["data"], settings);
        await UntilAsync(async () => (await JobAsync(second, path)).GetProperty("finished_at").ValueKind != JsonValueKind.Null);
        JsonElement job = await JobAsync(second, path);
        job.GetProperty("status").GetString().ShouldBe("completed", job.ToString());

        byte[] made = await second.Client.GetByteArrayAsync(path + "/download");
        using HttpResponseMessage waited = await PostAsync(second, Body + "}");
        // Everything but the time in the metadata.
        static byte[] Datasets(byte[] answer) => answer[..answer.AsSpan().LastIndexOf("\"metadata\""u8)];
        SHA256.HashData(Datasets(made)).ShouldBe(SHA256.HashData(Datasets(await waited.Content.ReadAsByteArrayAsync())), "whatever was killed, the same bytes");

        await UntilAsync(async () => (await JobAsync(second, path)).GetProperty("webhook").GetProperty("status").GetString() == "delivered");
        receiver.Calls.Count.ShouldBe(3);
        (string signature, string body) = receiver.Calls.Last();
        JsonDocument.Parse(body).RootElement.GetProperty("download").GetString().ShouldBe(path + "/download");
        string[] parts = signature.Split(["t=", ",v1="], StringSplitOptions.RemoveEmptyEntries);
        parts[1].ShouldBe(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{parts[0]}.{body}"))));
        second.Log.ShouldNotContain("token=secret");
        foreach (string file in Directory.GetFiles(second.Data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).ShouldNotContain("sk-dies-with-the-request", customMessage: file);
        }
    }

    private static Task<HttpResponseMessage> PostAsync(ServerProcess server, string body) => server.Client.PostAsync("/api/generate", new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<JsonElement> JobAsync(ServerProcess server, string path) => JsonDocument.Parse(await server.Client.GetStringAsync(path)).RootElement.Clone();

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!await holds())
        {
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Takes callbacks, after some that it answers with 503.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly HttpListener _listener;

        public Receiver(int failures)
        {
            for (int port = 23_000 + (Environment.ProcessId % 20_000); ; port++)
            {
                _listener = new HttpListener();
                _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                try
                {
                    _listener.Start();
                    Url = $"http://127.0.0.1:{port}/hook?token=secret";
                    break;
                }
                catch (HttpListenerException)
                {
                    // Taken; the next one.
                }
            }
            _ = Task.Run(async () =>
            {
                while (_listener.IsListening)
                {
                    HttpListenerContext call = await _listener.GetContextAsync();
                    using var reader = new StreamReader(call.Request.InputStream);
                    Calls.Enqueue((call.Request.Headers["x-semblance-signature"]!, await reader.ReadToEndAsync()));
                    call.Response.StatusCode = Calls.Count <= failures ? 503 : 200;
                    call.Response.Close();
                }
            });
        }

        public ConcurrentQueue<(string Signature, string Body)> Calls { get; } = new();

        public string Url { get; }

        public void Dispose() => _listener.Close();
    }
}

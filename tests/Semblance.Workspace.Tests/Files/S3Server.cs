using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Semblance.Cli.Tests;
using Semblance.Workspace.Artifacts;
using Xunit;

namespace Semblance.Workspace.Tests.Files;

/// <summary>
/// s3rver in a Node process, as a server of S3's protocol, with a bucket of the test's own. It is found in the folder that the environment variable SEMBLANCE_PEERS
/// names, where .ci/test installs it. Skips the test where it is missing; fails on the build server.
/// </summary>
internal sealed class S3Server : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private S3Server(Process process, TemporaryFolder folder, int port)
    {
        _process = process;
        _folder = folder;
        Settings = new S3Settings
        {
            Bucket = "synth",
            Prefix = "some/place/",
            Url = new Uri($"http://127.0.0.1:{port}"),
            AccessKey = "S3RVER",
            SecretKey = "S3RVER",
            PieceBytes = 5 * 1024 * 1024,
        };
    }

    public S3Settings Settings { get; }

    /// <summary>The keys of all objects in the bucket, in order.</summary>
    public string[] Keys()
    {
        // As s3rver keeps its objects.
        const string Ending = "._S3rver_object";
        string bucket = _folder[Settings.Bucket];
        return [.. Directory.GetFiles(bucket, "*" + Ending, SearchOption.AllDirectories).Select(path => Path.GetRelativePath(bucket, path)[..^Ending.Length]).Order(StringComparer.Ordinal)];
    }

    public static async Task<S3Server> StartAsync()
    {
        string? peers = Environment.GetEnvironmentVariable("SEMBLANCE_PEERS");
        string script = Path.Combine(peers ?? "", "node_modules", "s3rver", "bin", "s3rver.js");
        if (string.IsNullOrEmpty(peers) || !File.Exists(script))
        {
            const string Why = "SEMBLANCE_PEERS does not name a folder with s3rver; .ci/test installs it.";
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(Why);
            }
            Assert.Skip(Why);
        }
        var folder = new TemporaryFolder();
        int port = FreePort();
        var start = new ProcessStartInfo("node", [script, "-d", folder.Folder, "-a", "127.0.0.1", "-p", $"{port}", "--configure-bucket", "synth", "--silent"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var server = new S3Server(Process.Start(start)!, folder, port);
        using var client = new HttpClient();
        while (!server._process.HasExited)
        {
            try
            {
                using HttpResponseMessage _ = await client.GetAsync(server.Settings.Url);
                return server;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }
        string words = await server._process.StandardError.ReadToEndAsync();
        await server.DisposeAsync();
        throw new InvalidOperationException($"s3rver did not start: {words}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

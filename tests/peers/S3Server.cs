using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Xunit;

namespace Semblance.Tests;

/// <summary>
/// A server of S3's protocol with one bucket: s3rver in a Node process, found in the folder that the environment variable SEMBLANCE_PEERS names, where .ci/test
/// installs it. Skips the test where it is missing; fails on the build server. It is an old fake, and no proof for Amazon's own.
/// </summary>
internal sealed class S3Server : IDisposable
{
    /// <summary>The bucket.</summary>
    public const string Bucket = "semblance";

    private const string ObjectEnding = "._S3rver_object";
    private readonly Process _process;
    private readonly string _folder;

    /// <summary>Starts the server.</summary>
    /// <param name="folder">Where it keeps its objects.</param>
    public S3Server(string folder)
    {
        string? peers = Environment.GetEnvironmentVariable("SEMBLANCE_PEERS");
        string program = Path.Combine(peers ?? "", "node_modules", "s3rver", "bin", "s3rver.js");
        if (string.IsNullOrEmpty(peers) || !File.Exists(program))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail("SEMBLANCE_PEERS must name the folder with s3rver on the build server; .ci/test installs it.");
            }
            Assert.Skip("SEMBLANCE_PEERS does not name a folder with s3rver.");
        }
        _folder = folder;
        int port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo("node", [program, "-d", folder, "-a", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "--silent", "--configure-bucket", Bucket]);
        _process = Process.Start(start)!;
        SpinWait.SpinUntil(Answers, TimeSpan.FromMinutes(1));
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The id of its access key.</summary>
    public static string AccessKey => "S3RVER";

    /// <summary>The secret of its access key.</summary>
    public static string SecretKey => "S3RVER";

    /// <summary>The keys of all objects.</summary>
    public string[] Keys()
    {
        string bucket = Path.Combine(_folder, Bucket);
        return Directory.Exists(bucket)
            ? [.. Directory.GetFiles(bucket, "*" + ObjectEnding, SearchOption.AllDirectories).Select(path => Path.GetRelativePath(bucket, path)[..^ObjectEnding.Length]).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>The file that holds an object.</summary>
    public string FileOf(string key) => Path.Combine(_folder, Bucket, key + ObjectEnding);

    /// <summary>Ends the server.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(Address.Host, Address.Port);
            return true;
        }
        catch (SocketException)
        {
            return _process.HasExited;
        }
    }

    private static int FreePort()
    {
        var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        int port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}

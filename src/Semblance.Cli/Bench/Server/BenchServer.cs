using System.Diagnostics;
using System.Globalization;
using System.Text;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Files;

namespace Semblance.Cli.Bench.Server;

/// <summary>This program as a server: a process of its own on a free port, with a folder of its own that goes with it.</summary>
internal sealed class BenchServer : IDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private BenchServer(Process process, DirectoryInfo folder, string[] keys, Uri address)
    {
        _process = process;
        _folder = folder;
        Keys = keys;
        Address = address;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client of it.</summary>
    public HttpClient Client { get; }

    /// <summary>Keys without a limit.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The processor time that it has taken, in seconds.</summary>
    public double CpuSeconds => Refreshed().TotalProcessorTime.TotalSeconds;

    /// <summary>The memory that it holds, in MB.</summary>
    public double Megabytes => Refreshed().WorkingSet64 / 1e6;

    /// <summary>The most memory that it has held, in MB.</summary>
    public double PeakMegabytes => Refreshed().PeakWorkingSet64 / 1e6;

    /// <summary>The files of requests that are on its disk.</summary>
    public int Spooled => Directory.GetFileSystemEntries(Path.Combine(_folder.FullName, "spool"), "*", SearchOption.AllDirectories).Length;

    /// <summary>Starts one without rate limits, with room for 256 requests that wait.</summary>
    /// <param name="keys">How many keys to make, each of an account of its own.</param>
    /// <param name="prepare">Given the workspace and the accounts before the server starts; null for nothing.</param>
    public static async Task<BenchServer> StartAsync(int keys, Func<WorkspaceHome, Guid[], Task>? prepare = null)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("semblance-bench-");
        try
        {
            string[] texts = await MakeKeysAsync(folder.FullName, keys, prepare).ConfigureAwait(false);
            string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "semblance.exe" : "semblance");
            var start = new ProcessStartInfo(program, ["serve", "--urls", "http://127.0.0.1:0", "--data", folder.FullName]) { RedirectStandardOutput = true, WorkingDirectory = folder.FullName };
            foreach ((string name, string value) in new[] { ("KEY_RATE", "0"), ("ADDRESS_RATE", "0"), ("DESCRIBE_RATE", "0"), ("QUEUE", "256"), ("LOG_LEVEL", "Warning") })
            {
                start.Environment["SEMBLANCE_" + name] = value;
            }
            Process process = Process.Start(start)!;
            // "Semblance serves on ADDRESS"; what follows is shorter than a pipe holds.
            string? line = await process.StandardOutput.ReadLineAsync().ConfigureAwait(false);
            return Uri.TryCreate(line?.Split(' ')[^1], UriKind.Absolute, out Uri? address)
                ? new BenchServer(process, folder, texts, address)
                : throw new InvalidOperationException($"The server did not start: {line}");
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Asks for a twin and reads all of it.</summary>
    /// <param name="table">The file; it is sent once and not disposed of.</param>
    /// <param name="algo">The family.</param>
    /// <param name="rows">The rows to make.</param>
    /// <param name="key">Which of <see cref="Keys"/> to send.</param>
    /// <param name="cancellation">Makes the client go away.</param>
    /// <returns>The status, and the bytes of the answer.</returns>
    public async Task<(int Status, long Bytes)> GenerateAsync(HttpContent table, string algo, int rows, int key = 0, CancellationToken cancellation = default)
    {
        using var form = new MultipartFormDataContent { { table, "file", "table.csv" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/generate") { Content = form };
        request.Headers.Add("api-key", Keys[key]);
        request.Headers.Add("rows", rows.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("algo", algo);
        request.Headers.Add("seed", "1");
        return await CountAsync(request, cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks for a description and reads all of it.</summary>
    /// <param name="body">The body, JSON.</param>
    /// <returns>The status, and the bytes of the answer.</returns>
    public async Task<(int Status, long Bytes)> DescribeAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/generate") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await CountAsync(request, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Stops the process, and opens what it has left.</summary>
    public Task<WorkspaceHome> StopAsync()
    {
        _process.Kill();
        _process.WaitForExit();
        return OpenAsync(_folder.FullName);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<(int Status, long Bytes)> CountAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        using Stream body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        while (await body.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and int read)
        {
            bytes += read;
        }
        return ((int)answer.StatusCode, bytes);
    }

    private static async Task<string[]> MakeKeysAsync(string folder, int keys, Func<WorkspaceHome, Guid[], Task>? prepare)
    {
        using WorkspaceHome workspace = await OpenAsync(folder).ConfigureAwait(false);
        var made = new MadeKey[keys];
        for (int i = 0; i < keys; i++)
        {
            made[i] = await workspace.Keys.CreateAsync(new NewKey($"bench {i}", KeyScopeNames.ForUsers, MonthlyMicros: null)).ConfigureAwait(false);
        }
        if (prepare is not null)
        {
            await prepare(workspace, [.. made.Select(key => key.Key.AccountId)]).ConfigureAwait(false);
        }
        return [.. made.Select(key => key.Text)];
    }

    private static Task<WorkspaceHome> OpenAsync(string folder) => WorkspaceHome.OpenAsync(DataFolder.Open(folder), postgres: null, TimeProvider.System);

    private Process Refreshed()
    {
        _process.Refresh();
        return _process;
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Semblance.Tests;

/// <summary>One column as another program read it: values as text, null for null; see parquet.mjs for how they are written.</summary>
internal sealed record PeerColumn(string Name, string Type, string?[] Values);

/// <summary>What another program says of a file or a statement; <see cref="Error"/> if it cannot.</summary>
internal sealed record PeerAnswer(PeerColumn[] Columns, string? Error);

/// <summary>
/// DuckDB and hyparquet in a Node process, as independent readers and writers of Parquet. They are found in the folder that the
/// environment variable SEMBLANCE_PEERS names, where .ci/test installs them. Skips the test where they are missing; fails on the build server.
/// </summary>
internal sealed class ParquetPeer : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts the process; it serves many requests, one after another.</summary>
    public ParquetPeer()
    {
        string? folder = Environment.GetEnvironmentVariable("SEMBLANCE_PEERS");
        if (string.IsNullOrEmpty(folder) || !Directory.Exists(Path.Combine(folder, "node_modules", "hyparquet")))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail("SEMBLANCE_PEERS must name the folder with DuckDB and hyparquet on the build server; .ci/test installs them.");
            }
            Assert.Skip("SEMBLANCE_PEERS does not name a folder with DuckDB and hyparquet.");
        }
        var start = new ProcessStartInfo("node", [Script()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        start.Environment["SEMBLANCE_PEERS"] = folder;
        _process = Process.Start(start)!;
    }

    /// <summary>The values of a file, read by DuckDB.</summary>
    public PeerAnswer ReadWithDuckDb(string path) => Ask(new Dictionary<string, string> { ["engine"] = "duckdb", ["read"] = path });

    /// <summary>The values of a file, read by hyparquet: times as milliseconds at best.</summary>
    public PeerAnswer ReadWithHyparquet(string path) => Ask(new Dictionary<string, string> { ["engine"] = "hyparquet", ["read"] = path });

    /// <summary>Runs a statement in DuckDB, such as one that writes a file.</summary>
    public PeerAnswer Run(string sql) => Ask(new Dictionary<string, string> { ["sql"] = sql });

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
        {
            _process.Kill();
        }
        _process.Dispose();
    }

    private PeerAnswer Ask(Dictionary<string, string> request)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The process of the peers has ended.");
        using JsonDocument answer = JsonDocument.Parse(line);
        return answer.RootElement.TryGetProperty("error", out JsonElement error)
            ? new PeerAnswer([], error.GetString())
            : new PeerAnswer([.. answer.RootElement.GetProperty("columns").EnumerateArray().Select(Column)], null);
    }

    private static PeerColumn Column(JsonElement column) => new(
        column.GetProperty("name").GetString()!,
        column.GetProperty("type").GetString()!,
        [.. column.GetProperty("values").EnumerateArray().Select(value => value.GetString())]);

    private static string Script([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "parquet.mjs");
}

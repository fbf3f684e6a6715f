using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Semblance.Cli.Tests;
using Shouldly;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>The built program as a server: a process on a free port, with a folder of its own that outlives it.</summary>
internal sealed class ServerProcess : NodeProcess
{
    private ServerProcess(string data, Process process)
        : base(process)
    {
        Data = data;
        Address = new Uri(ReadFirstLine("Semblance serves on "));
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>Its folder.</summary>
    public string Data { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client of it.</summary>
    public HttpClient Client { get; }

    /// <summary>The first administrator's key, which has no limit.</summary>
    public string AdminKey => File.ReadAllText(Path.Combine(Data, "admin-key.txt")).Trim();

    /// <summary>What requests have on disk at this moment.</summary>
    public string[] Spooled => Directory.GetFileSystemEntries(Path.Combine(Data, "spool"), "*", SearchOption.AllDirectories);

    /// <summary>Starts a server.</summary>
    /// <param name="data">Its folder.</param>
    /// <param name="settings">Variables of its environment, without SEMBLANCE_; rates are not limited unless said otherwise.</param>
    /// <param name="wrapper">A program to start it with, such as env; null for none.</param>
    /// <param name="urls">Its addresses.</param>
    /// <param name="arguments">Further arguments of <c>serve</c>.</param>
    public static ServerProcess Start(string data, Dictionary<string, string>? settings = null, string[]? wrapper = null, string urls = "http://127.0.0.1:0", params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["SEMBLANCE_KEY_RATE"] = "0", ["SEMBLANCE_ADDRESS_RATE"] = "0", ["SEMBLANCE_DESCRIBE_RATE"] = "0" };
        foreach ((string name, string value) in settings ?? [])
        {
            environment["SEMBLANCE_" + name] = value;
        }
        string[] command = [.. wrapper ?? [], ProgramRun.Path, "serve", "--urls", urls, "--data", data, .. arguments];
        Process process = ProgramRun.Start(new ProgramSettings { Program = command[0], Environment = environment, Folder = Path.GetDirectoryName(data) }, command[1..]);
        try
        {
            return new ServerProcess(data, process);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Makes a key with the command line, as an operator does while the server runs.</summary>
    public string CreateKey(string credits, string name = "test")
    {
        ProgramResult run = ProgramRun.Run("keys", "create", "--name", name, "--credits", credits, "--data", Data);
        run.Code.ShouldBe(0, run.Error);
        return run.OutputText.Trim();
    }

    /// <summary>What a key has spent, as the command line lists it.</summary>
    public KeyLine KeyCalled(string name) => KeyCalled(Data, name);

    /// <summary>What a key has spent, as the command line lists it; the server need not run.</summary>
    public static KeyLine KeyCalled(string data, string name)
    {
        ProgramResult run = ProgramRun.Run("keys", "list", "--json", "--name", name, "--data", data);
        run.Code.ShouldBe(0, run.Error);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement key = document.RootElement.EnumerateArray().ShouldHaveSingleItem();
        return new KeyLine(
            key.GetProperty("id").GetString()!,
            decimal.Parse(key.GetProperty("used").GetString()!, CultureInfo.InvariantCulture),
            key.GetProperty("left").GetString()!);
    }

    /// <summary>Asks for a twin.</summary>
    /// <param name="table">The file's bytes.</param>
    /// <param name="headers">Headers; a null value leaves one out. Usual are the administrator's key and 5 rows.</param>
    /// <param name="fileName">What the client calls its file.</param>
    /// <param name="cancellation">Makes the client go away.</param>
    public async Task<HttpResponseMessage> GenerateAsync(byte[] table, Dictionary<string, string?>? headers = null, string fileName = "table.csv", CancellationToken cancellation = default)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(table), "file", fileName } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/generate") { Content = form };
        var all = new Dictionary<string, string?> { ["api-key"] = headers?.ContainsKey("api-key") == true ? null : AdminKey, ["rows"] = "5" };
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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Client.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A key as the command line lists it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Used">Credits spent this month.</param>
/// <param name="Left">Credits that are left, or "unlimited".</param>
internal sealed record KeyLine(string Id, decimal Used, string Left);

/// <summary>A server that the tests of one class share.</summary>
public sealed class SharedServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SharedServer() => Process = ServerProcess.Start(_folder["data"]);

    internal ServerProcess Process { get; }

    public void Dispose()
    {
        Process.Dispose();
        _folder.Dispose();
    }
}

using System.Diagnostics;
using System.Text;

namespace Semblance.EndToEnd.Tests;

/// <summary>The built program, run as a person runs it.</summary>
internal static class ProgramRun
{
    /// <summary>The program, as it was built with the tests.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "semblance.exe" : "semblance");

    /// <summary>Runs it to its end.</summary>
    public static ProgramResult Run(params string[] args) => Run(new ProgramSettings(), args);

    /// <summary>Runs it to its end.</summary>
    public static ProgramResult Run(ProgramSettings settings, params string[] args)
    {
        using Process process = Start(settings, args);
        Task<byte[]> output = ReadAsync(process.StandardOutput.BaseStream);
        Task<byte[]> error = ReadAsync(process.StandardError.BaseStream);
        using (Stream input = process.StandardInput.BaseStream)
        {
            input.Write(settings.Input);
        }
        process.WaitForExit();
        return new ProgramResult(process.ExitCode, output.GetAwaiter().GetResult(), Encoding.UTF8.GetString(error.GetAwaiter().GetResult()));
    }

    /// <summary>Starts it; its streams are pipes.</summary>
    public static Process Start(ProgramSettings settings, params string[] args)
    {
        var start = new ProcessStartInfo(settings.Program ?? Path, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = settings.Folder ?? AppContext.BaseDirectory,
        };
        foreach ((string name, string value) in settings.Environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all).ConfigureAwait(false);
        return all.ToArray();
    }
}

/// <summary>How the program is run.</summary>
internal sealed record ProgramSettings
{
    public string? Program { get; init; }

    public string? Folder { get; init; }

    public byte[] Input { get; init; } = [];

    public Dictionary<string, string> Environment { get; init; } = [];
}

/// <summary>What a run left.</summary>
internal sealed record ProgramResult(int Code, byte[] Output, string Error)
{
    public string OutputText => Encoding.UTF8.GetString(Output);
}

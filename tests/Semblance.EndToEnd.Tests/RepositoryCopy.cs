using System.Diagnostics;
using Semblance.Cli.Tests;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>A copy of the clone without what was built, as on a machine that has just fetched it.</summary>
public sealed class RepositoryCopy : IDisposable
{
    private static readonly string[] s_built = [".git", "artifacts", "bin", "obj", "TestResults"];
    private readonly TemporaryFolder _folder = new();

    public RepositoryCopy() => Copy(Repository.Root, Folder);

    public string Folder => _folder.Folder;

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs lines as a person would type them into bash, in the copy, with the built program on the path.</summary>
    internal ProgramResult Bash(string lines, string? folder = null)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", lines])
        {
            WorkingDirectory = folder ?? Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = Path.GetDirectoryName(ProgramRun.Path) + Path.PathSeparator + start.Environment["PATH"];
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // What the test runner's own SDK says about itself is not for another build.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.Ordinal) || name.StartsWith("VSTEST", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return new ProgramResult(process.ExitCode, System.Text.Encoding.UTF8.GetBytes(output.GetAwaiter().GetResult()), error);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
        foreach (string folder in Directory.GetDirectories(from))
        {
            if (!s_built.Contains(Path.GetFileName(folder)))
            {
                Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
            }
        }
    }
}

/// <summary>The tests that build in one copy do so one after the other.</summary>
[CollectionDefinition(nameof(OneCopyAtATime))]
public sealed class OneCopyAtATime : ICollectionFixture<RepositoryCopy>;

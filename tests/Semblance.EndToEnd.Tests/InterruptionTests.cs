using System.Diagnostics;
using Semblance.Cli.Tests;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>A signal at any moment ends the program at once and leaves no partial file. Each moment is one that the test can see, not a time.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const string ManyRows = "50000000";
    private static readonly string s_sample = Path.Combine(Repository.Root, "samples", "patients.csv");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void As_soon_as_it_has_started() => Interrupt("TERM", 143, static (_, _) => { });

    [Fact]
    public void When_it_reads() => Interrupt("INT", 130, static (process, _) => WaitForLine(process, "read "));

    [Fact]
    public void When_it_samples() => Interrupt("INT", 130, static (process, _) => WaitForLine(process, "sample"));

    [Fact]
    public void When_the_file_has_begun() => Interrupt("INT", 130, static (_, folder) => WaitForFile(folder, 0));

    [Fact]
    public void When_half_of_it_is_written() => Interrupt("INT", 130, static (_, folder) => WaitForFile(folder, 20_000_000));

    [Fact]
    public void When_it_is_told_to_end_by_the_system() => Interrupt("TERM", 143, static (_, folder) => WaitForFile(folder, 1_000_000));

    [Fact]
    public void When_its_terminal_is_closed() => Interrupt("HUP", 129, static (_, folder) => WaitForFile(folder, 1_000_000));

    private void Interrupt(string signal, int code, Action<Process, string> moment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals, and the tools to send them, are others elsewhere.");
        _folder.Write("twin.csv", "what was there before\n");
        // Whoever runs the tests in the background may have Ctrl-C switched off for all that they start.
        using Process process = ProgramRun.Start(new ProgramSettings { Program = "env" }, "--default-signal=INT,TERM,HUP", ProgramRun.Path, "twin", s_sample, "--seed", "1", "--rows", ManyRows, "-o", _folder["twin.csv"]);
        try
        {
            moment(process, _folder.Folder);
            using (var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            {
                kill.WaitForExit();
            }
            process.WaitForExit(60_000).ShouldBeTrue("a signal ends the program");
            process.ExitCode.ShouldBe(code);
        }
        finally
        {
            process.Kill();
        }
        _folder.Names.ShouldBe(["twin.csv"], "no partial file is left");
        File.ReadAllText(_folder["twin.csv"]).ShouldBe("what was there before\n");
    }

    private static void WaitForLine(Process process, string start)
    {
        string? line;
        do
        {
            line = process.StandardError.ReadLine();
            line.ShouldNotBeNull($"the program says when it begins to {start}");
        }
        while (!line.StartsWith(start, StringComparison.Ordinal));
    }

    private static void WaitForFile(string folder, long bytes) =>
        SpinWait.SpinUntil(() => Directory.GetFiles(folder, ".twin.csv.*.tmp").Any(path => new FileInfo(path).Length >= bytes), TimeSpan.FromMinutes(1))
            .ShouldBeTrue("the program writes beside its target");
}

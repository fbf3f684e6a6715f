using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

/// <summary>A report has the same bytes whatever vector instructions a machine has: the runtime is made to do without, in processes of their own.</summary>
public sealed class InstructionPathTests
{
    private const string Target = "SEMBLANCE_TEST_REPORT_FILE";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_report_is_written_twice_alike()
    {
        string report = Report();
        report.ShouldBe(Report());
        if (Environment.GetEnvironmentVariable(Target) is { Length: > 0 } path)
        {
            File.WriteAllText(path, report);
        }
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task A_report_is_the_same_without(string instructions)
    {
        string file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            {
                ArgumentList = { typeof(InstructionPathTests).Assembly.Location, "-method", $"{typeof(InstructionPathTests).FullName}.{nameof(A_report_is_written_twice_alike)}" },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment[instructions] = "0";
            start.Environment[Target] = file;
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
            Task<string> errors = process.StandardError.ReadToEndAsync(Cancellation);
            await process.WaitForExitAsync(Cancellation);
            process.ExitCode.ShouldBe(0, await output + await errors);
            (await File.ReadAllTextAsync(file, Cancellation)).ShouldBe(Report());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Report() =>
        QualityReport.Measure(TestTables.Related(301, 1), TestTables.Related(250, 2), TestTables.Related(203, 3), cancellation: Cancellation).ToJson();
}

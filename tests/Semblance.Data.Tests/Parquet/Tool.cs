using System.Diagnostics;

namespace Semblance.Data.Tests.Parquet;

/// <summary>Command-line tools that ours is held against.</summary>
internal static class Tool
{
    /// <summary>What a tool prints for an input. Skips the test where the tool is missing; fails on the build server.</summary>
    public static byte[] Run(string tool, string arguments, byte[] input)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail($"{tool} must be installed on the build server.");
            }
            Assert.Skip($"{tool} is not installed.");
            return [];
        }
        using (process)
        {
            using var output = new MemoryStream();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            Task writing = Task.Run(() =>
            {
                process.StandardInput.BaseStream.Write(input);
                process.StandardInput.Close();
            });
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            writing.GetAwaiter().GetResult();
            process.ExitCode.ShouldBe(0, errors.GetAwaiter().GetResult());
            return output.ToArray();
        }
    }
}

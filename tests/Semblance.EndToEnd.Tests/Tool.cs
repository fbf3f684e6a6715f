using System.ComponentModel;
using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>Programs of others that a test runs.</summary>
internal static class Tool
{
    /// <summary>Skips the test where a program is missing or lacks a part; fails under CI=true, where .ci/test installs it.</summary>
    public static void Require(string program, params string[] trial)
    {
        if (Works([program, .. trial]))
        {
            return;
        }
        string why = $"'{program} {string.Join(' ', trial)}' does not work here.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(why);
        }
        Assert.Skip(why);
    }

    /// <summary>Whether a program can be run here, and succeeds.</summary>
    public static bool Works(string[] command) => Try(null, command[0], command[1..]) is { ExitCode: 0 };

    /// <summary>Runs a program that must succeed.</summary>
    /// <returns>What it prints.</returns>
    public static string Run(string folder, string program, params string[] arguments)
    {
        (int code, string output, string error) = Try(folder, program, arguments) ?? throw new InvalidOperationException($"There is no {program}.");
        code.ShouldBe(0, output + error);
        return output;
    }

    private static (int ExitCode, string Output, string Error)? Try(string? folder, string program, string[] arguments)
    {
        try
        {
            using Process process = ProgramRun.Start(new ProgramSettings { Program = program, Folder = folder }, arguments);
            process.StandardInput.Close();
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

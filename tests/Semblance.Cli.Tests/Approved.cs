using System.Runtime.CompilerServices;
using Shouldly;

namespace Semblance.Cli.Tests;

/// <summary>Texts that people see, kept beside the tests. SEMBLANCE_APPROVE=1 takes the new text as the right one.</summary>
internal static class Approved
{
    public static void Text(string actual, string name, [CallerFilePath] string caller = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(caller)!, name);
        string text = string.Join('\n', actual.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("SEMBLANCE_APPROVE") == "1")
        {
            File.WriteAllText(path, text);
            return;
        }
        File.Exists(path).ShouldBeTrue($"{name} is missing; run once with SEMBLANCE_APPROVE=1 and read what it holds");
        text.ShouldBe(File.ReadAllText(path).ReplaceLineEndings("\n"), $"{name} is what was approved");
    }
}

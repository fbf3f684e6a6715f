namespace Semblance.Describe.Tests;

/// <summary>Documents of this clone that are made from the code. SEMBLANCE_APPROVE=1 writes them anew.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Whether a document holds what the code says, or writes it.</summary>
    public static void ShouldHold(string relative, string text)
    {
        string path = Path.Combine(Root, relative);
        if (Environment.GetEnvironmentVariable("SEMBLANCE_APPROVE") == "1")
        {
            File.WriteAllText(path, text);
            return;
        }
        File.Exists(path).ShouldBeTrue($"{relative} is missing; run once with SEMBLANCE_APPROVE=1");
        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(text, $"{relative} says what the code says; SEMBLANCE_APPROVE=1 writes it anew");
    }

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Semblance.slnx")))
            {
                return folder;
            }
        }
        throw new InvalidOperationException("The tests must run from within the clone.");
    }
}

using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>Where things are in this clone.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of real tables, or null; a test that needs it is skipped without it, or fails under CI=true.</summary>
    public static string RequireTestData()
    {
        string? folder = Environment.GetEnvironmentVariable("SEMBLANCE_TEST_DATA");
        if (folder is not null && Directory.Exists(folder))
        {
            return folder;
        }
        const string Why = "SEMBLANCE_TEST_DATA does not name a folder of real tables.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(Why);
        }
        Assert.Skip(Why);
        return "";
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

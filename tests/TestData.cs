using Xunit;

namespace Semblance.Tests;

/// <summary>The folder of real and foreign files, named by the environment variable SEMBLANCE_TEST_DATA.</summary>
internal static class TestData
{
    /// <summary>The path of a file in the folder. Skips the test where the folder is missing; fails on the build server.</summary>
    public static string Path(string relative)
    {
        string? root = Environment.GetEnvironmentVariable("SEMBLANCE_TEST_DATA");
        if (string.IsNullOrEmpty(root) || !Directory.Exists(root))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail("SEMBLANCE_TEST_DATA must name the folder of test data on the build server.");
            }
            Assert.Skip("SEMBLANCE_TEST_DATA does not name a folder of test data.");
        }
        return System.IO.Path.Combine(root!, relative);
    }
}

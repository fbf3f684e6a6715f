using System.IO.Compression;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>What leaves the house: the packages and the published folder.</summary>
[Collection(nameof(OneCopyAtATime))]
public sealed class PackagingTests(RepositoryCopy copy)
{
    private static readonly string[] s_packages = ["Semblance.Data", "Semblance.Describe", "Semblance.Models", "Semblance.Numerics", "Semblance.Quality"];

    [Fact]
    public void Pack_makes_the_library_packages_with_readme_and_licence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands speak bash.");
        ProgramResult run = copy.Bash("dotnet pack -c Release");
        run.Code.ShouldBe(0, run.OutputText);
        string folder = Path.Combine(copy.Folder, "artifacts", "package", "release");
        string[] files = [.. Directory.GetFiles(folder, "*.nupkg").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        files.Select(file => string.Join('.', file.Split('.')[..2])).ShouldBe(s_packages);
        foreach (string file in files)
        {
            using ZipArchive package = ZipFile.OpenRead(Path.Combine(folder, file));
            package.Entries.ShouldContain(entry => entry.FullName == "README.md");
            package.Entries.ShouldContain(entry => entry.FullName.StartsWith("lib/net10.0/", StringComparison.Ordinal) && entry.FullName.EndsWith(".xml", StringComparison.Ordinal), "documentation goes with the library");
            using var nuspec = new StreamReader(package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
            nuspec.ReadToEnd().ShouldContain("<license type=\"expression\">MIT</license>");
        }
    }
}

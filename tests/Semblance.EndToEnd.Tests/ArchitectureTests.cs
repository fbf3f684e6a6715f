using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>The direction of dependencies: each project may know the ones listed here and no others.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> s_mayReference = new()
    {
        ["Semblance.Numerics"] = [],
        ["Semblance.Data"] = ["Semblance.Numerics"],
        ["Semblance.Models"] = ["Semblance.Data", "Semblance.Numerics"],
        ["Semblance.Quality"] = ["Semblance.Data", "Semblance.Numerics"],
        ["Semblance.Describe"] = ["Semblance.Data", "Semblance.Numerics"],
        ["Semblance.Workspace"] = ["Semblance.Models", "Semblance.Quality", "Semblance.Describe", "Semblance.Data", "Semblance.Numerics"],
        ["Semblance.Server"] = ["Semblance.Workspace", "Semblance.Models", "Semblance.Quality", "Semblance.Describe", "Semblance.Data", "Semblance.Numerics"],
        ["Semblance.Cli"] = ["Semblance.Server", "Semblance.Workspace", "Semblance.Models", "Semblance.Quality", "Semblance.Describe", "Semblance.Data", "Semblance.Numerics"],
    };

    private static readonly string[] s_coreLibraries = ["Semblance.Numerics", "Semblance.Data", "Semblance.Models", "Semblance.Quality", "Semblance.Describe"];

    // See docs/decisions/codecs-come-from-packages.md.
    private static readonly Dictionary<string, string[]> s_mayUse = new() { ["Semblance.Data"] = ["K4os.Compression.LZ4", "Snappier", "System.IO.Hashing", "ZstdSharp.Port"] };

    public static TheoryData<string> Projects() => [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_below_it(string project)
    {
        s_mayReference.ShouldContainKey(project, "a new project has its place in the house written down here");
        References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).ShouldBeSubsetOf(s_mayReference[project]);
    }

    [Fact]
    public void Core_libraries_depend_on_nothing_but_the_runtime_and_codecs()
    {
        foreach (string project in s_coreLibraries)
        {
            References(project, "PackageReference").Except(s_mayUse.GetValueOrDefault(project, [])).ShouldBeEmpty($"{project} takes no dependency injection, logging, database or web package");
            References(project, "FrameworkReference").ShouldBeEmpty();
        }
    }

    [Fact]
    public void Every_source_project_has_its_tests_and_both_are_in_the_solution()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "Semblance.slnx"));
        foreach (string project in s_mayReference.Keys)
        {
            solution.ShouldContain($"src/{project}/{project}.csproj");
            solution.ShouldContain($"tests/{project}.Tests/{project}.Tests.csproj");
        }
    }

    private static List<string> References(string project, string kind) =>
        [.. XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj")).Descendants(kind).Select(element => element.Attribute("Include")!.Value.Replace('\\', '/'))];
}

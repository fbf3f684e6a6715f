using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Options;

/// <summary>The page of a family lists its options as the family declares them.</summary>
public sealed class DocumentedOptionsTests
{
    public static TheoryData<string> Families() => ["ctgan", "copulagan", "tvae", "gaussian_copula"];

    [Theory]
    [MemberData(nameof(Families))]
    public void The_page_of_a_family_lists_its_options(string family)
    {
        string page = Path.Combine(Folder(), family + ".md");
        Assert.SkipUnless(File.Exists(page), "The page is not there.");
        string[] documented = [.. File.ReadLines(page).Where(line => line.StartsWith("| `", StringComparison.Ordinal))];
        string[] declared =
        [
            .. Synthesizers.Get(family).Options.All.Select(option => $"| `{option.Name}` | {option.DefaultText} | {option.Range} | {option.Meaning} |"),
        ];
        string.Join('\n', documented).ShouldBe(string.Join('\n', declared), $"docs/models/{family}.md, table of options");
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "docs", "models"));
}

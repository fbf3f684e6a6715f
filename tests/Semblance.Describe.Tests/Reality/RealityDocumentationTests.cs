using System.Globalization;
using System.Text;
using Semblance.Describe.Reality;

namespace Semblance.Describe.Tests.Reality;

/// <summary>docs/describe.md shows the rates that the code has.</summary>
public sealed class RealityDocumentationTests
{
    private const string Page = "docs/describe.md";
    private const string Heading = "| defect | what it is |";

    [Fact]
    public void The_page_shows_the_rates()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, Page)).ReplaceLineEndings("\n");
        int start = page.IndexOf(Heading, StringComparison.Ordinal);
        int end = page.IndexOf("\n\n", start, StringComparison.Ordinal);
        RepositoryFiles.ShouldHold(Page, page[..start] + Rates() + page[end..]);
    }

    private static string Rates()
    {
        var text = new StringBuilder(Heading);
        int[] levels = [.. Enumerable.Range(3, 8)];
        text.AppendJoin("", levels.Select(level => $" {level} |")).Append("\n|---|---|").AppendJoin("", levels.Select(_ => "---|"));
        foreach (DefectKind kind in Enum.GetValues<DefectKind>())
        {
            text.Append($"\n| `{kind.Name()}` | {Meaning(kind)} |");
            text.AppendJoin("", levels.Select(level => RealityLevel.Of(level).Rate(kind) is > 0 and double rate ? string.Create(CultureInfo.InvariantCulture, $" {100 * rate:0.##} % |") : " |"));
        }
        return text.ToString();
    }

    private static string Meaning(DefectKind kind) => kind switch
    {
        DefectKind.Missing => "the value is gone",
        DefectKind.Whitespace => "spaces before, after, doubled",
        DefectKind.Case => "capital for small letters, or the reverse",
        DefectKind.Format => "another notation",
        DefectKind.KeyboardTypo => "the key beside the right one",
        DefectKind.Transposition => "two letters in the wrong order",
        DefectKind.ScanError => "letters that look alike: 0 and O",
        DefectKind.CategoryVariant => "another spelling of a category",
        DefectKind.Encoding => "text read in the wrong character set",
        DefectKind.Duplicate => "a row that repeats another",
        DefectKind.NearDuplicate => "a row that nearly repeats another",
        DefectKind.Outlier => "a number or date far off",
        DefectKind.UnitSlip => "a number a power of ten off",
        DefectKind.SwappedFields => "two columns' values exchanged (share of rows)",
        DefectKind.BrokenRule => "an end before its start, a total that is off",
        DefectKind.MissingKey => "a primary key that is gone",
        DefectKind.DuplicateKey => "a primary key that another row has",
        _ => "a foreign key to no row",
    };
}

using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>
/// What the documentation says to type is typed, in a copy of the repository, and what it shows is compared, so that neither can drift.
/// A block marked text below one marked bash is its standard output. SEMBLANCE_APPROVE=1 writes the output into the page.
/// </summary>
[Collection(nameof(OneCopyAtATime))]
public sealed class DocumentationTests(RepositoryCopy copy)
{
    /// <summary>Runs these very tests.</summary>
    private const string RunsTheTests = "bash .ci/test\n";

    public static TheoryData<string> Pages()
    {
        string docs = Path.Combine(Repository.Root, "docs");
        return [.. Directory.GetFiles(docs, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Prepend(Path.Combine(Repository.Root, "README.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path))];
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_works_and_shows_what_the_page_shows(string page)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The pages speak bash.");
        string path = Path.Combine(Repository.Root, page);
        List<MarkdownBlock> blocks = MarkdownBlock.Of(File.ReadAllText(path));
        for (int i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Language != "bash" || blocks[i].Text == RunsTheTests)
            {
                continue;
            }
            ProgramResult run = copy.Bash(blocks[i].Text);
            run.Code.ShouldBe(0, $"{page}:\n{blocks[i].Text}\n{run.Error}\n{run.OutputText}");
            if (i + 1 < blocks.Count && blocks[i + 1].Language == "text" && run.OutputText != blocks[i + 1].Text)
            {
                if (Environment.GetEnvironmentVariable("SEMBLANCE_APPROVE") == "1")
                {
                    Show(path, blocks[i + 1], run.OutputText);
                    return;
                }
                run.OutputText.ShouldBe(blocks[i + 1].Text, $"{page} shows what the command prints; SEMBLANCE_APPROVE=1 takes the new output over");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_to_a_file_leads_to_one(string page)
    {
        string path = Path.Combine(Repository.Root, page);
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(path), @"\]\(([^)#:]+)(#[^)]*)?\)"))
        {
            string target = Path.Combine(Path.GetDirectoryName(path)!, match.Groups[1].Value);
            (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue($"{page} links to {match.Groups[1].Value}");
        }
    }

    [Fact]
    public void The_test_command_of_the_readme_is_the_one_that_checks_every_change()
    {
        MarkdownBlock.Of(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).ShouldContain(block => block.Text == RunsTheTests);
        File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run")).ShouldContain("bash .ci/test");
    }

    [Fact]
    public void The_library_example_of_the_readme_is_code_that_runs()
    {
        string[] source = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Semblance.EndToEnd.Tests", "LibraryExample.cs"));
        int first = Array.FindIndex(source, line => line.TrimStart() == "{") + 1;
        first = Array.FindIndex(source, first, line => line.TrimStart() == "{") + 1;
        int end = Array.FindLastIndex(source, line => line == "    }");
        string body = string.Concat(source[first..end].Select(line => (line.Length > 8 ? line[8..] : line) + "\n"));
        string shown = MarkdownBlock.Of(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Single(block => block.Language == "csharp").Text;
        shown.ShouldBe(body);
        string before = Directory.GetCurrentDirectory();
        try
        {
            // The example names its files as a program that runs in the clone would.
            Directory.SetCurrentDirectory(copy.Folder);
            LibraryExample.Run();
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
        string[] rows = File.ReadAllLines(Path.Combine(copy.Folder, "surgery.csv"));
        rows.Length.ShouldBe(1_001);
        rows[1..].ShouldAllBe(row => row.Contains(",Surgery,", StringComparison.Ordinal));
    }

    private static void Show(string path, MarkdownBlock block, string output)
    {
        List<string> lines = [.. File.ReadAllLines(path)];
        lines.RemoveRange(block.FirstLine, block.Text.Count(c => c == '\n'));
        lines.InsertRange(block.FirstLine, output.TrimEnd('\n').Split('\n'));
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
    }
}

using System.Text;
using Semblance.Describe.Plans;
using Semblance.Describe.Words;

namespace Semblance.Describe.Tests.Plans;

/// <summary>docs/plan.md and docs/plan.schema.json say what the code does.</summary>
public sealed class PlanDocumentationTests
{
    private const string Page = "docs/plan.md";
    private const string Heading = "## Generators\n\n";

    [Fact]
    public void The_schema_is_published() => RepositoryFiles.ShouldHold("docs/plan.schema.json", PlanSchema.Text);

    [Fact]
    public void The_page_lists_every_generator()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, Page)).ReplaceLineEndings("\n");
        string written = page[..(page.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length)];
        RepositoryFiles.ShouldHold(Page, written + Vocabulary());
    }

    [Fact]
    public void The_plan_on_the_page_is_valid()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, Page)).ReplaceLineEndings("\n");
        int start = page.IndexOf("```json\n", StringComparison.Ordinal) + "```json\n".Length;
        string json = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
        PlanValidator.Problems(PlanJson.Read(json)).ShouldBeEmpty();
    }

    private static string Vocabulary()
    {
        var text = new StringBuilder();
        text.Append("A generator's columns are unique always, on demand (`\"unique\": true`) or never.\n");
        foreach (IGrouping<string, GeneratorDefinition> group in Generators.All.GroupBy(generator => generator.Group))
        {
            text.Append($"\n### {group.Key}\n\n| generator | makes | types | unique | parameters |\n|---|---|---|---|---|\n");
            foreach (GeneratorDefinition generator in group)
            {
                string unique = generator.Uniqueness switch { Uniqueness.Always => "always", Uniqueness.OnDemand => "on demand", _ => "never" };
                string parameters = string.Join("; ", generator.Parameters.Select(parameter => $"`{parameter.Name}`{(parameter.Required ? " (required)" : "")}: {parameter.Description.TrimEnd('.')}"));
                text.Append($"| `{generator.Name}` | {generator.Description} | {string.Join(", ", generator.Types)} | {unique} | {parameters} |\n");
            }
        }
        text.Append("\n### Lists\n\n`{\"generator\": \"list\", \"parameters\": {\"list\": NAME}}` with one of: ");
        text.AppendJoin(", ", WordLists.Names.Select(name => $"`{name}`"));
        text.Append(".\n");
        return text.ToString();
    }
}

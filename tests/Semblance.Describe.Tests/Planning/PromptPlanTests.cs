using Semblance.Describe.Output;
using Semblance.Describe.Planning;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Tests.Planning;

/// <summary>
/// Thirty prompts that were written down before the catalog was and twelve that were misread once, with the plans made of them, read and approved:
/// Prompts/NAME.txt and Prompts/NAME.plan.json.
/// SEMBLANCE_APPROVE=1 takes new plans as the right ones.
/// </summary>
public sealed class PromptPlanTests
{
    private static readonly string s_folder = Path.Combine("tests", "Semblance.Describe.Tests", "Planning", "Prompts");

    public static TheoryData<string> Names() => [.. Directory.GetFiles(Path.Combine(RepositoryFiles.Root, s_folder), "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_prompt_makes_the_approved_plan(string name)
    {
        string prompt = File.ReadAllText(Path.Combine(RepositoryFiles.Root, s_folder, name + ".txt"));
        PlanOutcome outcome = new BuiltInPlanner().Plan(new PlanRequest { Prompt = prompt });

        string remarks = string.Concat(outcome.Issues.Select(issue => $"// Issue: {issue}\n").Concat(outcome.Suggestions.Select(suggestion => $"// Suggestion: {suggestion}\n")).Concat(outcome.Warnings.Select(warning => $"// Warning: {warning}\n")));
        RepositoryFiles.ShouldHold(Path.Combine(s_folder, name + ".plan.json"), remarks + (outcome.Plan is { } plan ? PlanJson.Write(plan) : "null\n"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_plan_of_a_prompt_makes_tables(string name)
    {
        string prompt = File.ReadAllText(Path.Combine(RepositoryFiles.Root, s_folder, name + ".txt"));
        if (new BuiltInPlanner().Plan(new PlanRequest { Prompt = prompt }).Plan is not { } plan)
        {
            name.ShouldBe("five-and-more", "only this one asks for more tables than are possible");
            return;
        }
        TableSet tables = TableSet.Create(plan, new TableSetOptions { Size = 300, Seed = 5 });
        for (int i = 0; i < tables.Tables.Count; i++)
        {
            using var output = new MemoryStream();
            await tables.WriteAsync(i, OutputFormat.Json, output, cancellation: TestContext.Current.CancellationToken);
            output.Length.ShouldBeGreaterThan(100);
        }
        tables.Score(long.MaxValue, TestContext.Current.CancellationToken).Checks.Where(check => check.Broken > 0).ShouldBeEmpty("keys and rules hold in every row");
    }
}

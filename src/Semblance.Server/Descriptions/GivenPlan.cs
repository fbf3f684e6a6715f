using System.Globalization;
using Semblance.Describe.Planning;
using Semblance.Describe.Plans;

namespace Semblance.Server.Descriptions;

/// <summary>Holds a plan that came in place of a prompt against the rest of its request.</summary>
internal static class GivenPlan
{
    /// <summary>Checks the number of datasets and of records.</summary>
    public static PlanOutcome Check(DescribeRequest request, Plan plan)
    {
        int count = plan.Entities.Count;
        DatasetCheckResult check = DatasetCheck.CheckPlan(plan, count, request.Size, autoCorrect: true);
        if (!check.IsValid)
        {
            return PlanOutcome.Failed([.. check.Issues.Select(issue => issue.Replace("Prompt mentions", "Plan has", StringComparison.Ordinal))], check.Suggestions);
        }
        string has = string.Create(CultureInfo.InvariantCulture, $"Plan has {count} {(count == 1 ? "entity" : "entities")} ({string.Join(", ", plan.Entities.Select(entity => entity.Name))})");
        if (request.Datasets is { } asked && asked != count)
        {
            if (!request.AutoCorrect)
            {
                return PlanOutcome.Failed([$"{has} but datasets={asked}"], [$"Set datasets={count} to match entities in plan", "Or leave datasets out"]);
            }
            return new PlanOutcome(Localized(request, plan), [], [], [$"{has}; datasets was corrected from {asked} to {count}"]);
        }
        return new PlanOutcome(Localized(request, plan), [], [], []);
    }

    private static Plan Localized(DescribeRequest request, Plan plan) => request.Locale is null ? plan : plan with { Locale = request.Locale };
}

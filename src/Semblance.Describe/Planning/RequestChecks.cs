using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>What both planners check: the request before, the plan after.</summary>
internal static class RequestChecks
{
    /// <summary>What is wrong with a request, whatever its prompt says; null if nothing is.</summary>
    public static PlanOutcome? Problem(PlanRequest request, out string? locale)
    {
        locale = null;
        if (string.IsNullOrWhiteSpace(request.Prompt))
        {
            return PlanOutcome.Failed(["The prompt is empty"], ["Describe the tables, such as \"customers (id, name, email) and their orders\""]);
        }
        if (request.Prompt.Length > PlanRequest.LongestPrompt)
        {
            return PlanOutcome.Failed([$"The prompt has {request.Prompt.Length} characters; at most {PlanRequest.LongestPrompt} are read"], []);
        }
        if (request.Locale is { } asked && (locale = PlanLocales.Resolve(asked)) is null)
        {
            return PlanOutcome.Failed([$"The locale '{asked}' is not known"], [$"Use one of {string.Join(", ", PlanLocales.All)}"]);
        }
        DatasetCheckResult numbers = DatasetCheck.CheckNumbers(request.Datasets, request.DatasetSize);
        return numbers.IsValid ? null : PlanOutcome.Failed(numbers.Issues, numbers.Suggestions);
    }

    /// <summary>The outcome of a plan: with its warnings, or with what is wrong with its tables.</summary>
    public static PlanOutcome Checked(Plan plan, PlanRequest request, IReadOnlyList<string> warnings)
    {
        DatasetCheckResult check = DatasetCheck.CheckPlan(plan, request.Datasets, request.DatasetSize, request.AutoCorrect);
        return check.IsValid ? new PlanOutcome(plan, [], [], [.. check.Warnings, .. warnings]) : PlanOutcome.Failed(check.Issues, check.Suggestions);
    }
}

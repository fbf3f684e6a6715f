using Semblance.Describe.Catalog;
using Semblance.Describe.Planning.Reading;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>What a planner is asked for.</summary>
public sealed record PlanRequest
{
    /// <summary>The longest prompt, in characters.</summary>
    public const int LongestPrompt = 20_000;

    /// <summary>The tables in words.</summary>
    public required string Prompt { get; init; }

    /// <summary>The number of datasets; null to go by the prompt.</summary>
    /// <value>The default value is null, which the documentation of the API counts as 2.</value>
    public int? Datasets { get; init; }

    /// <summary>The number of records per dataset that the plan is made for: unique codes have room for so many.</summary>
    /// <value>The default value is 1,000.</value>
    public long DatasetSize { get; init; } = 1000;

    /// <summary>Whether the number of datasets may be corrected to the entities of the prompt.</summary>
    /// <value>The default value is true.</value>
    public bool AutoCorrect { get; init; } = true;

    /// <summary>The locale of values, such as "de-DE"; null for the prompt's.</summary>
    public string? Locale { get; init; }
}

/// <summary>A plan, or what is wrong with the request for one.</summary>
/// <param name="Plan">The plan; null if there are issues.</param>
/// <param name="Issues">What is wrong; empty if nothing is.</param>
/// <param name="Suggestions">What would make it right.</param>
/// <param name="Warnings">What was corrected or understood in another way than written.</param>
public sealed record PlanOutcome(Plan? Plan, IReadOnlyList<string> Issues, IReadOnlyList<string> Suggestions, IReadOnlyList<string> Warnings)
{
    /// <summary>An outcome without a plan.</summary>
    public static PlanOutcome Failed(IReadOnlyList<string> issues, IReadOnlyList<string> suggestions) => new(null, issues, suggestions, []);
}

/// <summary>
/// Makes plans of prompts by a catalog: offline, deterministic, in milliseconds. It knows the usual tables of many fields and what columns mean by
/// their names; what it does not know it plans by the words that surround it. See docs/describe.md.
/// </summary>
/// <param name="catalog">The catalog; <see cref="PlanCatalog.Default"/> for the one that comes with the program.</param>
public sealed class BuiltInPlanner(PlanCatalog catalog)
{
    /// <summary>Creates a planner with the catalog that comes with the program.</summary>
    public BuiltInPlanner()
        : this(PlanCatalog.Default)
    {
    }

    /// <summary>Plans a prompt.</summary>
    /// <returns>A plan that can be carried out, or issues. Any text is fit to be tried.</returns>
    public PlanOutcome Plan(PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestChecks.Problem(request, out string? locale) is { } failed)
        {
            return failed;
        }
        PromptReading reading = PromptReader.Read(catalog, request.Prompt);
        AddRelated(reading, request);
        if (reading.Entities.Count == 0)
        {
            return PlanOutcome.Failed(["The prompt names no table that could be recognised"], ["Name the tables and their columns, such as \"customers (id, name, email) and orders (id, customer_id, total, order_date)\""]);
        }
        // More tables than are possible need no plan.
        DatasetCheckResult check = DatasetCheck.Check([.. reading.Entities.Select(entity => entity.Name)], request.Datasets, request.DatasetSize, request.AutoCorrect);
        if (!check.IsValid)
        {
            return PlanOutcome.Failed(check.Issues, check.Suggestions);
        }
        try
        {
            return RequestChecks.Checked(PlanBuilder.Build(catalog, reading, request.DatasetSize, locale), request, reading.Warnings);
        }
        catch (PlanException exception)
        {
            // What the prompt asks of a column cannot be done, such as whole numbers over 10^20.
            return PlanOutcome.Failed(exception.Problems, []);
        }
    }

    // A prompt that names a field and no table gets that field's most usual tables; one that names too few gets related ones if the number was asked for.
    private void AddRelated(PromptReading reading, PlanRequest request)
    {
        int named = reading.Entities.Count;
        int wanted = request.Datasets ?? (named == 0 && reading.Domains.Count > 0 ? DatasetCheck.DefaultDatasets : named);
        if (named == 0 || named >= wanted || request.AutoCorrect)
        {
            RelatedEntities.Add(catalog, reading, wanted);
        }
    }
}

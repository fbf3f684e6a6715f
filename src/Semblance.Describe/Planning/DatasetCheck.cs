using System.Globalization;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>What a check of a request's numbers found. Without issues the request can be carried out with <see cref="Datasets"/> datasets.</summary>
/// <param name="Datasets">The number of datasets, corrected to the entities where that is allowed.</param>
/// <param name="Issues">What is wrong; empty if nothing is.</param>
/// <param name="Suggestions">What would make it right.</param>
/// <param name="Warnings">What was corrected.</param>
public sealed record DatasetCheckResult(int Datasets, IReadOnlyList<string> Issues, IReadOnlyList<string> Suggestions, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether the request can be carried out.</summary>
    public bool IsValid => Issues.Count == 0;
}

/// <summary>The documented limits of requests: up to 5 datasets, up to 5,000,000 records in all, as many datasets as entities.</summary>
public static class DatasetCheck
{
    /// <summary>The most datasets of one request.</summary>
    public const int MostDatasets = 5;

    /// <summary>The most records of one request, over all datasets.</summary>
    public const long MostRecords = 5_000_000;

    /// <summary>The number of datasets when a request names none.</summary>
    public const int DefaultDatasets = 2;

    /// <summary>The most records per dataset with so many datasets.</summary>
    public static long MostRecordsEach(int datasets) => MostRecords / Math.Max(1, datasets);

    /// <summary>Checks the numbers of a request that do not depend on its prompt.</summary>
    /// <param name="datasets">The number of datasets asked for; null if the request names none.</param>
    /// <param name="size">The number of records per dataset.</param>
    public static DatasetCheckResult CheckNumbers(int? datasets, long size)
    {
        var issues = new List<string>();
        if (datasets is < 1 or > MostDatasets)
        {
            issues.Add(string.Create(CultureInfo.InvariantCulture, $"datasets={datasets} is out of range: it is 1 to {MostDatasets}"));
        }
        if (size < 1)
        {
            issues.Add(string.Create(CultureInfo.InvariantCulture, $"Dataset size {size:N0} is out of range: it is 1 to {MostRecords:N0}"));
        }
        else if (size > MostRecords)
        {
            int count = Math.Clamp(datasets ?? DefaultDatasets, 1, MostDatasets);
            issues.Add(TooLarge(size, count, MostRecordsEach(count)));
        }
        return new DatasetCheckResult(datasets ?? DefaultDatasets, issues, [], []);
    }

    /// <summary>Checks a request against the entities of its prompt or plan.</summary>
    /// <param name="entities">The names of the entities, in order; those that were added to reach the number of datasets among them.</param>
    /// <param name="datasets">The number of datasets asked for; null if the request names none.</param>
    /// <param name="size">The number of records per dataset.</param>
    /// <param name="autoCorrect">Whether the number of datasets may be corrected to the entities.</param>
    public static DatasetCheckResult Check(IReadOnlyList<string> entities, int? datasets, long size, bool autoCorrect)
    {
        ArgumentNullException.ThrowIfNull(entities);
        int count = entities.Count, asked = datasets ?? DefaultDatasets;
        string names = string.Join(", ", entities), noun = count == 1 ? "entity" : "entities";
        if (count > MostDatasets)
        {
            return Failed(
                asked,
                [string.Create(CultureInfo.InvariantCulture, $"Prompt mentions {count} {noun} ({names}) but at most {MostDatasets} datasets are possible")],
                [string.Create(CultureInfo.InvariantCulture, $"Modify prompt to only mention {MostDatasets} entities"), "Or split it into several requests"]);
        }
        bool mayDiffer = autoCorrect || datasets is null;
        if (count != asked && !mayDiffer)
        {
            return Failed(asked, [Mismatch(count, noun, names, asked)], Suggestions(count, noun, asked));
        }
        long most = MostRecordsEach(count);
        if (size > most)
        {
            // Where the number asked for would have allowed the size, the entities are the problem.
            bool byCorrection = datasets is not null && count > asked && size <= MostRecordsEach(asked);
            return Failed(
                asked,
                byCorrection ? [Mismatch(count, noun, names, asked), TooLarge(size, count, most)] : [TooLarge(size, count, most)],
                byCorrection ? [.. Suggestions(count, noun, asked), string.Create(CultureInfo.InvariantCulture, $"Or set dataset_size to {most} or less")] : []);
        }
        string[] warnings = count == asked ? []
            : [string.Create(CultureInfo.InvariantCulture, $"{Mentions(count, noun, names)}; datasets was corrected from {(datasets is null ? "the default " : "")}{asked} to {count}")];
        return new DatasetCheckResult(count, [], [], warnings);
    }

    /// <summary>Checks a request against a plan: its entities, and the records that they come to with the rows and shares that the plan gives them.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="datasets">The number of datasets asked for; null if the request names none.</param>
    /// <param name="size">The number of records per dataset.</param>
    /// <param name="autoCorrect">Whether the number of datasets may be corrected to the entities.</param>
    public static DatasetCheckResult CheckPlan(Plan plan, int? datasets, long size, bool autoCorrect)
    {
        ArgumentNullException.ThrowIfNull(plan);
        DatasetCheckResult check = Check([.. plan.Entities.Select(entity => entity.Name)], datasets, size, autoCorrect);
        double records = Records(plan, size);
        return check.IsValid && records > MostRecords
            ? Failed(check.Datasets, [string.Create(CultureInfo.InvariantCulture, $"The tables come to {records:N0} records. At most {MostRecords:N0} are possible per request")], ["Ask for fewer rows, or for fewer per parent"])
            : check;
    }

    /// <summary>How many records the tables of a plan come to.</summary>
    public static double Records(Plan plan, long size)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Entities.Sum(entity => (double)entity.RowsFor(size));
    }

    private static string Mentions(int count, string noun, string names) => string.Create(CultureInfo.InvariantCulture, $"Prompt mentions {count} {noun} ({names})");

    private static string Mismatch(int count, string noun, string names, int asked) => string.Create(CultureInfo.InvariantCulture, $"{Mentions(count, noun, names)} but datasets={asked}");

    private static string[] Suggestions(int count, string noun, int asked) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"Set datasets={count} to match entities in prompt"),
        asked < count
            ? string.Create(CultureInfo.InvariantCulture, $"Or modify prompt to only mention {asked} {(asked == 1 ? "entity" : "entities")}")
            : string.Create(CultureInfo.InvariantCulture, $"Or modify prompt to mention {asked} {(asked == 1 ? "entity" : "entities")}"),
    ];

    private static string TooLarge(long size, int datasets, long most) =>
        string.Create(CultureInfo.InvariantCulture, $"Dataset size {size:N0} exceeds limit. With {datasets} {(datasets == 1 ? "dataset" : "datasets")}, max size per dataset is {most:N0}");

    private static DatasetCheckResult Failed(int datasets, IReadOnlyList<string> issues, IReadOnlyList<string> suggestions) => new(datasets, issues, suggestions, []);
}

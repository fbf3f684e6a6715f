using Semblance.Describe.Planning;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Tests.Planning;

/// <summary>The documented limits and messages of requests.</summary>
public sealed class DatasetCheckTests
{
    private static readonly string[] s_four = ["customers", "products", "orders", "reviews"];

    [Fact]
    public void A_mismatch_that_may_not_be_corrected_has_the_documented_words()
    {
        DatasetCheckResult result = DatasetCheck.Check(s_four, 3, 1000, autoCorrect: false);
        result.Issues.ShouldBe(["Prompt mentions 4 entities (customers, products, orders, reviews) but datasets=3"]);
        result.Suggestions.ShouldBe(["Set datasets=4 to match entities in prompt", "Or modify prompt to only mention 3 entities"]);
    }

    [Fact]
    public void A_mismatch_is_corrected_with_a_warning()
    {
        DatasetCheckResult result = DatasetCheck.Check(s_four, 3, 1000, autoCorrect: true);
        result.IsValid.ShouldBeTrue();
        result.Datasets.ShouldBe(4);
        result.Warnings.ShouldBe(["Prompt mentions 4 entities (customers, products, orders, reviews); datasets was corrected from 3 to 4"]);
    }

    [Fact]
    public void The_default_is_corrected_even_where_corrections_are_not_wanted() => DatasetCheck.Check(s_four, null, 1000, autoCorrect: false).Datasets.ShouldBe(4, "nobody asked for 2");

    [Fact]
    public void A_size_over_the_limit_has_the_documented_words()
    {
        DatasetCheckResult result = DatasetCheck.Check(["a", "b", "c"], 3, 2_000_000, autoCorrect: true);
        result.Issues.ShouldBe(["Dataset size 2,000,000 exceeds limit. With 3 datasets, max size per dataset is 1,666,666"]);
        result.Suggestions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 5_000_000)]
    [InlineData(2, 2_500_000)]
    [InlineData(3, 1_666_666)]
    [InlineData(5, 1_000_000)]
    public void The_most_records_are_divided_among_the_datasets(int datasets, long most)
    {
        DatasetCheck.MostRecordsEach(datasets).ShouldBe(most);
        string[] names = [.. Enumerable.Range(0, datasets).Select(i => $"t{i}")];
        DatasetCheck.Check(names, datasets, most, true).IsValid.ShouldBeTrue();
        DatasetCheck.Check(names, datasets, most + 1, true).IsValid.ShouldBeFalse();
    }

    [Fact]
    public void A_correction_that_the_size_does_not_allow_is_a_mismatch()
    {
        DatasetCheckResult result = DatasetCheck.Check(s_four, 2, 2_000_000, autoCorrect: true);
        result.Issues[0].ShouldBe("Prompt mentions 4 entities (customers, products, orders, reviews) but datasets=2");
        result.Issues[1].ShouldBe("Dataset size 2,000,000 exceeds limit. With 4 datasets, max size per dataset is 1,250,000");
        result.Suggestions.ShouldNotBeEmpty();
    }

    [Fact]
    public void More_than_five_entities_are_never_possible() => DatasetCheck.Check(["a", "b", "c", "d", "e", "f"], 5, 10, true).Issues.ShouldBe(["Prompt mentions 6 entities (a, b, c, d, e, f) but at most 5 datasets are possible"]);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(6, 10)]
    [InlineData(2, 0)]
    [InlineData(2, 5_000_001)]
    public void Numbers_out_of_range_are_named(int datasets, long size) => DatasetCheck.CheckNumbers(datasets, size).Issues.Count.ShouldBe(1);

    [Fact]
    public void Rows_that_a_prompt_names_count()
    {
        PlanOutcome outcome = new BuiltInPlanner().Plan(new PlanRequest { Prompt = "20 million customers" });
        outcome.Issues.ShouldBe(["The tables come to 20,000,000 records. At most 5,000,000 are possible per request"]);
    }

    [Fact]
    public void Too_few_entities_without_correction_are_a_mismatch()
    {
        PlanOutcome outcome = new BuiltInPlanner().Plan(new PlanRequest { Prompt = "customers", Datasets = 3, AutoCorrect = false });
        outcome.Issues.ShouldBe(["Prompt mentions 1 entity (customers) but datasets=3"]);
        outcome.Suggestions[0].ShouldBe("Set datasets=1 to match entities in prompt");
    }

    [Fact]
    public void A_plan_is_checked_by_its_own_rows()
    {
        var plan = new Plan { Entities = [new PlanEntity { Name = "a", Share = 5.1 }] };
        DatasetCheck.CheckPlan(plan, 1, 1_000_000, true).IsValid.ShouldBeFalse();
        DatasetCheck.CheckPlan(plan, 1, 900_000, true).IsValid.ShouldBeTrue();
    }
}

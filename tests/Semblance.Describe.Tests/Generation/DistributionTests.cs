using System.Globalization;
using System.Text.Json.Nodes;
using Semblance.Describe.Output;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Tests.Generation;

/// <summary>Values lie where plans put them: bounds, means, seasons, hours, shares, skew. Seeds are fixed; tolerances are five standard errors or more.</summary>
public sealed class DistributionTests
{
    private const int Rows = 20_000;

    [Theory]
    [InlineData("uniform", null, 55.0)]
    [InlineData("normal", null, 55.0)]
    [InlineData("normal", 30.0, 32.7)]
    [InlineData("exponential", 20.0, 19.9)]
    [InlineData("low_first", null, 32.5)]
    public async Task Numbers_keep_their_bounds_and_their_mean(string distribution, double? mean, double expected)
    {
        var parameters = new JsonObject { ["min"] = 10, ["max"] = 100, ["distribution"] = distribution };
        if (mean is { } given)
        {
            parameters["mean"] = given;
        }
        double[] values = [.. (await ColumnAsync("decimal", PlanTypes.Decimal, parameters)).Select(value => (double)value!)];
        values.ShouldAllBe(value => value >= 10 && value <= 100);
        // 30 becomes 32.7 where the lower bound cuts the bell 1.33 standard deviations below it. The widest of these has a standard deviation of 26: a standard error of 0.19.
        values.Average().ShouldBe(expected, 1.0);
    }

    [Fact]
    public async Task A_far_bound_of_a_long_tail_gets_no_more_than_its_due()
    {
        double[] values = [.. (await ColumnAsync("decimal", PlanTypes.Decimal, new JsonObject { ["min"] = 1, ["max"] = 1_000_000, ["distribution"] = "lognormal", ["mean"] = 50, ["deviation"] = 1 })).Select(value => (double)value!)];
        // The median is 50 and the mean 50 e^0.5 = 82.4, with a standard error of 0.76.
        values.Order().ElementAt(Rows / 2).ShouldBe(50, 2.5);
        values.Average().ShouldBe(82.4, 4);
    }

    [Fact]
    public async Task Dates_have_weekdays_seasons_and_trends()
    {
        DateOnly[] business = await DatesAsync(new JsonObject { ["weekdays"] = "business" });
        business.ShouldAllBe(day => day.DayOfWeek != DayOfWeek.Saturday && day.DayOfWeek != DayOfWeek.Sunday);
        DateOnly[] retail = await DatesAsync(new JsonObject { ["season"] = "retail" });
        retail.Count(day => day.Month == 12).ShouldBeGreaterThan(retail.Count(day => day.Month == 2) * 2);
        DateOnly[] growing = await DatesAsync(new JsonObject { ["from"] = "2024-01-01", ["to"] = "2025-12-31", ["trend"] = 4 });
        growing.ShouldAllBe(day => day.Year == 2024 || day.Year == 2025);
        ((double)growing.Count(day => day.Year == 2025)).ShouldBe(2 * growing.Count(day => day.Year == 2024), Rows * 0.03);
    }

    [Fact]
    public async Task Times_keep_working_hours_and_steps()
    {
        DateTime[] times = [.. (await ColumnAsync("datetime", PlanTypes.DateTime, new JsonObject { ["hours"] = "business", ["step_minutes"] = 15 })).Select(value => DateTime.Parse(value!.ToString(), CultureInfo.InvariantCulture))];
        times.ShouldAllBe(time => time.Hour >= 8 && time.Hour < 18 && time.Minute % 15 == 0 && time.Second == 0);
    }

    [Fact]
    public async Task Weights_and_shares_are_kept()
    {
        string[] choices = [.. (await ColumnAsync("choice", PlanTypes.String, new JsonObject { ["values"] = new JsonArray("a", "b", "c"), ["weights"] = new JsonArray(6, 3, 1) })).Select(value => value!.ToString())];
        ((double)choices.Count(value => value == "a")).ShouldBe(0.6 * Rows, 350);
        ((double)choices.Count(value => value == "c")).ShouldBe(0.1 * Rows, 215);
        ((double)(await ColumnAsync("boolean", PlanTypes.Boolean, new JsonObject { ["true_share"] = 0.2 })).Count(value => (bool)value!)).ShouldBe(0.2 * Rows, 285);
        ((double)(await ColumnAsync("uuid", PlanTypes.String, null, nullable: 0.25)).Count(value => value is null)).ShouldBe(0.25 * Rows, 310);
    }

    [Theory]
    [InlineData(0, 0.2, 0.2)]
    [InlineData(1, 0.60, 0.73)]
    [InlineData(2, 0.90, 0.98)]
    public async Task The_busiest_fifth_of_parents_has_its_share_of_children(double skew, double least, double most)
    {
        Plan plan = PlanJson.Read($$"""
            {"entities": [
              {"name": "p", "share": 0.05, "primary_key": "id", "columns": [{"name": "id", "type": "integer", "generator": "sequence"}]},
              {"name": "c", "columns": [{"name": "p_id", "type": "integer", "generator": "foreign_key"}]}],
             "relations": [{"kind": "one_to_many", "parent": "p", "child": "c", "column": "p_id", "skew": {{skew.ToString(CultureInfo.InvariantCulture)}}}]}
            """);
        JsonObject[] rows = await Shop.RowsAsync(TableSet.Create(plan, new TableSetOptions { Size = Rows, Seed = 4 }), "c");
        int[] counts = [.. rows.GroupBy(row => (int)row["p_id"]!).Select(group => group.Count()).OrderDescending()];
        ((double)counts.Take(200).Sum() / Rows).ShouldBeInRange(least, most);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    public async Task Bounds_of_children_hold_exactly_even_where_they_are_tight(int min, int max)
    {
        foreach (double mean in new[] { min, (min + max) / 2.0, max }.Where(value => value > 0).Distinct())
        {
            Plan plan = PlanJson.Read($$"""
                {"entities": [
                  {"name": "p", "rows": 1000, "primary_key": "id", "columns": [{"name": "id", "type": "integer", "generator": "sequence"}]},
                  {"name": "c", "rows": {{(int)(1000 * mean)}}, "columns": [{"name": "p_id", "type": "integer", "generator": "foreign_key"}]}],
                 "relations": [{"kind": "one_to_many", "parent": "p", "child": "c", "column": "p_id", "skew": 2, "per_parent": {"min": {{min}}, "max": {{max}} } }]}
                """);
            JsonObject[] rows = await Shop.RowsAsync(TableSet.Create(plan, new TableSetOptions { Seed = 4 }), "c");
            int[] counts = new int[1000];
            foreach (JsonObject row in rows)
            {
                counts[(int)row["p_id"]! - 1]++;
            }
            counts.ShouldAllBe(count => count >= min && count <= max);
        }
    }

    [Fact]
    public void Children_that_do_not_fit_are_a_sentence()
    {
        Plan plan = PlanJson.Read("""
            {"entities": [
              {"name": "p", "primary_key": "id", "columns": [{"name": "id", "type": "integer", "generator": "sequence"}]},
              {"name": "c", "columns": [{"name": "p_id", "type": "integer", "generator": "foreign_key"}]}],
             "relations": [{"kind": "one_to_many", "parent": "p", "child": "c", "column": "p_id", "per_parent": {"min": 2, "max": 5}}]}
            """);
        Should.Throw<PlanException>(() => TableSet.Create(plan, new TableSetOptions { Size = 1000 })).Message.ShouldBe("'c.p_id' refers to 'p', and 1,000 rows of 'c' for 1,000 of 'p' cannot be 2 to 5 each; change the rows or shares, or per_parent.");
    }

    [Fact]
    public async Task Writing_more_rows_takes_no_more_memory()
    {
        TableSet few = TableSet.Create(Shop.Plan, new TableSetOptions { Size = 10_000, Seed = 1 }), many = TableSet.Create(Shop.Plan, new TableSetOptions { Size = 60_000, Seed = 1 });
        int orders = few.Tables.ToList().FindIndex(table => table.Name == "orders");
        long forFew = await AllocatedAsync(few, orders), forMany = await AllocatedAsync(many, orders);
        // What a worker allocates once; buffers grow with the longest part, not with the table.
        (forMany - forFew).ShouldBeLessThan(2_000_000, $"{forFew} bytes for few rows, {forMany} for six times as many");
    }

    private static async Task<long> AllocatedAsync(TableSet set, int table)
    {
        await set.WriteAsync(table, OutputFormat.Json, Stream.Null, cancellation: TestContext.Current.CancellationToken);
        long before = GC.GetAllocatedBytesForCurrentThread();
        await set.WriteAsync(table, OutputFormat.Json, Stream.Null, cancellation: TestContext.Current.CancellationToken);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static async Task<DateOnly[]> DatesAsync(JsonObject parameters) => [.. (await ColumnAsync("date", PlanTypes.Date, parameters)).Select(value => DateOnly.Parse(value!.ToString(), CultureInfo.InvariantCulture))];

    private static async Task<JsonNode?[]> ColumnAsync(string generator, string type, JsonObject? parameters, double nullable = 0)
    {
        var column = new PlanColumn { Name = "x", Type = type, Generator = generator, Parameters = parameters, Nullable = nullable };
        var plan = new Plan { Entities = [new PlanEntity { Name = "t", Columns = [column] }] };
        return [.. (await Shop.RowsAsync(TableSet.Create(plan, new TableSetOptions { Size = Rows, Seed = 8 }), "t")).Select(row => row["x"])];
    }
}

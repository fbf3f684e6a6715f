using System.Text;
using System.Text.Json.Nodes;
using Semblance.Describe.Output;
using Semblance.Describe.Reality;

namespace Semblance.Describe.Tests.Reality;

/// <summary>Defects: none at the clean levels, at the documented rates above, listed one by one so that the clean tables come back.</summary>
public sealed class RealityTests
{
    private const int Size = 6000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Levels_0_to_2_are_the_same_clean_bytes(int level)
    {
        TableSet clean = Set(0), set = Set(level);
        set.IsClean.ShouldBeTrue();
        foreach (TableShape table in clean.Tables)
        {
            (await Shop.WriteAsync(set, table.Name, OutputFormat.Csv)).ShouldBe(await Shop.WriteAsync(clean, table.Name, OutputFormat.Csv));
        }
        (await DefectsAsync(set)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task The_list_of_defects_leads_back_to_the_clean_tables(int level)
    {
        TableSet clean = Set(0), messy = Set(level);
        JsonObject[] defects = await DefectsAsync(messy);
        defects.Length.ShouldBeGreaterThan(100);
        foreach (TableShape table in clean.Tables)
        {
            JsonObject[] expected = await Shop.RowsAsync(clean, table.Name), rows = await Shop.RowsAsync(messy, table.Name);
            rows.Length.ShouldBe(expected.Length);
            var touched = new HashSet<(int, string)>();
            foreach (JsonObject defect in defects.Where(defect => (string)defect["dataset"]! == table.Name))
            {
                int row = (int)defect["row"]!;
                string column = (string)defect["column"]!;
                touched.Add((row, column)).ShouldBeTrue("a cell is listed once");
                JsonNode.DeepEquals(rows[row][column], defect["clean"]).ShouldBeFalse($"{defect} changed nothing");
                rows[row][column] = defect["clean"]?.DeepClone();
            }
            for (int row = 0; row < rows.Length; row++)
            {
                JsonNode.DeepEquals(rows[row], expected[row]).ShouldBeTrue($"{table.Name} row {row}: {rows[row]} against {expected[row]}");
            }
        }
    }

    [Fact]
    public async Task Kinds_grow_with_the_level()
    {
        HashSet<string> light = await KindsAsync(4), middle = await KindsAsync(7), heavy = await KindsAsync(10);
        light.ShouldBe(["missing", "whitespace", "case", "format"], ignoreOrder: true);
        middle.ShouldBeSubsetOf(heavy);
        light.ShouldBeSubsetOf(middle);
        middle.ShouldContain("duplicate");
        middle.ShouldContain("near_duplicate");
        middle.ShouldContain("keyboard_typo");
        middle.ShouldContain("transposition");
        middle.ShouldContain("scan_error");
        middle.ShouldContain("category_variant");
        middle.ShouldNotContain("orphan_key");
        new[] { "outlier", "unit_slip", "swapped_fields", "broken_rule", "missing_key", "duplicate_key", "orphan_key" }.ShouldBeSubsetOf(heavy);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    public async Task Rates_are_the_documented_ones(int level)
    {
        JsonObject[] defects = await DefectsAsync(Set(level));
        RealityLevel rates = RealityLevel.Of(level);
        // Every value of this column is there in the clean table; copies of rows hide some of its own defects.
        int missing = defects.Count(defect => (string)defect["dataset"]! == "order_items" && (string)defect["column"]! == "quantity" && (string)defect["kind"]! == "missing");
        double rows = 2.2 * Size, copies = rates.Rate(DefectKind.Duplicate) + rates.Rate(DefectKind.NearDuplicate);
        double expected = rows * rates.Rate(DefectKind.Missing) * (1 - copies);
        // Five standard deviations of a binomial count.
        missing.ShouldBeInRange((int)(expected - (5 * Math.Sqrt(expected))), (int)(expected + (5 * Math.Sqrt(expected))));
        int copied = defects.Where(defect => (string)defect["dataset"]! == "order_items" && ((string)defect["kind"]!).EndsWith("duplicate", StringComparison.Ordinal)).Select(defect => (int)defect["row"]!).Distinct().Count();
        copied.ShouldBeInRange((int)(rows * copies * 0.7), (int)(rows * copies * 1.3) + 1);
    }

    [Fact]
    public async Task Keys_are_usable_below_level_9()
    {
        TableSet set = Set(8);
        JsonObject[] orders = await Shop.RowsAsync(set, "orders"), customers = await Shop.RowsAsync(set, "customers");
        orders.Select(row => (int)row["id"]!).Distinct().Count().ShouldBe(orders.Length);
        orders.Select(row => (int)row["customer_id"]!).ToHashSet().IsSubsetOf(customers.Select(row => (int)row["id"]!)).ShouldBeTrue();
    }

    [Fact]
    public void Every_level_and_kind_has_a_rate_and_none_falls()
    {
        foreach (DefectKind kind in Enum.GetValues<DefectKind>())
        {
            double[] rates = [.. Enumerable.Range(0, 11).Select(level => RealityLevel.Of(level).Rate(kind))];
            rates.ShouldBe(rates.Order());
            rates[..3].ShouldAllBe(rate => rate == 0);
            rates[10].ShouldBeGreaterThan(0);
        }
    }

    private static TableSet Set(int level) => TableSet.Create(Shop.Plan, new TableSetOptions { Size = Size, Seed = 11, Reality = level });

    private static async Task<HashSet<string>> KindsAsync(int level) => [.. (await DefectsAsync(Set(level))).Select(defect => (string)defect["kind"]!)];

    private static async Task<JsonObject[]> DefectsAsync(TableSet set)
    {
        using var stream = new MemoryStream();
        await set.WriteDefectsAsync(stream, threads: 2, cancellation: TestContext.Current.CancellationToken);
        return [.. ((JsonArray)JsonNode.Parse(Encoding.UTF8.GetString(stream.ToArray()))!).Select(node => (JsonObject)node!)];
    }
}

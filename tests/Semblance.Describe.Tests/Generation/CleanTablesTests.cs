using System.Globalization;
using System.Text.Json.Nodes;
using Semblance.Describe.Output;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Tests.Generation;

/// <summary>At reality 0 every key and rule of the plan holds, as read back from what was written.</summary>
public sealed class CleanTablesTests
{
    private const int Size = 20_000;

    [Fact]
    public async Task Keys_relations_and_rules_hold()
    {
        TableSet set = TableSet.Create(Shop.Plan, new TableSetOptions { Size = Size, Seed = 7 });
        JsonObject[] categories = await Shop.RowsAsync(set, "categories"), customers = await Shop.RowsAsync(set, "customers"), products = await Shop.RowsAsync(set, "products");
        JsonObject[] orders = await Shop.RowsAsync(set, "orders"), items = await Shop.RowsAsync(set, "order_items"), tags = await Shop.RowsAsync(set, "tags"), links = await Shop.RowsAsync(set, "product_tags");
        (categories.Length, customers.Length, products.Length, orders.Length, items.Length, tags.Length, links.Length).ShouldBe((5, 8000, 2000, 20_000, 44_000, 12, 6000));
        foreach ((JsonObject[] rows, string key) in new[] { (categories, "id"), (customers, "id"), (products, "sku"), (orders, "id"), (items, "id"), (tags, "id"), (customers, "email"), (customers, "phone"), (products, "name"), (categories, "name"), (tags, "tag") })
        {
            rows.Select(row => row[key]!.ToString()).Distinct().Count().ShouldBe(rows.Length, $"{key} is unique");
        }
        foreach ((JsonObject[] child, string column, JsonObject[] parent, string key) in new[] { (products, "category_id", categories, "id"), (orders, "customer_id", customers, "id"), (items, "order_id", orders, "id"), (items, "sku", products, "sku"), (links, "sku", products, "sku"), (links, "tag_id", tags, "id") })
        {
            child.Select(row => row[column]!.ToString()).ToHashSet().IsSubsetOf(parent.Select(row => row[key]!.ToString())).ShouldBeTrue($"no {column} is an orphan");
        }
        categories.Count(row => row["parent_id"] is null).ShouldBe(1);
        categories.ShouldAllBe(row => row["parent_id"] == null || (int)row["parent_id"]! < (int)row["id"]!);
        Counts(orders, "customer_id").Values.ShouldAllBe(count => count >= 1 && count <= 9);
        Counts(orders, "customer_id").Count.ShouldBe(customers.Length);
        Counts(items, "order_id").Values.ShouldAllBe(count => count >= 1 && count <= 8);
        links.Select(row => (row["sku"]!.ToString(), row["tag_id"]!.ToString())).Distinct().Count().ShouldBe(links.Length, "no pair twice");

        Dictionary<string, JsonObject> customerOf = customers.ToDictionary(row => row["id"]!.ToString()), productOf = products.ToDictionary(row => row["sku"]!.ToString());
        foreach (JsonObject order in orders)
        {
            DateTime ordered = DateTime.Parse(order["order_date"]!.ToString(), CultureInfo.InvariantCulture);
            ordered.ShouldBeGreaterThanOrEqualTo(DateTime.Parse(customerOf[order["customer_id"]!.ToString()]["signup_date"]!.ToString(), CultureInfo.InvariantCulture));
            ordered.ShouldBeLessThanOrEqualTo(new DateTime(2026, 1, 1));
            string status = order["status"]!.ToString();
            (order["shipped_on"] is not null).ShouldBe(status is "shipped" or "delivered");
            (order["delivered_on"] is not null).ShouldBe(status == "delivered");
            if (order["shipped_on"] is { } shipped)
            {
                string.CompareOrdinal(shipped.ToString(), order["order_date"]!.ToString()[..10]).ShouldBeGreaterThanOrEqualTo(0);
                string.CompareOrdinal(order["delivered_on"]?.ToString() ?? "9", shipped.ToString()).ShouldBeGreaterThanOrEqualTo(0);
            }
            if ((new DateTime(2026, 1, 1) - ordered).TotalDays > 10)
            {
                status.ShouldBeOneOf("delivered", "cancelled");
            }
        }
        foreach (JsonObject item in items)
        {
            ((decimal)item["unit_price"]!).ShouldBe((decimal)productOf[item["sku"]!.ToString()]["price"]!);
            ((decimal)item["line_total"]!).ShouldBe((decimal)item["unit_price"]! * (int)item["quantity"]!);
        }
        Dictionary<string, decimal> totals = items.GroupBy(row => row["order_id"]!.ToString()).ToDictionary(group => group.Key, group => group.Sum(row => (decimal)row["line_total"]!));
        orders.ShouldAllBe(row => (decimal)row["total"]! == totals[row["id"]!.ToString()]);
        Dictionary<string, decimal> spent = orders.GroupBy(row => row["customer_id"]!.ToString()).ToDictionary(group => group.Key, group => group.Sum(row => (decimal)row["total"]!));
        customers.ShouldAllBe(row => (decimal)row["lifetime_value"]! == spent[row["id"]!.ToString()]);
        foreach (IGrouping<string, JsonObject> group in items.GroupBy(row => row["order_id"]!.ToString()))
        {
            group.Select(row => (int)row["line"]!).ShouldBe(Enumerable.Range(1, group.Count()));
        }
        products.ShouldAllBe(row => (decimal)row["price"]! >= 10 && (decimal)row["price"]! <= 500);
        foreach (JsonObject customer in customers)
        {
            DateOnly birth = DateOnly.Parse(customer["birth_date"]!.ToString(), CultureInfo.InvariantCulture);
            int age = (int)customer["age"]!;
            age.ShouldBeInRange(18, 65);
            birth.AddYears(age).ShouldBeLessThanOrEqualTo(Plan.DefaultAsOf);
            birth.AddYears(age + 1).ShouldBeGreaterThan(Plan.DefaultAsOf);
        }
    }

    [Fact]
    public async Task The_same_plan_size_and_seed_give_the_same_bytes_at_any_number_of_threads()
    {
        foreach (int reality in new[] { 0, 10 })
        {
            TableSet one = TableSet.Create(Shop.Plan, new TableSetOptions { Size = 9000, Seed = 3, Reality = reality }), other = TableSet.Create(Shop.Plan, new TableSetOptions { Size = 9000, Seed = 3, Reality = reality });
            foreach (OutputFormat format in Enum.GetValues<OutputFormat>())
            {
                foreach (string table in new[] { "orders", "order_items" })
                {
                    (await Shop.WriteAsync(one, table, format, 1)).ShouldBe(await Shop.WriteAsync(other, table, format, 3));
                }
            }
        }
    }

    [Fact]
    public void The_score_checks_every_key_and_rule()
    {
        PlanScore score = TableSet.Create(Shop.Plan, new TableSetOptions { Size = Size, Seed = 7 }).Score(cancellation: TestContext.Current.CancellationToken);
        score.Checks.ShouldAllBe(check => check.Holds);
        score.Score.ShouldBe(10);
        string[] names = [.. score.Checks.Select(check => check.Name)];
        names.ShouldContain("customers.email is unique");
        names.ShouldContain("orders.customer_id refers to customers");
        names.ShouldContain("orders.total is the sum over order_items");
        names.ShouldContain("orders: order_date, shipped_on, delivered_on in this order");
        names.ShouldContain("product_tags has each (sku, tag_id) once");
    }

    [Fact]
    public async Task Another_seed_gives_other_rows()
    {
        string one = await Shop.WriteAsync(TableSet.Create(Shop.Plan, new TableSetOptions { Size = 100, Seed = 1 }), "customers", OutputFormat.Csv);
        string other = await Shop.WriteAsync(TableSet.Create(Shop.Plan, new TableSetOptions { Size = 100, Seed = 2 }), "customers", OutputFormat.Csv);
        one.Split('\n').Intersect(other.Split('\n')).Count().ShouldBeLessThanOrEqualTo(2, "only the header and the end agree");
    }

    private static Dictionary<string, int> Counts(JsonObject[] rows, string column) => rows.GroupBy(row => row[column]!.ToString()).ToDictionary(group => group.Key, group => group.Count());
}

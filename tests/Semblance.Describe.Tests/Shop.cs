using System.Text;
using System.Text.Json.Nodes;
using Semblance.Describe.Output;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Tests;

/// <summary>Plans that several tests use, and tables as the tests read them.</summary>
internal static class Shop
{
    /// <summary>A shop with every kind of relation, rule and dependence between values.</summary>
    public const string Json = """
        {
          "entities": [
            {"name": "categories", "rows": 5, "primary_key": "id", "columns": [
              {"name": "id", "type": "integer", "generator": "sequence"},
              {"name": "name", "type": "string", "generator": "product_category", "unique": true},
              {"name": "parent_id", "type": "integer", "generator": "foreign_key"}]},
            {"name": "customers", "share": 0.4, "primary_key": "id", "columns": [
              {"name": "id", "type": "integer", "generator": "sequence"},
              {"name": "name", "type": "string", "generator": "full_name"},
              {"name": "email", "type": "string", "generator": "email", "unique": true},
              {"name": "birth_date", "type": "date", "generator": "birth_date", "parameters": {"min_age": 18, "max_age": 65}},
              {"name": "age", "type": "integer", "generator": "age", "parameters": {"birth_date": "birth_date"}},
              {"name": "city", "type": "string", "generator": "city"},
              {"name": "postcode", "type": "string", "generator": "postcode"},
              {"name": "phone", "type": "string", "generator": "phone", "unique": true},
              {"name": "signup_date", "type": "date", "generator": "date", "parameters": {"from": "-3y", "to": "-10d", "trend": 2}},
              {"name": "newsletter", "type": "boolean", "generator": "boolean", "parameters": {"true_share": 0.3}},
              {"name": "lifetime_value", "type": "decimal", "generator": "sum", "parameters": {"entity": "orders", "column": "total"}},
              {"name": "order_count", "type": "integer", "generator": "count", "parameters": {"entity": "orders"}}]},
            {"name": "products", "share": 0.1, "primary_key": "sku", "columns": [
              {"name": "sku", "type": "string", "generator": "pattern", "parameters": {"pattern": "@@-####"}, "unique": true},
              {"name": "category_id", "type": "integer", "generator": "foreign_key"},
              {"name": "name", "type": "string", "generator": "product_name", "parameters": {"category": "category_id.name"}, "unique": true},
              {"name": "price", "type": "decimal", "generator": "price", "parameters": {"min": 10, "max": 500}}]},
            {"name": "orders", "primary_key": "id", "columns": [
              {"name": "id", "type": "integer", "generator": "sequence", "parameters": {"start": 1001}},
              {"name": "customer_id", "type": "integer", "generator": "foreign_key"},
              {"name": "order_date", "type": "datetime", "generator": "after", "parameters": {"column": "customer_id.signup_date", "hours": "day"}},
              {"name": "status", "type": "string", "generator": "lifecycle", "parameters": {"from": "order_date", "steps": [{"value": "pending", "after_days": 0}, {"value": "shipped", "after_days": 2}, {"value": "delivered", "after_days": 6}], "exits": [{"value": "cancelled", "share": 0.05}]}},
              {"name": "shipped_on", "type": "date", "generator": "after", "parameters": {"column": "order_date", "min": 1, "max": 3}},
              {"name": "delivered_on", "type": "date", "generator": "date", "parameters": {"from": "-3y", "to": "0d"}},
              {"name": "coupon", "type": "string", "generator": "pattern", "parameters": {"pattern": "SAVE##"}, "nullable": 0.8},
              {"name": "total", "type": "decimal", "generator": "sum", "parameters": {"entity": "order_items", "column": "line_total"}}]},
            {"name": "order_items", "share": 2.2, "primary_key": "id", "columns": [
              {"name": "id", "type": "string", "generator": "uuid"},
              {"name": "order_id", "type": "integer", "generator": "foreign_key"},
              {"name": "line", "type": "integer", "generator": "position", "parameters": {"of": "order_id"}},
              {"name": "sku", "type": "string", "generator": "foreign_key"},
              {"name": "quantity", "type": "integer", "generator": "integer", "parameters": {"min": 1, "max": 5, "distribution": "low_first"}},
              {"name": "unit_price", "type": "decimal", "generator": "lookup", "parameters": {"column": "sku.price"}},
              {"name": "line_total", "type": "decimal", "generator": "formula", "parameters": {"expression": "quantity * unit_price"}}]},
            {"name": "tags", "rows": 12, "primary_key": "id", "columns": [
              {"name": "id", "type": "integer", "generator": "sequence"},
              {"name": "tag", "type": "string", "generator": "list", "parameters": {"list": "tags"}, "unique": true}]},
            {"name": "product_tags", "share": 0.3, "columns": [
              {"name": "sku", "type": "string", "generator": "foreign_key"},
              {"name": "tag_id", "type": "integer", "generator": "foreign_key"}]}
          ],
          "relations": [
            {"kind": "self", "parent": "categories", "child": "categories", "column": "parent_id", "span": 4},
            {"kind": "one_to_many", "parent": "categories", "child": "products", "column": "category_id"},
            {"kind": "one_to_many", "parent": "customers", "child": "orders", "column": "customer_id", "per_parent": {"min": 1, "max": 9}, "skew": 1.2},
            {"kind": "one_to_many", "parent": "orders", "child": "order_items", "column": "order_id", "per_parent": {"min": 1, "max": 8}, "arrangement": "grouped"},
            {"kind": "one_to_many", "parent": "products", "child": "order_items", "column": "sku", "skew": 1.5},
            {"kind": "many_to_many", "parent": "products", "child": "product_tags", "column": "sku", "other_parent": "tags", "other_column": "tag_id"}
          ],
          "rules": [
            {"kind": "order", "entity": "orders", "columns": ["order_date", "shipped_on", "delivered_on"]},
            {"kind": "present_when", "entity": "orders", "column": "shipped_on", "when": {"column": "status", "in": ["shipped", "delivered"]}},
            {"kind": "present_when", "entity": "orders", "column": "delivered_on", "when": {"column": "status", "in": ["delivered"]}},
            {"kind": "unique", "entity": "order_items", "columns": ["order_id", "line"]}
          ]
        }
        """;

    /// <summary>The plan of <see cref="Json"/>.</summary>
    public static Plan Plan => PlanJson.Read(Json);

    /// <summary>A table as text.</summary>
    public static async Task<string> WriteAsync(TableSet set, string table, OutputFormat format, int threads = 1)
    {
        using var stream = new MemoryStream();
        int index = set.Tables.ToList().FindIndex(shape => shape.Name == table);
        await set.WriteAsync(index, format, stream, threads: threads, cancellation: TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A table as JSON objects.</summary>
    public static async Task<JsonObject[]> RowsAsync(TableSet set, string table) =>
        [.. ((JsonArray)JsonNode.Parse(await WriteAsync(set, table, OutputFormat.Json, 2))!).Select(row => (JsonObject)row!)];
}

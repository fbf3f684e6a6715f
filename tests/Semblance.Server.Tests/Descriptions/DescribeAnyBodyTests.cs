using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests.Descriptions;

/// <summary>Plans and bodies in which something is changed at random: each gets its datasets or a documented error, never a fault of the program.</summary>
public sealed class DescribeAnyBodyTests
{
    private const int Bodies = 1500;

    private const string Plan = """
        {"entities": [
          {"name": "customers", "share": 0.5, "primary_key": "id", "columns": [
            {"name": "id", "type": "integer", "generator": "sequence"},
            {"name": "email", "type": "string", "generator": "email", "unique": true},
            {"name": "signup_date", "type": "date", "generator": "date", "parameters": {"from": "-3y", "to": "-10d", "trend": 2}}]},
          {"name": "orders", "primary_key": "id", "columns": [
            {"name": "id", "type": "string", "generator": "uuid"},
            {"name": "customer_id", "type": "integer", "generator": "foreign_key"},
            {"name": "quantity", "type": "integer", "generator": "integer", "parameters": {"min": 1, "max": 5, "distribution": "low_first"}},
            {"name": "total", "type": "decimal", "generator": "formula", "parameters": {"expression": "quantity * 2.5"}},
            {"name": "order_date", "type": "datetime", "generator": "after", "parameters": {"column": "customer_id.signup_date"}},
            {"name": "status", "type": "string", "generator": "choice", "parameters": {"values": ["open", "shipped"]}},
            {"name": "shipped_on", "type": "date", "generator": "after", "parameters": {"column": "order_date", "min": 1, "max": 3}}]}],
         "relations": [{"kind": "one_to_many", "parent": "customers", "child": "orders", "column": "customer_id", "per_parent": {"min": 0, "max": 40}, "skew": 1}],
         "rules": [
          {"kind": "order", "entity": "orders", "columns": ["customer_id.signup_date", "order_date", "shipped_on"]},
          {"kind": "present_when", "entity": "orders", "column": "shipped_on", "when": {"column": "status", "in": ["shipped"]}}]}
        """;

    private static readonly string[] s_values =
    [
        "null", "true", "0", "-1", "5", "2.5", "1e300", "-1e18", "\"\"", "\"id\"", "\"orders\"", "\"customers\"", "\"foreign_key\"", "\"sum\"", "\"pattern\"", "\"2026-01-01\"", "\"-3y\"", "\"\\u0000\"", "[]", "[null]", "{}", "[[[1]]]",
    ];

    [Fact]
    public async Task Every_body_gets_datasets_or_a_documented_error()
    {
        await using TestServer server = await TestServer.StartAsync();
        var random = new Random(1);
        int made = 0, refused = 0;
        for (int i = 0; i < Bodies; i++)
        {
            JsonNode body = new JsonObject { ["plan"] = JsonNode.Parse(Plan), ["dataset_size"] = 20, ["reality"] = random.Next(11), ["output_format"] = "json", ["seed"] = 1, ["include_defects"] = true };
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                Change(body, random);
            }
            using HttpResponseMessage answer = await server.DescribeAsync(body.DeepClone());
            string text = await answer.Content.ReadAsStringAsync();
            JsonElement said = JsonDocument.Parse(text).RootElement;
            switch ((int)answer.StatusCode)
            {
                case 200:
                    said.GetProperty("success").GetBoolean().ShouldBeTrue();
                    made++;
                    break;
                case 400:
                    said.GetProperty("error").GetString().ShouldBe("Invalid request payload", body.ToJsonString());
                    said.GetProperty("issues").GetArrayLength().ShouldBeGreaterThan(0);
                    refused++;
                    break;
                default:
                    text.ShouldBe("a documented answer", body.ToJsonString());
                    break;
            }
        }
        made.ShouldBeGreaterThan(Bodies / 20);
        refused.ShouldBeGreaterThan(Bodies / 3);
    }

    /// <summary>Removes, replaces or repeats something, somewhere in a document.</summary>
    private static void Change(JsonNode document, Random random)
    {
        JsonNode at = document;
        while (true)
        {
            string[] names = at is JsonObject fields ? [.. fields.Select(field => field.Key)] : [];
            int items = at is JsonArray list ? list.Count : names.Length;
            if (items == 0)
            {
                return;
            }
            int place = random.Next(items);
            JsonNode? inside = at is JsonArray array ? array[place] : at[names[place]];
            if (inside is (JsonObject or JsonArray) && random.Next(3) > 0)
            {
                at = inside;
                continue;
            }
            JsonNode? value = random.Next(10) < 8 ? JsonNode.Parse(s_values[random.Next(s_values.Length)]) : inside?.DeepClone();
            switch (at)
            {
                case JsonArray some when random.Next(4) == 0:
                    some.RemoveAt(place);
                    return;
                case JsonArray some:
                    some.Insert(place, value);
                    return;
                case JsonObject some when random.Next(3) == 0:
                    some.Remove(names[place]);
                    return;
                case JsonObject some:
                    some[random.Next(6) == 0 ? "other" : names[place]] = value;
                    return;
            }
        }
    }
}

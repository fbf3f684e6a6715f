using Semblance.Describe.Output;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Tests.Output;

/// <summary>Scripts load into real databases, whose own constraints then say that keys hold.</summary>
public sealed class SqlScriptTests
{
    private const string Counts = "SELECT count(*) FROM categories; SELECT count(*) FROM customers; SELECT count(*) FROM orders; SELECT count(*) FROM order_items; SELECT count(*) FROM product_tags; SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = o.customer_id)";

    private const string Circle = """
        {"entities": [
          {"name": "employees", "primary_key": "id", "columns": [
            {"name": "id", "type": "integer", "generator": "sequence"},
            {"name": "department_id", "type": "integer", "generator": "foreign_key"},
            {"name": "name", "type": "string", "generator": "constant", "parameters": {"value": "O'Neil \\ \"quoted\""}},
            {"name": "start", "type": "time", "generator": "time"},
            {"name": "active", "type": "boolean", "generator": "boolean"}]},
          {"name": "departments", "rows": 7, "primary_key": "id", "columns": [
            {"name": "id", "type": "integer", "generator": "sequence"},
            {"name": "head_id", "type": "integer", "generator": "foreign_key"}]}],
         "relations": [
          {"kind": "one_to_many", "parent": "departments", "child": "employees", "column": "department_id"},
          {"kind": "one_to_one", "parent": "employees", "child": "departments", "column": "head_id"}]}
        """;

    private const string CircleQuery = "SELECT count(*) FROM employees; SELECT name FROM employees LIMIT 1; SELECT count(*) FROM departments d JOIN employees e ON e.id = d.head_id";

    public static TheoryData<int> Levels => [0, 5, 8, 10];

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task A_script_loads_into_SQLite(int reality)
    {
        string path = await ScriptAsync(Shop.Plan, reality, SqlDialect.Sqlite);
        string[] counts = (await Databases.SqliteAsync(path, Counts + "; PRAGMA foreign_key_check")).Split('\n');
        File.Delete(path);
        counts[..5].ShouldBe(["5", "1200", "3000", "6600", "900"]);
        if (reality < 9)
        {
            counts[5].ShouldBe("0");
        }
        counts.Length.ShouldBe(6, "no foreign key is violated");
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task A_script_loads_into_PostgreSQL(int reality)
    {
        string path = await ScriptAsync(Shop.Plan, reality, SqlDialect.PostgreSql);
        string[] counts = (await Databases.PostgreSqlAsync(path, Counts)).Split('\n');
        File.Delete(path);
        counts[..5].ShouldBe(["5", "1200", "3000", "6600", "900"]);
        if (reality < 9)
        {
            counts[5].ShouldBe("0");
        }
    }

    [Fact]
    public async Task Tables_that_refer_in_a_circle_load()
    {
        Plan plan = PlanJson.Read(Circle);
        string sqlite = await ScriptAsync(plan, 0, SqlDialect.Sqlite), postgres = await ScriptAsync(plan, 0, SqlDialect.PostgreSql);
        (await Databases.SqliteAsync(sqlite, CircleQuery)).ShouldBe("3000\nO'Neil \\ \"quoted\"\n7");
        (await Databases.PostgreSqlAsync(postgres, CircleQuery)).ShouldBe("3000\nO'Neil \\ \"quoted\"\n7");
        File.Delete(sqlite);
        File.Delete(postgres);
    }

    [Fact]
    public async Task The_scripts_of_single_tables_in_their_order_are_one_script()
    {
        foreach ((string plan, string query, string expected) in new[] { (Circle, CircleQuery, "3000\nO'Neil \\ \"quoted\"\n7"), (PlanJson.Write(Shop.Plan), Counts, "5\n1200\n3000\n6600\n900\n0") })
        {
            string sqlite = await TablesAsync(PlanJson.Read(plan), SqlDialect.Sqlite), postgres = await TablesAsync(PlanJson.Read(plan), SqlDialect.PostgreSql);
            (await Databases.SqliteAsync(sqlite, query)).ShouldBe(expected);
            (await Databases.PostgreSqlAsync(postgres, query)).ShouldBe(expected);
            string whole = await ScriptAsync(PlanJson.Read(plan), 0, SqlDialect.PostgreSql);
            static int Keys(string path) => File.ReadAllText(path).Split("FOREIGN KEY").Length;
            Keys(postgres).ShouldBe(Keys(whole), "no key is lost");
            Array.ForEach([sqlite, postgres, whole], File.Delete);
        }
    }

    [Fact]
    public async Task Defective_columns_are_text_without_constraints_and_keys_stay()
    {
        string path = await ScriptAsync(Shop.Plan, 8, SqlDialect.PostgreSql);
        string script = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        File.Delete(path);
        script.ShouldContain("\"email\" TEXT,");
        script.ShouldContain("\"order_date\" TEXT,");
        script.ShouldContain("PRIMARY KEY (\"id\")");
        script.ShouldContain("FOREIGN KEY (\"customer_id\") REFERENCES \"customers\" (\"id\")");
        script.ShouldNotContain("UNIQUE (\"email\")");
    }

    [Fact]
    public async Task MySql_has_its_own_quotes_and_types()
    {
        string path = await ScriptAsync(Shop.Plan, 0, SqlDialect.MySql);
        string script = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        File.Delete(path);
        script.ShouldContain("CREATE TABLE `orders` (\n  `id` BIGINT NOT NULL,");
        script.ShouldContain("`sku` VARCHAR(191)");
        script.ShouldContain("ALTER TABLE `categories` ADD FOREIGN KEY (`parent_id`) REFERENCES `categories` (`id`);");
    }

    private static async Task<string> TablesAsync(Plan plan, SqlDialect dialect)
    {
        string path = Path.GetTempFileName();
        await using FileStream file = File.Create(path);
        TableSet set = TableSet.Create(plan, new TableSetOptions { Size = 3000, Seed = 5 });
        foreach (int table in set.ScriptOrder)
        {
            await set.WriteAsync(table, OutputFormat.Sql, file, dialect, 2, cancellation: TestContext.Current.CancellationToken);
        }
        return path;
    }

    private static async Task<string> ScriptAsync(Plan plan, int reality, SqlDialect dialect)
    {
        string path = Path.GetTempFileName();
        await using FileStream file = File.Create(path);
        await TableSet.Create(plan, new TableSetOptions { Size = 3000, Seed = 5, Reality = reality }).WriteSqlAsync(file, dialect, 2, cancellation: TestContext.Current.CancellationToken);
        return path;
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Semblance.Cli.Bench.Server;
using Semblance.Describe;
using Semblance.Describe.Output;
using Semblance.Describe.Planning;
using Semblance.Describe.Plans;

namespace Semblance.Cli.Bench;

/// <summary>Makes tables from plans and counts their rows per second, beside Bogus in the same run and over HTTP; checks every key and rule; times the planner. Prints Markdown.</summary>
internal sealed class DescribeBench
{
    /// <summary>Rows made unless asked otherwise.</summary>
    public const long UsualRows = 5_000_000;

    private const int Rounds = 3;
    private const int BogusRows = 200_000;
    private const double RowsGoal = 2_000_000;
    private const double RatioGoal = 20;
    private const double JsonGoal = 20;
    private const double PlanGoal = 20;
    private const double ServerGoal = 400;
    private const int PlanRounds = 50;

    /// <summary>The customers of the goal: id, name, email, signup_date.</summary>
    public const string CustomersPlan = """
        {"entities": [{"name": "customers", "primary_key": "id", "columns": [
          {"name": "id", "type": "integer", "generator": "sequence"},
          {"name": "name", "type": "string", "generator": "full_name"},
          {"name": "email", "type": "string", "generator": "email", "unique": true},
          {"name": "signup_date", "type": "date", "generator": "date"}]}]}
        """;

    /// <summary>Three related tables with a rule and unique columns of each kind.</summary>
    public const string ShopPlan = """
        {"entities": [
          {"name": "customers", "share": 0.2, "primary_key": "id", "columns": [
            {"name": "id", "type": "integer", "generator": "sequence"},
            {"name": "name", "type": "string", "generator": "full_name"},
            {"name": "email", "type": "string", "generator": "email", "unique": true},
            {"name": "phone", "type": "string", "generator": "phone", "unique": true},
            {"name": "city", "type": "string", "generator": "city"},
            {"name": "signup_date", "type": "date", "generator": "date", "parameters": {"from": "-3y", "to": "-10d", "trend": 2}}]},
          {"name": "products", "share": 0.2, "primary_key": "sku", "columns": [
            {"name": "sku", "type": "string", "generator": "pattern", "parameters": {"pattern": "@@@-#####"}, "unique": true},
            {"name": "name", "type": "string", "generator": "product_name", "unique": true},
            {"name": "price", "type": "decimal", "generator": "price"}]},
          {"name": "orders", "share": 0.6, "primary_key": "id", "columns": [
            {"name": "id", "type": "string", "generator": "uuid"},
            {"name": "customer_id", "type": "integer", "generator": "foreign_key"},
            {"name": "sku", "type": "string", "generator": "foreign_key"},
            {"name": "quantity", "type": "integer", "generator": "integer", "parameters": {"min": 1, "max": 5, "distribution": "low_first"}},
            {"name": "total", "type": "decimal", "generator": "formula", "parameters": {"expression": "quantity * sku.price"}},
            {"name": "order_date", "type": "datetime", "generator": "after", "parameters": {"column": "customer_id.signup_date"}},
            {"name": "status", "type": "string", "generator": "lifecycle", "parameters": {"from": "order_date", "steps": [{"value": "pending", "after_days": 0}, {"value": "shipped", "after_days": 2}, {"value": "delivered", "after_days": 6}], "exits": [{"value": "cancelled", "share": 0.04}]}},
            {"name": "shipped_on", "type": "date", "generator": "after", "parameters": {"column": "order_date", "min": 1, "max": 3}}]}],
         "relations": [
          {"kind": "one_to_many", "parent": "customers", "child": "orders", "column": "customer_id", "per_parent": {"min": 0, "max": 40}},
          {"kind": "one_to_many", "parent": "products", "child": "orders", "column": "sku", "skew": 1.5}],
         "rules": [
          {"kind": "order", "entity": "orders", "columns": ["customer_id.signup_date", "order_date", "shipped_on"]},
          {"kind": "present_when", "entity": "orders", "column": "shipped_on", "when": {"column": "status", "in": ["shipped", "delivered"]}}]}
        """;

    /// <summary>A prompt of 60 words.</summary>
    public const string Prompt =
        "Online store with customers (id, name, email, signup_date), products (id, name, price between 10 and 500, category_id) and orders (id, customer_id, product_id, quantity, order_date, status: pending, shipped, delivered). " +
        "Each customer has 1 to 5 orders over the last two years, there are 5 product categories, and 20% of the customers are returning customers from Germany with realistic phone numbers, cities and postcodes.";

    private readonly TextWriter _output;

    private DescribeBench(TextWriter output) => _output = output;

    /// <summary>Runs the benchmark.</summary>
    /// <param name="output">Where the results go.</param>
    /// <param name="outFile">A file for the same results, put in place when all is done; null for none.</param>
    /// <param name="rows">Rows to make.</param>
    /// <param name="threads">Threads that make them.</param>
    public static void Run(TextWriter output, string? outFile, long rows, int threads) => BenchOutput.Write(output, outFile, writer => new DescribeBench(writer).Run(rows, threads));

    private void Run(long rows, int threads)
    {
        Line("# semblance bench describe");
        Line();
        Line(Machine.Provenance("semblance bench describe" + (rows == UsualRows ? "" : string.Create(CultureInfo.InvariantCulture, $" --rows {rows}"))));
        Line($"{Machine.Description()}.");
        Line("Bytes are counted and thrown away, by us and by Bogus alike. The first round includes the start of the code. Memory is the peak of the process during the work, everything loaded included.");
        Customers(rows, threads);
        Related(rows, threads);
        OverHttpAsync(Math.Min(rows, DatasetCheck.MostRecords)).GetAwaiter().GetResult();
        Planner();
    }

    private void Customers(long rows, int threads)
    {
        TableSet set = TableSet.Create(PlanJson.Read(CustomersPlan), new TableSetOptions { Size = rows, Seed = 1 });
        WorkCost[] single = Measure(() => Write(set, OutputFormat.Csv, 1)), all = Measure(() => Write(set, OutputFormat.Csv, threads));
        WorkCost[] bogus = Measure(() => BogusBytes());
        Line();
        Line("## customers (id, name, email, signup_date) as CSV");
        Line();
        Line("| | rows | first, wall s | best, wall s | best, CPU s | rows per second | peak memory MB |");
        Line("|---|---|---|---|---|---|---|");
        double ours = Row($"semblance, {threads} threads", rows, all), one = Row("semblance, 1 thread", rows, single), theirs = Row("Bogus 34.0.2 `Faker<T>`", BogusRows, bogus);
        Line();
        Line("| | | goal | |");
        Line("|---|---|---|---|");
        Line($"| rows per second, {threads} threads | {ours:N0} | >= {RowsGoal:N0} | {Verdict(ours >= RowsGoal)} |");
        Line($"| over Bogus, {threads} threads | {ours / theirs:F0} x | >= {RatioGoal:F0} x | {Verdict(ours / theirs >= RatioGoal)} |");
        Line($"| over Bogus, 1 thread | {one / theirs:F0} x | | |");
    }

    private void Related(long rows, int threads)
    {
        TableSet set = TableSet.Create(PlanJson.Read(ShopPlan), new TableSetOptions { Size = rows, Seed = 1 });
        Line();
        Line("## customers, products and orders: unique e-mail, phone, SKU and product names, totals, dates in order, statuses that agree");
        Line();
        Line("| | rows | first, wall s | best, wall s | best, CPU s | rows per second | peak memory MB |");
        Line("|---|---|---|---|---|---|---|");
        long total = set.Tables.Sum(table => table.Rows);
        WorkCost[] json = Measure(() => Write(set, OutputFormat.Json, threads));
        Row($"JSON, {threads} threads", total, json);
        Row($"CSV, {threads} threads", total, Measure(() => Write(set, OutputFormat.Csv, threads)));
        Row($"SQL, {threads} threads", total, Measure(() => Write(set, OutputFormat.Sql, threads)));
        TableSet messy = TableSet.Create(set.Plan, set.Options with { Reality = 10 });
        Row($"JSON at reality 10, {threads} threads", total, Measure(() => Write(messy, OutputFormat.Json, threads)));
        PlanScore score = set.Score(long.MaxValue);
        Line();
        Line("| | | goal | |");
        Line("|---|---|---|---|");
        Line($"| {total:N0} rows in three tables as JSON | {json.Min(cost => cost.WallSeconds):F1} s | < {JsonGoal:F0} s | {Verdict(json.Min(cost => cost.WallSeconds) < JsonGoal)} |");
        Line($"| keys and rules checked in every row | {score.Checks.Count} | | |");
        Line($"| rows in which one is broken | {score.Checks.Sum(check => check.Broken)} | 0 | {Verdict(score.Score == 10)} |");
    }

    private async Task OverHttpAsync(long rows)
    {
        Plan shop = PlanJson.Read(ShopPlan);
        // The same tables, with as many rows as the documented limits allow.
        Plan plan = shop with { Entities = [.. shop.Entities.Select(entity => entity with { Rows = (long)Math.Round(entity.Share * rows) })] };
        long total = plan.Entities.Sum(entity => entity.Rows!.Value);
        Line();
        Line("## The same three tables over HTTP");
        Line();
        Line("The server is a process of its own on this machine; it and the client, which counts the bytes, share the processors. Memory is the most that the server has ever held.");
        Line();
        Line("| output_format | rows | MB | first, wall s | best, wall s | best, server CPU s | rows per second | server's peak memory MB |");
        Line("|---|---|---|---|---|---|---|---|");
        using BenchServer server = await BenchServer.StartAsync(1).ConfigureAwait(false);
        double json = double.PositiveInfinity, peak = 0;
        foreach (string format in OutputNames.Formats)
        {
            var body = new JsonObject { ["api_key"] = "sk-bench", ["plan"] = JsonNode.Parse(PlanJson.Write(plan)), ["dataset_size"] = rows / plan.Entities.Count, ["output_format"] = format, ["reality"] = 0, ["seed"] = 1 };
            var walls = new List<double>();
            var cpus = new List<double>();
            long bytes = 0;
            for (int round = 0; round < Rounds; round++)
            {
                double cpu = server.CpuSeconds;
                long start = TimeProvider.System.GetTimestamp();
                (int status, bytes) = await server.DescribeAsync(body.ToJsonString()).ConfigureAwait(false);
                walls.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
                cpus.Add(server.CpuSeconds - cpu);
                if (status != 200)
                {
                    throw new InvalidOperationException($"The server answered with {status}.");
                }
            }
            if (format == OutputNames.Formats[(int)OutputFormat.Json])
            {
                (json, peak) = (walls.Min(), server.PeakMegabytes);
            }
            Line($"| {format} | {total:N0} | {bytes / 1e6:F0} | {walls[0]:F2} | {walls.Min():F2} | {cpus.Min():F2} | {total / walls.Min():N0} | {server.PeakMegabytes:F0} |");
        }
        Line();
        Line("| | | goal | |");
        Line("|---|---|---|---|");
        Line($"| {total:N0} rows in three tables as JSON over HTTP | {json:F1} s | < {JsonGoal:F0} s | {Verdict(json < JsonGoal)} |");
        Line($"| the server's memory | {peak:F0} MB | < {ServerGoal:F0} MB | {Verdict(peak < ServerGoal)} |");
    }

    private void Planner()
    {
        var planner = new BuiltInPlanner();
        var request = new PlanRequest { Prompt = Prompt };
        double first = Milliseconds(() => planner.Plan(request));
        double[] times = [.. Enumerable.Range(0, PlanRounds).Select(_ => Milliseconds(() => planner.Plan(request))).Order()];
        Line();
        Line($"## Plan of a prompt of {Prompt.Split(' ').Length} words");
        Line();
        Line("| | ms | goal | |");
        Line("|---|---|---|---|");
        Line($"| the first of the process, catalog and code loaded meanwhile | {first:F1} | | |");
        Line($"| median of {PlanRounds} | {times[PlanRounds / 2]:F1} | < {PlanGoal:F0} | {Verdict(times[PlanRounds / 2] < PlanGoal)} |");
    }

    private static double Milliseconds(Func<PlanOutcome> plan)
    {
        long start = TimeProvider.System.GetTimestamp();
        return plan().Plan is null ? throw new InvalidOperationException("The prompt of the benchmark was not understood.") : TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    private static WorkCost[] Measure(Func<long> work) => [.. Enumerable.Range(0, Rounds).Select(_ => WorkMeter.Measure(work).Cost)];

    private static long Write(TableSet set, OutputFormat format, int threads)
    {
        using var counter = new CountingStream();
        if (format == OutputFormat.Sql)
        {
            set.WriteSqlAsync(counter, SqlDialect.PostgreSql, threads).GetAwaiter().GetResult();
            return counter.Length;
        }
        for (int table = 0; table < set.Tables.Count; table++)
        {
            set.WriteAsync(table, format, counter, threads: threads).GetAwaiter().GetResult();
        }
        return counter.Length;
    }

    private static long BogusBytes()
    {
        using var counter = new CountingStream();
        BogusCustomers.Write(counter, BogusRows);
        return counter.Length;
    }

    private double Row(string name, long rows, WorkCost[] costs)
    {
        double best = costs.Min(cost => cost.WallSeconds);
        double peak = costs.Max(cost => cost.PeakMegabytes);
        Line($"| {name} | {rows:N0} | {costs[0].WallSeconds:F2} | {best:F2} | {costs.Min(cost => cost.CpuSeconds):F2} | {rows / best:N0} | {(double.IsNaN(peak) ? "" : peak.ToString("F0", CultureInfo.InvariantCulture))} |");
        return rows / best;
    }

    private static string Verdict(bool isMet) => isMet ? "pass" : "miss";

    private void Line(FormattableString text) => _output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private void Line(string text = "") => _output.WriteLine(text);
}

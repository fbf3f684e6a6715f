using System.Globalization;

namespace Semblance.Cli.Bench;

/// <summary>What DuckDB takes, with one thread, for reading a Parquet file into a table and for writing that table.</summary>
/// <param name="Version">The version of DuckDB.</param>
/// <param name="Reads">The cost of <c>CREATE TABLE AS SELECT *</c>, by round.</param>
/// <param name="Writes">The cost of <c>COPY</c> with Snappy, by round.</param>
internal sealed record DuckDbCosts(string Version, WorkCost[] Reads, WorkCost[] Writes)
{
    /// <summary>The variable that names the folder in which npm has installed @duckdb/node-api.</summary>
    public const string FolderVariable = "SEMBLANCE_PEERS";

    // What DuckDB makes of our file is its own file, which both read in the rounds that count.
    private const string Script =
        """
        import { createRequire } from 'node:module';
        import { pathToFileURL } from 'node:url';
        import { rmSync } from 'node:fs';
        const [folder, ours, theirs, target, rounds] = process.argv.slice(1);
        const { DuckDBInstance } = await import(pathToFileURL(createRequire(folder + '/package.json').resolve('@duckdb/node-api')).href);
        const duck = await (await DuckDBInstance.create(':memory:')).connect();
        const text = path => "'" + path.replaceAll("'", "''") + "'";
        await duck.run('SET threads = 1');
        console.log((await duck.runAndReadAll('SELECT version()')).getRows()[0][0]);
        await duck.run(`COPY (SELECT * FROM read_parquet(${text(ours)})) TO ${text(theirs)} (FORMAT parquet, COMPRESSION snappy)`);
        async function measure(sql) {
          const cpu = process.cpuUsage(), wall = process.hrtime.bigint();
          await duck.run(sql);
          const seconds = Number(process.hrtime.bigint() - wall) / 1e9, spent = process.cpuUsage(cpu);
          console.log((spent.user + spent.system) / 1e6, seconds, process.resourceUsage().maxRSS * 1024 / 1e6);
        }
        for (let round = 0; round < Number(rounds); round++) {
          await measure(`CREATE OR REPLACE TABLE t AS SELECT * FROM read_parquet(${text(theirs)})`);
          rmSync(target, { force: true });
          await measure(`COPY t TO ${text(target)} (FORMAT parquet, COMPRESSION snappy)`);
        }
        """;

    /// <summary>Has DuckDB write a file as it would, and read and write it some times; null if it is not installed.</summary>
    /// <param name="ours">A Parquet file.</param>
    /// <param name="theirs">Where DuckDB puts the same table in its own way.</param>
    /// <param name="target">A file for what it writes in the rounds.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    public static DuckDbCosts? Measure(string ours, string theirs, string target, int rounds, CancellationToken cancellation)
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        string? text = string.IsNullOrEmpty(folder)
            ? null
            : Machine.Output("node", ["--input-type=module", "--eval", Script, folder, ours, theirs, target, rounds.ToString(CultureInfo.InvariantCulture)], cancellation);
        if (text is null)
        {
            return null;
        }
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        WorkCost[] costs = [.. lines.Skip(1).Select(WorkCost.Parse)];
        return new DuckDbCosts(lines[0], [.. costs.Where((_, i) => i % 2 == 0)], [.. costs.Where((_, i) => i % 2 == 1)]);
    }
}

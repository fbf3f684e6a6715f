using System.Text;
using Semblance.Describe.Checking;
using Semblance.Describe.Generation;
using Semblance.Describe.Output;
using Semblance.Describe.Plans;
using Semblance.Describe.Reality;

namespace Semblance.Describe;

/// <summary>How large, how messy, and from which seed the tables of a plan are made.</summary>
public sealed record TableSetOptions
{
    /// <summary>Rows of an entity whose share is 1 and that does not name its rows.</summary>
    /// <value>The default value is 1000.</value>
    public long Size { get; init; } = 1000;

    /// <summary>What decides everything random.</summary>
    public ulong Seed { get; init; }

    /// <summary>How messy the tables are: 0 to 2 clean, 10 the worst. See <see cref="RealityLevel"/>.</summary>
    /// <value>The default value is 0.</value>
    public int Reality { get; init; }
}

/// <summary>A table of a set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The names of its columns.</param>
public sealed record TableShape(string Name, long Rows, IReadOnlyList<string> Columns);

/// <summary>
/// The tables of a plan, ready to be written as often as wanted. Nothing is kept: every row is computed from the plan, the size and the seed when it is
/// written, so memory does not grow with rows, and the bytes are the same at any number of threads.
/// </summary>
public sealed class TableSet
{
    private const int RowsPerPart = 4000;

    private readonly IReadOnlyList<CompiledTable> _tables;
    private readonly Mess[]? _messes;

    private TableSet(Plan plan, TableSetOptions options, IReadOnlyList<CompiledTable> tables)
    {
        Plan = plan;
        Options = options;
        _tables = tables;
        _messes = RealityLevel.Of(options.Reality).IsClean ? null : [.. tables.Select(table => new Mess(table, plan, RealityLevel.Of(options.Reality), options.Seed))];
        Tables = [.. tables.Select(table => new TableShape(table.Entity.Name, table.Rows, [.. table.Columns.Select(column => column.Plan.Name)]))];
    }

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>Size, seed and reality.</summary>
    public TableSetOptions Options { get; }

    /// <summary>The tables in the plan's order.</summary>
    public IReadOnlyList<TableShape> Tables { get; }

    /// <summary>The places of the tables in <see cref="Tables"/> in the order in which SQL scripts want them: parents before children as far as they don't refer in a circle.</summary>
    public IReadOnlyList<int> ScriptOrder => [.. Script(SqlDialect.PostgreSql).Order().Select(table => table.Index)];

    internal IReadOnlyList<CompiledTable> Compiled => _tables;

    /// <summary>Prepares the tables of a plan.</summary>
    /// <exception cref="PlanException">The plan can't be carried out, or not in this size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1, or the reality outside 0 to 10.</exception>
    public static TableSet Create(Plan plan, TableSetOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Reality, RealityLevel.Least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Reality, RealityLevel.Greatest);
        return new TableSet(plan, options, PlanCompiler.Compile(plan, options.Size, options.Seed));
    }

    /// <summary>
    /// Writes one table: a JSON array, or CSV with its header. In SQL, the table's CREATE TABLE and INSERT statements, and the keys in a circle that it completes; the
    /// scripts of all tables in <see cref="ScriptOrder"/> are one script. <see cref="WriteSqlAsync"/> writes that in one transaction.
    /// </summary>
    /// <param name="table">The table's place in <see cref="Tables"/>.</param>
    /// <param name="format">The format.</param>
    /// <param name="output">Where it goes; UTF-8 without byte order mark.</param>
    /// <param name="dialect">The database, for SQL.</param>
    /// <param name="threads">The most threads that make rows; the bytes don't depend on it.</param>
    /// <param name="progress">Told the number of rows written, now and then, in order.</param>
    /// <param name="scheduler">What gives the threads, so that several pieces of work can share a bound; null for the thread pool, or the calling thread if one is enough.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public async Task WriteAsync(int table, OutputFormat format, Stream output, SqlDialect dialect = SqlDialect.PostgreSql, int threads = 1, IProgress<long>? progress = null, TaskScheduler? scheduler = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        CompiledTable compiled = _tables[table];
        RowWriter writer = format switch
        {
            OutputFormat.Json => new JsonRows(compiled),
            OutputFormat.Csv => new CsvRows(compiled),
            _ => new SqlRows(compiled, dialect),
        };
        if (format == OutputFormat.Sql)
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(Script(dialect).Create(compiled)), cancellation).ConfigureAwait(false);
        }
        await output.WriteAsync(writer.Start, cancellation).ConfigureAwait(false);
        await WriteRowsAsync(table, writer, output, threads, scheduler, progress, cancellation).ConfigureAwait(false);
        await output.WriteAsync(writer.End, cancellation).ConfigureAwait(false);
        if (format == OutputFormat.Sql)
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(Script(dialect).Complete(compiled)), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Writes all tables as one SQL script in one transaction, parents before children.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    public async Task WriteSqlAsync(Stream output, SqlDialect dialect, int threads = 1, IProgress<long>? progress = null, TaskScheduler? scheduler = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        SqlScript script = Script(dialect);
        await output.WriteAsync(Encoding.UTF8.GetBytes(script.Begin()), cancellation).ConfigureAwait(false);
        // All tables come before all rows: SQLite wants to see the table that a key refers to.
        foreach (CompiledTable table in script.Order())
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(script.Create(table)), cancellation).ConfigureAwait(false);
        }
        long rows = 0;
        foreach (CompiledTable table in script.Order())
        {
            await WriteRowsAsync(table.Index, new SqlRows(table, dialect), output, threads, scheduler, progress is null ? null : new Shifted(progress, rows), cancellation).ConfigureAwait(false);
            rows += table.Rows;
        }
        await output.WriteAsync(Encoding.UTF8.GetBytes(script.End()), cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes every defect of the tables as a JSON array of {"dataset", "row", "column", "kind", "clean"}: the row counts from 0, and the clean value is
    /// what the cell has at reality 0. Applied to the tables, the list gives the clean tables.
    /// </summary>
    /// <inheritdoc cref="WriteAsync"/>
    public async Task WriteDefectsAsync(Stream output, int threads = 1, TaskScheduler? scheduler = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        await output.WriteAsync("["u8.ToArray(), cancellation).ConfigureAwait(false);
        var separated = new DefectListStream(output);
        for (int table = 0; _messes is not null && table < _tables.Count; table++)
        {
            Mess mess = _messes[table];
            long rows = _tables[table].Rows;
            await OrderedParts.WriteAsync(
                Parts(rows, RowsPerPart),
                threads,
                scheduler,
                () => new MessWorker(mess),
                (worker, part) => worker.Defects(part * RowsPerPart, (int)Math.Min(RowsPerPart, rows - (part * RowsPerPart))),
                separated,
                written: null,
                cancellation).ConfigureAwait(false);
        }
        await output.WriteAsync("\n]\n"u8.ToArray(), cancellation).ConfigureAwait(false);
    }

    /// <summary>Checks the plan's keys and rules in the clean tables.</summary>
    /// <param name="mostRows">The rows of each table to look at, from the first; 10,000 by default.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public PlanScore Score(long mostRows = 10_000, CancellationToken cancellation = default) => PlanChecks.Run(Plan, _tables, mostRows, cancellation);

    /// <summary>Whether a table set with this reality has defects at all.</summary>
    public bool IsClean => _messes is null;

    private SqlScript Script(SqlDialect dialect) => new(_tables, (column, table) => _messes is not null && _messes[table.Index].Receives(column), dialect);

    private Task WriteRowsAsync(int table, RowWriter writer, Stream output, int threads, TaskScheduler? scheduler, IProgress<long>? progress, CancellationToken cancellation)
    {
        CompiledTable compiled = _tables[table];
        int rowsPerPart = RowsPerPart / writer.RowsPerUnit * writer.RowsPerUnit;
        return OrderedParts.WriteAsync(
            Parts(compiled.Rows, rowsPerPart),
            threads,
            scheduler,
            () => new RowWorker(compiled, _messes?[table], writer),
            (worker, part) => worker.Make(part * rowsPerPart, (int)Math.Min(rowsPerPart, compiled.Rows - (part * rowsPerPart))),
            output,
            progress is null ? null : parts => progress.Report(Math.Min(compiled.Rows, parts * rowsPerPart)),
            cancellation);
    }

    private static long Parts(long rows, int rowsPerPart) => (rows + rowsPerPart - 1) / rowsPerPart;

    /// <summary>Counts the rows of earlier tables in.</summary>
    private sealed class Shifted(IProgress<long> inner, long before) : IProgress<long>
    {
        public void Report(long value) => inner.Report(before + value);
    }

    private sealed class RowWorker(CompiledTable table, Mess? mess, RowWriter writer)
    {
        private readonly Block _block = new(table);
        private readonly MessWorker? _mess = mess is null ? null : new MessWorker(mess);
        private readonly Vector[] _columns = new Vector[table.Columns.Length];
        private byte[] _buffer = new byte[1 << 16];

        public ReadOnlyMemory<byte> Make(long first, int count)
        {
            IReadOnlyList<Vector> columns = _columns;
            if (_mess is not null)
            {
                columns = _mess.Columns(first, count);
            }
            else
            {
                _block.Take(first, count);
                for (int i = 0; i < _columns.Length; i++)
                {
                    _columns[i] = _block.Column(i);
                }
            }
            int length = writer.Write(columns, first, first + count == table.Rows, ref _buffer);
            return _buffer.AsMemory(0, length);
        }
    }
}

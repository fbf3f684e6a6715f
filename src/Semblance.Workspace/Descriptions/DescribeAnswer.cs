using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Semblance.Describe;
using Semblance.Describe.Output;

namespace Semblance.Workspace.Descriptions;

/// <summary>
/// Writes the documented answer of the describe API: every dataset with its rows, then what is to be said about all of them. Rows are made as they are written and
/// never held, so memory does not grow with them.
/// </summary>
public sealed class DescribeAnswer
{
    /// <summary>Decimals of the score.</summary>
    private const int ScoreDecimals = 2;

    // The answer is JSON and nothing else: é stays é.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly DescribeWork _work;
    private readonly TableSet _tables;
    private readonly double _score;
    private readonly IReadOnlyList<int> _order;

    private DescribeAnswer(DescribeWork work, TableSet tables, double score)
    {
        _work = work;
        _tables = tables;
        _score = score;
        // The scripts of all datasets, one after the other, are one script.
        _order = work.Format == OutputFormat.Sql ? tables.ScriptOrder : [.. Enumerable.Range(0, tables.Tables.Count)];
    }

    /// <summary>The number of rows of all tables.</summary>
    public long Rows => _tables.Tables.Sum(table => table.Rows);

    /// <summary>Prepares an answer: makes the tables ready and checks the plan's keys and rules in their first rows.</summary>
    /// <exception cref="Semblance.Describe.Plans.PlanException">The plan can't be carried out in this size.</exception>
    public static DescribeAnswer Prepare(DescribeWork work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        TableSet tables = work.CreateTables();
        return new DescribeAnswer(work, tables, tables.Score(cancellation: cancellation).Score);
    }

    /// <summary>Writes the answer.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="threads">The most threads that make rows; the bytes don't depend on it.</param>
    /// <param name="progress">Told the number of rows written, now and then.</param>
    /// <param name="scheduler">What gives the threads; null for the thread pool.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public async Task WriteAsync(Stream output, int threads, IProgress<long>? progress = null, TaskScheduler? scheduler = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        Task Say(string text) => output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation).AsTask();

        await Say($"{{\"success\":true,\"message\":\"Successfully generated {_order.Count} dataset(s)\",\"datasets\":{{\n");
        string separator = "";
        long before = 0;
        foreach (int table in _order)
        {
            TableShape shape = _tables.Tables[table];
            await Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{separator}{Json(shape.Name)}:{{\"format\":{Json(FormatName)},\"size\":{shape.Rows},\"columns\":{Json(shape.Columns)},\"content\":"));
            IProgress<long>? ofTable = progress is null ? null : new Shifted(progress, before);
            if (_work.Format == OutputFormat.Json)
            {
                await _tables.WriteAsync(table, _work.Format, output, _work.Dialect, threads, ofTable, scheduler, cancellation);
            }
            else
            {
                await Say("\"");
                await _tables.WriteAsync(table, _work.Format, new JsonTextStream(output), _work.Dialect, threads, ofTable, scheduler, cancellation);
                await Say("\"");
            }
            await Say("}");
            separator = ",\n";
            before += shape.Rows;
        }
        await Say("},\n");
        if (_work.IncludeDefects)
        {
            await Say("\"defects\":");
            await _tables.WriteDefectsAsync(output, threads, scheduler, cancellation);
            await Say(",\n");
        }
        await Say($"\"metadata\":{Json(Metadata())},\"download_links\":null}}\n");
    }

    private string FormatName => OutputNames.Formats[(int)_work.Format];

    private Dictionary<string, object?> Metadata() => new()
    {
        ["total_datasets"] = _order.Count,
        ["total_records"] = Rows,
        ["reality_level"] = _work.Reality,
        ["output_format"] = FormatName,
        ["prompt"] = _work.Prompt,
        ["generation_timestamp"] = _work.AskedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["validation"] = new Dictionary<string, object>
        {
            ["entity_types_generated"] = _order.Select(table => _tables.Tables[table].Name).ToArray(),
            ["validation_status"] = "completed",
            // A score that is not quite 10 must not be rounded to it.
            ["validation_score"] = (decimal)Math.Round(_score, ScoreDecimals, MidpointRounding.ToZero),
        },
        ["warnings"] = _work.Warnings,
        ["seed"] = _work.Seed,
    };

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, s_json);

    /// <summary>Counts the rows of earlier tables in.</summary>
    private sealed class Shifted(IProgress<long> inner, long before) : IProgress<long>
    {
        public void Report(long value) => inner.Report(before + value);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Semblance.Cli.Display;
using Semblance.Cli.Output;
using Semblance.Describe;
using Semblance.Describe.Catalog;
using Semblance.Describe.Output;
using Semblance.Describe.Planning;
using Semblance.Describe.Plans;
using Semblance.Models;
using Semblance.Workspace;
using Semblance.Workspace.Planning;

namespace Semblance.Cli.Jobs;

/// <summary>Makes a plan of a sentence, or reads one, and writes its tables.</summary>
internal sealed class DescribeJob(Terminal terminal, PendingFiles pending)
{
    /// <summary>The variable with the key for a language model; an option would show it to everybody on the machine.</summary>
    public const string KeyVariable = "OPENAI_API_KEY";

    private const string ScriptName = "tables.sql";
    private const string PlanName = "plan.json";
    private const long LongestPlan = 10_000_000;

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    public int Run(DescribeRequest request)
    {
        long start = Stopwatch.GetTimestamp();
        CheckRequest(request);
        var display = WorkDisplay.For(terminal, request.Quiet, tableToOutput: request.Folder is null);
        Plan plan = request.PlanFile is null ? PlanPrompt(request, display) : ReadPlan(request.PlanFile);
        if (request.Locale is not null && request.PlanFile is not null)
        {
            plan = plan with { Locale = request.Locale };
        }
        if (request.PlanOnly)
        {
            PlanValidator.ThrowIfInvalid(plan);
            WritePlan(request, plan);
            return ExitCode.Ok;
        }
        ulong seed = request.Seed ?? Seeds.Draw();
        TableSet set = TableSet.Create(plan, new TableSetOptions { Size = request.Size, Seed = seed, Reality = request.Reality });
        if (request.Folder is null && request.Format == OutputFormat.Csv && set.Tables.Count > 1)
        {
            throw new UsageException($"{set.Tables.Count} tables cannot be one CSV file.", "Name a folder for them with -o DIR, or use --format json.");
        }
        display.Show(() =>
        {
            Write(request, set, display);
            return true;
        });
        if (!request.Quiet)
        {
            string tables = string.Join(", ", set.Tables.Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Name} {table.Rows:N0}")));
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{set.Tables.Sum(table => table.Rows):N0} rows ({tables}) with seed {seed} at reality {request.Reality} in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s"));
        }
        return ExitCode.Ok;
    }

    private static void CheckRequest(DescribeRequest request)
    {
        if (request.Prompt is null == request.PlanFile is null)
        {
            throw request.Prompt is null
                ? new UsageException("'semblance describe' needs a PROMPT or a plan.", "Say what tables you want in quotes, or name a plan with --plan FILE.")
                : new UsageException("A PROMPT and --plan contradict each other.", "Leave one of them out.");
        }
        if (request.Datasets is not null && request.PlanFile is not null)
        {
            throw new UsageException("--datasets and --plan contradict each other.", "A plan names its tables itself.");
        }
        if (request.PlannerUrl is not null && request.PlannerModel is null)
        {
            throw new UsageException("--planner-url needs the name of a model.", "Name it with --planner-model NAME.");
        }
        if (request.PlannerModel is not null && (request.PlanFile ?? request.Catalog) is not null)
        {
            throw new UsageException($"{(request.PlanFile is null ? "--catalog" : "--plan")} and --planner-model contradict each other.", "The catalog is for the built-in planner, and a plan needs none.");
        }
        if (request.Catalog is not null && !Directory.Exists(request.Catalog))
        {
            throw new UsageException($"There is no folder '{request.Catalog}' to read a catalog from.");
        }
        if (request.Folder is not null && File.Exists(request.Folder))
        {
            throw new UsageException($"'{request.Folder}' is a file; -o takes a folder.");
        }
        if (request.Defects is not null)
        {
            OutputFile.Check(request.Defects);
            Places.MustDiffer(("--plan", request.PlanFile), ("--defects", request.Defects));
        }
    }

    private static Plan PlanPrompt(DescribeRequest request, WorkDisplay display)
    {
        var asked = new PlanRequest { Prompt = request.Prompt!, Datasets = request.Datasets, DatasetSize = request.Size, Locale = request.Locale };
        PlanOutcome outcome = request.PlannerModel is null
            ? new BuiltInPlanner(CatalogOf(request)).Plan(asked)
            : AskModel(request, asked);
        if (outcome.Plan is not { } plan)
        {
            throw new PlanException([.. outcome.Issues.Select(Sentence), .. outcome.Suggestions.Select(Sentence)]);
        }
        foreach (string warning in outcome.Warnings)
        {
            display.Note("note: " + warning);
        }
        return plan;
    }

    private static PlanCatalog CatalogOf(DescribeRequest request) => request.Catalog is null ? PlanCatalog.Default : PlanCatalog.Load(request.Catalog);

    private static PlanOutcome AskModel(DescribeRequest request, PlanRequest asked)
    {
        var usual = new OpenAiOptions { Model = request.PlannerModel! };
        Uri? url = usual.Endpoint;
        if (request.PlannerUrl is not null && !(Uri.TryCreate(request.PlannerUrl, UriKind.Absolute, out url) && url.Scheme is "http" or "https"))
        {
            throw new UsageException($"--planner-url must be an address such as {usual.Endpoint}; '{request.PlannerUrl}' is not.");
        }
        string key = Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } text ? text
            : throw new UsageException($"--planner-model needs a key for the language model's service.", $"Put it into the variable {KeyVariable}.");
        return new PromptPlanner(PlanCatalog.Default, usual with { Endpoint = url }).PlanAsync(asked, key).GetAwaiter().GetResult();
    }

    private static string Sentence(string text) => text.EndsWith('.') || text.EndsWith('?') ? text : text + ".";

    private Plan ReadPlan(string path)
    {
        if (path != "-" && !File.Exists(path))
        {
            throw new PlanException($"There is no file '{path}' to read a plan from.");
        }
        using Stream stream = path == "-" ? terminal.OpenInput() : File.OpenRead(path);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = new StringBuilder();
        char[] part = new char[1 << 16];
        for (int read; (read = reader.ReadBlock(part)) > 0;)
        {
            text.Append(part, 0, read);
            if (text.Length > LongestPlan)
            {
                throw new PlanException(string.Create(CultureInfo.InvariantCulture, $"'{path}' is longer than {LongestPlan:N0} characters; it is no plan."));
            }
        }
        return PlanJson.Read(text.ToString());
    }

    private void WritePlan(DescribeRequest request, Plan plan)
    {
        if (request.Folder is null)
        {
            terminal.Out.Write(PlanJson.Write(plan));
            return;
        }
        Directory.CreateDirectory(request.Folder);
        using var file = OutputFile.Begin(Path.Combine(request.Folder, PlanName), pending);
        file.Write(stream => stream.Write(Encoding.UTF8.GetBytes(PlanJson.Write(plan))));
        file.Commit();
    }

    private void Write(DescribeRequest request, TableSet set, WorkDisplay display)
    {
        if (request.Folder is null)
        {
            using Stream output = terminal.OpenOutput();
            WriteAll(request, set, output, display).GetAwaiter().GetResult();
            output.Flush();
        }
        bool isNew = request.Folder is not null && !Directory.Exists(request.Folder);
        var files = new List<OutputFile>();
        try
        {
            if (request.Folder is not null)
            {
                Directory.CreateDirectory(request.Folder);
                WriteFolder(request, set, request.Folder, files, display);
            }
            if (request.Defects is not null)
            {
                files.Add(OutputFile.Begin(request.Defects, pending));
                files[^1].Write(stream => set.WriteDefectsAsync(stream, request.Threads).GetAwaiter().GetResult());
            }
            // All files or none: they refer to each other.
            foreach (OutputFile file in files)
            {
                file.Commit();
            }
        }
        finally
        {
            foreach (OutputFile file in files)
            {
                file.Dispose();
            }
            if (isNew && Directory.Exists(request.Folder) && !Directory.EnumerateFileSystemEntries(request.Folder).Any())
            {
                Directory.Delete(request.Folder);
            }
        }
    }

    private void WriteFolder(DescribeRequest request, TableSet set, string folder, List<OutputFile> files, WorkDisplay display)
    {
        if (request.Format == OutputFormat.Sql)
        {
            files.Add(OutputFile.Begin(Path.Combine(folder, ScriptName), pending));
            files[^1].Write(stream => set.WriteSqlAsync(stream, request.Dialect, request.Threads, Progress(set, display)).GetAwaiter().GetResult());
            return;
        }
        string ending = request.Format == OutputFormat.Csv ? ".csv" : ".json";
        for (int table = 0; table < set.Tables.Count; table++)
        {
            int index = table;
            files.Add(OutputFile.Begin(Path.Combine(folder, set.Tables[table].Name + ending), pending));
            files[^1].Write(stream => set.WriteAsync(index, request.Format, stream, request.Dialect, request.Threads, Progress(set, display, index)).GetAwaiter().GetResult());
        }
    }

    /// <summary>All tables on one stream: one JSON object with an array for each table, an SQL script, or the only table as CSV.</summary>
    private static async Task WriteAll(DescribeRequest request, TableSet set, Stream output, WorkDisplay display)
    {
        switch (request.Format)
        {
            case OutputFormat.Sql:
                await set.WriteSqlAsync(output, request.Dialect, request.Threads, Progress(set, display)).ConfigureAwait(false);
                return;
            case OutputFormat.Csv:
                await set.WriteAsync(0, OutputFormat.Csv, output, request.Dialect, request.Threads, Progress(set, display, 0)).ConfigureAwait(false);
                return;
        }
        for (int table = 0; table < set.Tables.Count; table++)
        {
            // Names are letters, digits, spaces, underscores and hyphens: nothing in them needs an escape.
            await output.WriteAsync(Encoding.UTF8.GetBytes($"{(table == 0 ? "{" : ",")}\"{set.Tables[table].Name}\":")).ConfigureAwait(false);
            await set.WriteAsync(table, OutputFormat.Json, output, request.Dialect, request.Threads, Progress(set, display, table)).ConfigureAwait(false);
        }
        await output.WriteAsync("}\n"u8.ToArray()).ConfigureAwait(false);
    }

    private static Rows Progress(TableSet set, WorkDisplay display, int table) =>
        new(display, set.Tables.Take(table).Sum(shape => shape.Rows), set.Tables.Sum(shape => shape.Rows));

    private static Rows Progress(TableSet set, WorkDisplay display) => Progress(set, display, 0);

    private sealed class Rows(WorkDisplay display, long before, long total) : IProgress<long>
    {
        public void Report(long value) => display.Report(new WorkProgress("Writing rows", before + value, total, "rows"));
    }
}

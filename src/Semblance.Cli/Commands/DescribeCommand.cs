using System.CommandLine;
using Semblance.Cli.Jobs;
using Semblance.Cli.Output;
using Semblance.Describe.Output;
using Semblance.Describe.Plans;
using Semblance.Describe.Reality;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance describe</c>: a sentence or a plan becomes related tables.</summary>
internal static class DescribeCommand
{
    private const int UsualSize = 1000;
    private const int UsualReality = 3;

    public static Command Create(Terminal terminal, PendingFiles pending)
    {
        var prompt = new Argument<string?>("PROMPT") { HelpName = "PROMPT", Description = "The tables in words.", Arity = ArgumentArity.ZeroOrOne };
        Option<long?> datasets = ValueParsers.WholeNumber("--datasets", "N", "The number of tables. Without it, those that PROMPT names.", 1, Plan.MostEntities);
        Option<long?> size = ValueParsers.WholeNumber("--size", "N", $"Rows of each table. Without it, {UsualSize:N0}.", 1, ValueParsers.MostRows);
        Option<long?> reality = ValueParsers.WholeNumber("--reality", "N", $"How messy: 0 to 2 clean, 10 the worst. Without it, {UsualReality}.", RealityLevel.Least, RealityLevel.Greatest);
        Option<string> format = ValueParsers.OneOf("--format", [.. OutputNames.Formats], "How tables are written.", OutputNames.Formats[0]);
        Option<string> dialect = ValueParsers.OneOf("--dialect", [.. OutputNames.Dialects], "The database that SQL is for.", OutputNames.Dialects[0]);
        Option<ulong?> seed = ValueParsers.Seed();
        var locale = new Option<string?>("--locale") { HelpName = "NAME", Description = "Of names and places: " + string.Join(", ", PlanLocales.All) + "." };
        var plan = new Option<string?>("--plan") { HelpName = "FILE", Description = "A plan instead of PROMPT; - for standard input." };
        var catalog = new Option<string?>("--catalog") { HelpName = "DIR", Description = "A folder with files that add to what the built-in planner knows." };
        var plannerModel = new Option<string?>("--planner-model") { HelpName = "NAME", Description = $"Have a language model write the plan, with the key in {DescribeJob.KeyVariable}. Without it, the built-in planner does, offline." };
        var plannerUrl = new Option<string?>("--planner-url") { HelpName = "URL", Description = "The OpenAI-compatible service that has the model. Without it, OpenAI's own." };
        var planOnly = new Option<bool>("--plan-only") { Description = "Print the plan and make no rows; with -o, write it to DIR/plan.json." };
        var defects = new Option<string?>("--defects") { HelpName = "FILE", Description = "Also write the list of all defects, with the clean values, as JSON." };
        Option<string?> output = SharedOptions.Output("DIR", "The folder for the tables, one file each. Without it, to standard output.");
        Option<long?> threads = SharedOptions.Threads();
        Option<bool> quiet = SharedOptions.Quiet();
        var command = new Command("describe", "Make related tables from a sentence.") { prompt, datasets, size, reality, format, dialect, seed, locale, catalog, plannerModel, plannerUrl, plan, planOnly, defects, output, threads, quiet };
        command.SetAction(parsed => new DescribeJob(terminal, pending).Run(new DescribeRequest
        {
            Prompt = parsed.GetValue(prompt),
            PlanFile = parsed.GetValue(plan),
            Datasets = (int?)parsed.GetValue(datasets),
            Size = parsed.GetValue(size) ?? UsualSize,
            Reality = (int)(parsed.GetValue(reality) ?? UsualReality),
            Format = OutputNames.Format(parsed.GetRequiredValue(format))!.Value,
            Dialect = OutputNames.Dialect(parsed.GetRequiredValue(dialect))!.Value,
            Seed = parsed.GetValue(seed),
            Locale = parsed.GetValue(locale),
            Catalog = parsed.GetValue(catalog),
            PlannerModel = parsed.GetValue(plannerModel),
            PlannerUrl = parsed.GetValue(plannerUrl),
            PlanOnly = parsed.GetValue(planOnly),
            Defects = parsed.GetValue(defects),
            Folder = parsed.GetValue(output),
            Threads = SharedOptions.ThreadsOf(parsed.GetValue(threads)),
            Quiet = parsed.GetValue(quiet),
        }));
        return command;
    }
}

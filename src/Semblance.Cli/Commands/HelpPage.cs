using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Semblance.Cli.Commands;

/// <summary>The help of a command: what it does, what it takes, and a few lines to copy.</summary>
internal sealed class HelpPage(HelpAction page) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> s_examples = new()
    {
        ["semblance"] =
        [
            "Exit codes:",
            "  0 done, 2 wrong command line, 3 input that cannot be used, 4 failed work, 128 + n ended by signal n",
            "",
            "'semblance COMMAND --help' says more about a command.",
        ],
        ["twin"] =
        [
            "Examples:",
            "  semblance twin customers.csv -o twin.csv",
            "  semblance twin customers.parquet -o twin.parquet",
            "  semblance twin customers.csv.gz --algo flagship --rows 1000000 --seed 1 -o twin.csv.gz",
            "  semblance twin patients.csv --condition ward=Surgery --drop name --type zip=category > twin.csv",
        ],
        ["train"] =
        [
            "Examples:",
            "  semblance train customers.csv --model flagship -o customers.model",
            "  semblance sample customers.model --rows 1000 --seed 1 -o rows.csv",
        ],
        ["sample"] =
        [
            "Examples:",
            "  semblance sample customers.model --rows 1000 --seed 1 -o rows.csv",
            "  semblance sample customers.model --condition country=FR > rows.csv",
        ],
        ["describe"] =
        [
            "Examples:",
            "  semblance describe \"customers (id, name, email) and their orders, 5 product categories\" -o shop",
            "  semblance describe \"hospital with patients and appointments\" --plan-only > plan.json",
            "  semblance describe --plan plan.json --size 100000 --reality 0 --format csv --seed 1 -o data",
            "  semblance describe \"blog with posts and comments\" --format sql --dialect sqlite | sqlite3 blog.db",
        ],
        ["report"] =
        [
            "Examples:",
            "  semblance report customers.csv twin.csv -o report.html",
            "  semblance report half.csv twin-of-half.csv --holdout other-half.csv --json",
        ],
        ["serve"] =
        [
            "Every setting can also be a variable (SEMBLANCE_URLS, SEMBLANCE_MAX_ROWS) or stand in appsettings.json.",
            "",
            "Examples:",
            "  semblance serve",
            "  semblance serve --urls https://0.0.0.0:8443 --certificate server.pem --certificate-key server.key --data /srv/semblance",
        ],
        ["keys"] =
        [
            "Examples:",
            "  semblance keys create --name alice --credits 100",
            "  semblance keys list",
            "  semblance keys revoke --name alice",
        ],
    };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        page.Invoke(parseResult);
        if (parseResult.CommandResult.Command.Name == "train")
        {
            ModelOptionList.Write(parseResult.InvocationConfiguration.Output);
        }
        if (s_examples.TryGetValue(parseResult.CommandResult.Command.Name, out string[]? lines))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            foreach (string line in lines)
            {
                output.WriteLine(line);
            }
            output.WriteLine();
        }
        return ExitCode.Ok;
    }
}

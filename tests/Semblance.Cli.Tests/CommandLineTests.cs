using Semblance.Cli.Commands;
using Semblance.Cli.Output;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("twin --row 5 FILE", "'semblance twin' has no option '--row'.", "Did you mean '--rows'?")]
    [InlineData("twin FILE --frobnicate", "'semblance twin' has no option '--frobnicate'.", "'semblance twin --help' lists what it takes.")]
    [InlineData("twin FILE --rows many", "--rows must be a whole number from 1 to 1,000,000,000,000; 'many' is not.", null)]
    [InlineData("twin FILE --rows 0", "--rows must be a whole number from 1 to 1,000,000,000,000; '0' is not.", null)]
    [InlineData("twin FILE --rows -5", "--rows must be a whole number from 1 to 1,000,000,000,000; '-5' is not.", null)]
    [InlineData("twin FILE --rows 1.5", "--rows must be a whole number from 1 to 1,000,000,000,000; '1.5' is not.", null)]
    [InlineData("twin FILE --rows", "--rows needs a value: --rows N.", null)]
    [InlineData("twin FILE --rows 5 --rows 6", "--rows is given twice.", null)]
    [InlineData("twin FILE --seed -1", "--seed must be a whole number from 0 to 18446744073709551615; '-1' is not.", null)]
    [InlineData("twin FILE --threads 0", "--threads must be a whole number from 1 to 1,024; '0' is not.", null)]
    [InlineData("twin FILE --algo gpt", "--algo must be one of core, flagship; 'gpt' is not.", null)]
    [InlineData("train FILE --model gpt -o m", "--model must be one of FAMILIES; 'gpt' is not.", null)]
    [InlineData("train FILE --model gaussian_copula -o m --config marginal=x", "gaussian_copula has no option 'marginal'; it has seed, marginals.", "'semblance train --help' lists the options of every model.")]
    [InlineData("train FILE --model gaussian_copula -o m --config marginals=x", "The option 'marginals' of gaussian_copula must be one of empirical, fitted; x is not.", null)]
    [InlineData("train FILE --model core -o m --config seed", "--config takes KEY=VALUE, such as --config epochs=100; 'seed' has no option before an '='.", null)]
    [InlineData("train FILE --model core -o m --config random_state=1 --seed 2", "--seed 2 and --config seed=1 contradict each other.", null)]
    [InlineData("twin FILE --condition income", "--condition takes COL=VALUE, such as --condition ward=Surgery; 'income' has no column before an '='.", null)]
    [InlineData("twin FILE --type zip=postcode", "There is no column type 'postcode'; the types are integer, decimal, boolean, category, identifier, date, time, datetime, text.", null)]
    [InlineData("twin FILE --type zip", "--type takes COL=TYPE, such as --type zip=category; 'zip' has no column before an '='.", null)]
    [InlineData("twin", "'semblance twin' needs a FILE.", "'semblance twin --help' lists what it takes.")]
    [InlineData("twin FILE second.csv", "'semblance twin' does not know what to do with 'second.csv'.", null)]
    [InlineData("twin FILE -o out.parquet.gz", "'out.parquet.gz' would be compressed twice: Parquet is compressed in itself, and no other program reads it gzipped; leave out .gz.", null)]
    [InlineData("twin FILE -o out.xlsx", "'out.xlsx' has an ending that Semblance cannot write; tables are written as .parquet, or as .csv, .tsv or .txt, with .gz after it to compress.", null)]
    [InlineData("sample FILE -o out.json.GZ", "'out.json.GZ' has an ending that Semblance cannot write; tables are written as .parquet, or as .csv, .tsv or .txt, with .gz after it to compress.", null)]
    [InlineData("twin FILE --json --drop a b --frob", "'semblance twin' has no option '--frob'.", null)]
    [InlineData("twn FILE", "'semblance' has no command 'twn'.", "Did you mean 'twin'?")]
    [InlineData("bench", "'semblance bench' needs a command: twin, models, describe, io, parquet, server, workspace.", null)]
    [InlineData("bench twn", "'semblance bench' has no command 'twn'.", "Did you mean 'twin'?")]
    [InlineData("bench twin --data /no/such/folder", "There is no folder '/no/such/folder' to read tables from.", null)]
    [InlineData("--verion", "'semblance' has no option '--verion'.", "Did you mean '--version'?")]
    [InlineData("", "'semblance' needs a command: twin, train, sample, report, describe, serve, work, keys, bench.", "'semblance --help' lists what it takes.")]
    public void A_wrong_command_line_gets_one_sentence_a_hint_and_exit_code_2(string line, string sentence, string? hint)
    {
        string file = _folder.Write("table.csv", "a,b,c\n1,2,3\n");
        (int code, string output, string error) = Run([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word == "FILE" ? file : word)]);
        string[] lines = error.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        string families = string.Join(", ", Models.Synthesizers.All.Select(family => family.Name));
        lines[0].ShouldBe("error: " + sentence.Replace("FAMILIES", families, StringComparison.Ordinal));
        lines.Length.ShouldBeLessThanOrEqualTo(2, "a person must find the fault without scrolling");
        if (hint is not null)
        {
            lines.Length.ShouldBe(2);
            lines[1].ShouldBe("hint: " + hint);
        }
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        _folder.Names.ShouldBe(["table.csv"]);
    }

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.TSV")]
    [InlineData("out.txt")]
    [InlineData("out.csv.gz")]
    [InlineData("out.gz")]
    [InlineData("out")]
    [InlineData("/dev/null")]
    public void A_place_whose_ending_promises_no_other_format_can_be_written_to(string name)
    {
        Should.NotThrow(() => Input.TableFile.CheckOutput(Path.Combine(_folder.Folder, name)));
    }

    [Theory]
    [InlineData("twin FILE --quiet", "this table has 1 row and 3 columns.")]
    [InlineData("twin FILE --quiet --drop b c", "this table has 1 row and 1 column.")]
    [InlineData("report FILE FILE --quiet", "The real table has 1 row;")]
    public void One_row_is_not_called_rows(string line, string says)
    {
        string file = _folder.Write("table.csv", "a,b,c\n1,2,3\n");
        (int code, _, string error) = Run([.. line.Split(' ').Select(word => word == "FILE" ? file : word)]);
        code.ShouldBe(3);
        error.ShouldContain(says);
    }

    [Fact]
    public void Version_is_the_bare_number()
    {
        (int code, string output, string error) = Run("--version");
        code.ShouldBe(0);
        output.Trim().ShouldMatch(@"^\d+\.\d+\.\d+$");
        error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("twin")]
    [InlineData("train")]
    [InlineData("sample")]
    [InlineData("report")]
    [InlineData("describe")]
    [InlineData("serve")]
    [InlineData("work")]
    [InlineData("keys")]
    [InlineData("keys create")]
    [InlineData("keys list")]
    [InlineData("keys revoke")]
    [InlineData("bench")]
    [InlineData("bench twin")]
    [InlineData("bench describe")]
    [InlineData("bench io")]
    [InlineData("bench server")]
    [InlineData("bench workspace")]
    [InlineData("bench parquet")]
    public void Help_is_as_approved(string command)
    {
        (int code, string output, _) = Run(command.Length == 0 ? ["--help"] : [.. command.Split(' '), "--help"]);
        code.ShouldBe(0);
        Approved.Text(output, $"help{(command.Length == 0 ? "" : "-" + command)}.approved.txt");
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var terminal = new Terminal { OpenInput = () => Stream.Null, OpenOutput = () => new MemoryStream(), Out = output, Error = error };
        int code = CommandLine.Run(args, terminal, new PendingFiles());
        return (code, output.ToString(), error.ToString());
    }
}

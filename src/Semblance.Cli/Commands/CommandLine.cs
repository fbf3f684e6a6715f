using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using Semblance.Cli.Output;

namespace Semblance.Cli.Commands;

/// <summary>The program: takes the words of a command line, does the work, says what happened, gives an exit code.</summary>
internal static class CommandLine
{
    /// <summary>The version of this program, as in its packages.</summary>
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private const int HelpWidth = 100;

    /// <summary>Runs one command line. Never throws for anything that the person or the data did.</summary>
    public static int Run(IReadOnlyList<string> args, Terminal terminal, PendingFiles pending, Interruption? interruption = null)
    {
        try
        {
            Command root = Create(terminal, pending, interruption);
            ParseResult parsed = root.Parse(ListArguments.Expand(root, args), new ParserConfiguration
            {
                // -abc is not -a -b -c here, and a column named "@x" is not a file of further options.
                EnablePosixBundling = false,
                ResponseFileTokenReplacer = null,
            });
            ParseFailure.ThrowIfAny(parsed);
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = terminal.Out,
                Error = terminal.Error,
            });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.OfSignal(2);
        }
#pragma warning disable CA1031 // The outermost frame: whatever happened, the person gets a sentence rather than a stack trace.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var failure = Failure.From(exception);
            failure.Write(terminal.Error);
            if (Environment.GetEnvironmentVariable(Failure.DebugVariable) == "1")
            {
                terminal.Error.WriteLine(exception);
            }
            return failure.Code;
        }
    }

    /// <summary>The commands and their options.</summary>
    public static Command Create(Terminal terminal, PendingFiles pending, Interruption? interruption = null)
    {
        var help = new HelpOption { Description = "Say what there is." };
        help.Action = new HelpPage(new HelpAction { MaxWidth = HelpWidth });
        // Not a RootCommand: that is called whatever the running file is called.
        return new Command("semblance", "Semblance makes synthetic tables: rows that look like yours and are nobody's.")
        {
            help,
            new Option<bool>("--version") { Description = "Print the version.", Action = new PrintVersion(terminal) },
            TwinCommand.Create(terminal, pending),
            ModelCommands.Train(terminal, pending),
            ModelCommands.Sample(terminal, pending),
            ReportCommand.Create(terminal, pending),
            DescribeCommand.Create(terminal, pending),
            ServeCommand.Create(terminal, interruption),
            WorkCommand.Create(terminal, interruption),
            KeysCommand.Create(terminal),
            BenchCommand.Create(terminal),
        };
    }

    private sealed class PrintVersion(Terminal terminal) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            terminal.Out.WriteLine(Version);
            return ExitCode.Ok;
        }
    }
}

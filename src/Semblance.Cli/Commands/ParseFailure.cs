using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Semblance.Cli.Commands;

/// <summary>Puts the first fault of a command line into one sentence and a hint.</summary>
internal static class ParseFailure
{
    /// <summary>Throws if the command line cannot be understood and does not ask for help.</summary>
    /// <exception cref="UsageException">What is wrong.</exception>
    public static void ThrowIfAny(ParseResult parsed)
    {
        if (parsed.Action is CommandLineAction { ClearsParseErrors: true })
        {
            return;
        }
        string? unknown = UnknownOption(parsed);
        if (unknown is not null || parsed.Errors.Count > 0)
        {
            throw Explain(parsed, unknown);
        }
    }

    private static UsageException Explain(ParseResult parsed, string? unknown)
    {
        Command command = parsed.CommandResult.Command;
        string name = Path(parsed.CommandResult);
        string help = $"'{name} --help' lists what it takes.";
        unknown ??= parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (command.Subcommands.Count > 0)
        {
            IEnumerable<string> commands = command.Subcommands.Select(sub => sub.Name);
            return unknown is null
                ? new UsageException($"'{name}' needs a command: {string.Join(", ", commands)}.", help)
                : unknown.StartsWith('-')
                    ? new UsageException($"'{name}' has no option '{unknown}'.", Suggest(unknown, OptionNames(command)) ?? help)
                    : new UsageException($"'{name}' has no command '{unknown}'.", Suggest(unknown, commands) ?? help);
        }
        if (unknown is not null && unknown.StartsWith('-'))
        {
            return new UsageException($"'{name}' has no option '{unknown}'.", Suggest(unknown, OptionNames(command)) ?? help);
        }
        // A wrong value explains itself; a missing argument may just be one that another fault swallowed.
        ParseError? own = parsed.Errors.FirstOrDefault(error => error.SymbolResult is OptionResult or ArgumentResult { Parent: OptionResult });
        if (own is not null)
        {
            return new UsageException(Sentence(own), help);
        }
        foreach (Argument argument in command.Arguments)
        {
            if (parsed.GetResult(argument) is not { Tokens.Count: > 0 } && argument.Arity.MinimumNumberOfValues > 0)
            {
                return new UsageException($"'{name}' needs {Article(argument.HelpName ?? argument.Name)}.", help);
            }
        }
        return unknown is not null
            ? new UsageException($"'{name}' does not know what to do with '{unknown}'.", help)
            : new UsageException(Sentence(parsed.Errors[0]), help);
    }

    /// <summary>The first word that looks like an option and is none; the parser takes such words for files.</summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        bool literal = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        IEnumerable<string> files = literal ? [] : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);
        return files.Concat(parsed.UnmatchedTokens).FirstOrDefault(word => word.StartsWith('-') && word.Length > 1);
    }

    private static string Sentence(ParseError error)
    {
        if (error.SymbolResult is OptionResult { IdentifierTokenCount: > 1, Option.Arity.MaximumNumberOfValues: 1 } twice)
        {
            return $"{twice.Option.Name} is given twice.";
        }
        if (error.SymbolResult is OptionResult { Tokens.Count: 0 } option && option.IdentifierToken is { } given)
        {
            string value = option.Option.HelpName ?? "value";
            return $"{given.Value} needs a value: {given.Value} {value}.";
        }
        return error.Message.EndsWith('.') ? error.Message : error.Message + ".";
    }

    private static string Path(CommandResult result) => result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;

    private static string Article(string name) => "AEIO".Contains(name[0], StringComparison.Ordinal) ? $"an {name}" : $"a {name}";

    private static IEnumerable<string> OptionNames(Command command) => command.Options.SelectMany(option => option.Aliases.Prepend(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal));

    private static string? Suggest(string word, IEnumerable<string> known)
    {
        string bare = word.Split('=', ':')[0];
        string? closest = known.MinBy(candidate => Distance(bare, candidate));
        return closest is not null && Distance(bare, closest) <= Math.Max(1, bare.Length / 3) ? $"Did you mean '{closest}'?" : null;
    }

    /// <summary>Edits of one character that lead from one word to the other (Levenshtein 1966).</summary>
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}

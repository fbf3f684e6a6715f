using System.CommandLine;

namespace Semblance.Cli.Commands;

/// <summary>
/// Lets several values follow one list option (<c>--drop a b</c>) without letting it swallow FILE (<c>--drop a FILE</c>): a further bare
/// word belongs to the option once all the command's own arguments have been seen, or if it is a COL=VALUE pair and no file of that name exists.
/// </summary>
internal static class ListArguments
{
    /// <summary>Writes the option's name before each further value.</summary>
    public static IReadOnlyList<string> Expand(Command root, IReadOnlyList<string> args)
    {
        if (args.Count == 0 || root.Subcommands.FirstOrDefault(command => command.Name == args[0]) is not { } chosen)
        {
            return args;
        }
        var expanded = new List<string>(args.Count) { args[0] };
        int positional = 0;
        int expected = chosen.Arguments.Count;
        Option? list = null;
        for (int i = 1; i < args.Count; i++)
        {
            string word = args[i];
            if (word.StartsWith('-') && word.Length > 1)
            {
                if (word == "--")
                {
                    expanded.AddRange(args.Skip(i));
                    break;
                }
                expanded.Add(word);
                list = null;
                if (Find(chosen, word) is { } option && option.Arity.MaximumNumberOfValues > 0 && i + 1 < args.Count)
                {
                    expanded.Add(args[++i]);
                    list = option.Arity.MaximumNumberOfValues > 1 ? option : null;
                }
            }
            else if (list is not null && (positional >= expected || (list.HelpName!.Contains('=', StringComparison.Ordinal) && word.Contains('=', StringComparison.Ordinal) && !File.Exists(word))))
            {
                expanded.Add(list.Name);
                expanded.Add(word);
            }
            else
            {
                expanded.Add(word);
                positional++;
                list = null;
            }
        }
        return expanded;
    }

    private static Option? Find(Command command, string word) =>
        command.Options.FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word));
}

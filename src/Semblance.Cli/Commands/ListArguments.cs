using System.CommandLine;

namespace Semblance.Cli.Commands;

/// <summary>
/// Lets several values follow one list option (<c>--drop a b</c>) without letting it swallow FILE (<c>--drop a FILE</c>). A further bare
/// word is the option's if the command's own arguments stand elsewhere, or if it is a COL=VALUE pair and no file of that name exists.
/// </summary>
internal static class ListArguments
{
    /// <summary>Writes the option's name before each further value.</summary>
    public static IReadOnlyList<string> Expand(Command root, IReadOnlyList<string> args)
    {
        Command chosen = root;
        int first = 0;
        while (first < args.Count && chosen.Subcommands.FirstOrDefault(command => command.Name == args[first]) is { } named)
        {
            chosen = named;
            first++;
        }
        // The list that a further word belongs to; null for every other word.
        var owners = new Option?[args.Count];
        var undecided = new List<int>();
        int missing = chosen.Arguments.Count;
        Option? list = null;
        for (int i = first; i < args.Count; i++)
        {
            string word = args[i];
            if (word == "--")
            {
                missing -= args.Count - i - 1;
                break;
            }
            if (word.StartsWith('-') && word.Length > 1)
            {
                list = null;
                if (Find(chosen, word) is { } option && i + 1 < args.Count && Takes(option, args[i + 1]))
                {
                    i++;
                    list = option.Arity.MaximumNumberOfValues > 1 ? option : null;
                }
            }
            else if (list is null)
            {
                missing--;
            }
            else
            {
                owners[i] = list;
                if (!IsPair(list, word))
                {
                    undecided.Add(i);
                }
            }
        }
        // Arguments that stand nowhere else are among the words after lists: files that exist first, then whatever comes last.
        foreach (int i in undecided.OrderBy(at => IsFile(args[at]) ? 0 : 1).ThenByDescending(at => at).Take(missing))
        {
            owners[i] = null;
        }
        return [.. args.SelectMany((word, i) => owners[i] is { } owner ? new[] { owner.Name, word } : [word])];
    }

    /// <summary>Whether the word after an option is its value. A flag such as --quiet takes none but true or false.</summary>
    private static bool Takes(Option option, string next) => option.Arity.MinimumNumberOfValues > 0 || (option.Arity.MaximumNumberOfValues > 0 && bool.TryParse(next, out _));

    private static bool IsPair(Option list, string word) =>
        list.HelpName!.Contains('=', StringComparison.Ordinal) && word.Contains('=', StringComparison.Ordinal) && !File.Exists(word);

    private static bool IsFile(string word) => word == "-" || File.Exists(word);

    private static Option? Find(Command command, string word) =>
        command.Options.FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word));
}

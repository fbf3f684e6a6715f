using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Semblance.Cli.Commands;

/// <summary>Options that say in one sentence what they would have taken.</summary>
internal static class ValueParsers
{
    /// <summary>The most rows that can be asked for: a number that no disk holds, small enough to count in.</summary>
    public const long MostRows = 1_000_000_000_000;

    /// <summary>The most worker threads that can be asked for.</summary>
    public const int MostThreads = 1024;

    public static Option<long?> WholeNumber(string name, string helpName, string description, long smallest, long largest) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = argument =>
        {
            string text = Single(argument);
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= smallest && value <= largest)
            {
                return value;
            }
            argument.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {smallest:N0} to {largest:N0}; '{text}' is not."));
            return null;
        },
    };

    public static Option<ulong?> Seed() => new("--seed")
    {
        HelpName = "S",
        Description = "The same seed gives the same bytes. Without it a seed is drawn and printed.",
        CustomParser = argument =>
        {
            string text = Single(argument);
            if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value))
            {
                return value;
            }
            argument.AddError($"--seed must be a whole number from 0 to {ulong.MaxValue}; '{text}' is not.");
            return null;
        },
    };

    public static Option<string> OneOf(string name, string[] values, string description, string? defaultValue = null)
    {
        var option = new Option<string>(name)
        {
            HelpName = string.Join('|', values),
            Description = description,
            CustomParser = argument =>
            {
                string text = Single(argument);
                if (values.Contains(text, StringComparer.Ordinal))
                {
                    return text;
                }
                argument.AddError($"{name} must be one of {string.Join(", ", values)}; '{text}' is not.");
                return null;
            },
        };
        if (defaultValue is not null)
        {
            option.DefaultValueFactory = _ => defaultValue;
        }
        return option;
    }

    /// <summary>An option that may be given several times, each time with one or more values.</summary>
    public static Option<string[]> List(string name, string helpName, string description, Func<string, string?>? fault = null)
    {
        var option = new Option<string[]>(name)
        {
            HelpName = helpName,
            Description = description,
            Arity = ArgumentArity.OneOrMore,
            DefaultValueFactory = _ => [],
        };
        if (fault is not null)
        {
            option.Validators.Add(result =>
            {
                foreach (Token token in result.Tokens)
                {
                    if (fault(token.Value) is { } message)
                    {
                        result.AddError(message);
                    }
                }
            });
        }
        return option;
    }

    /// <summary>COL=VALUE or KEY=VALUE pairs.</summary>
    public static Option<string[]> Pairs(string name, string helpName, string description, Func<string, string?>? fault = null) =>
        List(name, helpName, description, text => text.IndexOf('=', StringComparison.Ordinal) > 0
            ? fault?.Invoke(text)
            : $"{name} takes {helpName}, such as {name} {Example(helpName)}; '{text}' has no {(helpName.StartsWith("KEY", StringComparison.Ordinal) ? "option" : "column")} before an '='.");

    private static string Example(string helpName) => helpName switch
    {
        "COL=TYPE" => "zip=category",
        "KEY=VALUE" => "epochs=100",
        _ => "ward=Surgery",
    };

    private static string Single(ArgumentResult argument) => argument.Tokens.Count == 0 ? "" : argument.Tokens[^1].Value;
}

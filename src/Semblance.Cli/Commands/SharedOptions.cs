using System.CommandLine;
using Semblance.Data;
using Semblance.Models;

namespace Semblance.Cli.Commands;

/// <summary>Arguments and options that several commands take.</summary>
internal static class SharedOptions
{
    public static Argument<string> File(string name, string description) => new(name) { HelpName = name, Description = description };

    public static Option<long?> Rows(string description) => ValueParsers.WholeNumber("--rows", "N", description, 1, ValueParsers.MostRows);

    /// <summary>The families that make a twin in one go.</summary>
    public static Option<string> Algorithm() => ValueParsers.OneOf("--algo", ["core", "flagship"], "The model: core is the fastest, flagship the most faithful.", "core");

    /// <summary>All families.</summary>
    public static Option<string> Family() => ValueParsers.OneOf("--model", [.. Synthesizers.All.Select(family => family.Name)], "The family of models.");

    public static Option<string[]> Conditions() =>
        ValueParsers.Pairs("--condition", "COL=VALUE", "A value that every row has, written as in the table. Several are all met.");

    public static Option<string[]> Types() =>
        ValueParsers.Pairs("--type", "COL=TYPE", "The type of a column, in place of the one found: " + string.Join(", ", ColumnTypes.Names) + ".", pair =>
        {
            try
            {
                ColumnTypes.Parse(pair[(pair.LastIndexOf('=') + 1)..]);
                return null;
            }
            catch (TableException exception)
            {
                return exception.Message;
            }
        });

    public static Option<string[]> Drop() => ValueParsers.List("--drop", "COL", "A column to leave out.");

    public static Option<string?> Output(string helpName, string description) => new("--output", "-o") { HelpName = helpName, Description = description };

    /// <summary>Where a table goes: null for standard output, by whatever name. A redirected /dev/stdout opened anew would be written over from its start.</summary>
    public static string? TableOutput(string? path) => path is "-" or "/dev/stdout" ? null : path;

    public static Option<string?> Data() =>
        new("--data") { HelpName = "DIR", Description = "The folder that the server keeps everything in. Without it, the one that SEMBLANCE_DATA names, or \"semblance\" among your application data." };

    public static Option<long?> Jobs(string description, int least) => ValueParsers.WholeNumber("--jobs", "N", description, least, 1024);

    public static Option<bool> Json(string description) => new("--json") { Description = description };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Say nothing but errors." };

    public static Option<long?> Threads() =>
        ValueParsers.WholeNumber("--threads", "N", "Worker threads; the result does not depend on it. Without it, one per processor.", 1, ValueParsers.MostThreads);

    public static int ThreadsOf(long? threads) => (int)(threads ?? Environment.ProcessorCount);
}

using System.CommandLine;
using Semblance.Cli.Jobs;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance keys</c>: who may use the server, and how much.</summary>
internal static class KeysCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string?> data = SharedOptions.Data();
        return new Command("keys", "Make, list and revoke the keys of a server.")
        {
            Make(terminal, data),
            List(terminal, data),
            Revoke(terminal, data),
        };
    }

    private static Command Make(Terminal terminal, Option<string?> data)
    {
        Option<string?> name = Name("What to call the key. Without it, \"key\".");
        var credits = new Option<string?>("--credits") { HelpName = "N|unlimited", Description = "What it may spend in a month: 1 credit is 10,000 rows of core or 5,000 of flagship. Without it, 30." };
        var account = new Option<string?>("--account") { HelpName = "NAME", Description = "The account that it opens; keys of one account see the same things. Without it, one of its own." };
        var admin = new Option<bool>("--admin") { Description = "Let it make and revoke keys, too." };
        var command = new Command("create", "Make a key and print it; it is shown this once.") { name, credits, account, admin, data };
        command.SetAction(parsed => new KeysJob(terminal, parsed.GetValue(data)).Create(parsed.GetValue(name), parsed.GetValue(credits), parsed.GetValue(account), parsed.GetValue(admin)));
        return command;
    }

    private static Command List(Terminal terminal, Option<string?> data)
    {
        Option<string?> name = Name("Only keys whose own name or account's name holds this.");
        Option<bool> json = SharedOptions.Json("Print one JSON array.");
        var command = new Command("list", "List the keys and what they have spent this month.") { name, json, data };
        command.SetAction(parsed => new KeysJob(terminal, parsed.GetValue(data)).List(parsed.GetValue(name), parsed.GetValue(json)));
        return command;
    }

    private static Command Revoke(Terminal terminal, Option<string?> data)
    {
        var id = new Argument<string?>("ID") { HelpName = "ID", Description = "The id or the prefix of the key, as listed.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> name = Name("The name of the key, if only one has it.");
        var command = new Command("revoke", "End a key for good.") { id, name, data };
        command.SetAction(parsed => new KeysJob(terminal, parsed.GetValue(data)).Revoke(parsed.GetValue(id), parsed.GetValue(name)));
        return command;
    }

    private static Option<string?> Name(string description) => new("--name") { HelpName = "NAME", Description = description };
}

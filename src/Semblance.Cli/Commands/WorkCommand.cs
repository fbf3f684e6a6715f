using System.CommandLine;
using Semblance.Cli.Jobs;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance work</c>: a node that only runs jobs.</summary>
internal static class WorkCommand
{
    public static Command Create(Terminal terminal, Interruption? interruption)
    {
        Option<string?> data = SharedOptions.Data();
        Option<long?> jobs = SharedOptions.Jobs("Jobs to work on at a time. Without it, half as many as there are processors.", 1);
        var command = new Command("work", "Work on the jobs of servers that share a PostgreSQL database.") { data, jobs };
        command.SetAction(parsed => new WorkJob(terminal, interruption).Run(new WorkRequest(parsed.GetValue(data), parsed.GetValue(jobs))));
        return command;
    }
}

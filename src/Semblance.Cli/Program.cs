using Semblance.Cli;
using Semblance.Cli.Commands;
using Semblance.Cli.Output;

var terminal = Terminal.OfProcess();
var pending = new PendingFiles();
using var interruption = Interruption.Listen(pending, terminal);
return CommandLine.Run(args, terminal, pending, interruption);

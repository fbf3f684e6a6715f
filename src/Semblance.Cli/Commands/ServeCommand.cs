using System.CommandLine;
using Semblance.Cli.Jobs;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance serve</c>: the HTTP APIs.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal, Interruption? interruption)
    {
        var urls = new Option<string?>("--urls") { HelpName = "URLS", Description = "The addresses to listen on, separated by semicolons. Without it, http://127.0.0.1:8888." };
        Option<string?> data = SharedOptions.Data();
        var certificate = new Option<string?>("--certificate") { HelpName = "PEM", Description = "The certificate for https addresses." };
        var certificateKey = new Option<string?>("--certificate-key") { HelpName = "PEM", Description = "The private key of the certificate." };
        Option<long?> jobs = SharedOptions.Jobs("Jobs to work on at a time; 0 for none. Without it, half as many as there are processors.", 0);
        var command = new Command("serve", "Serve the HTTP APIs.") { urls, data, certificate, certificateKey, jobs };
        command.SetAction(parsed => new ServeJob(terminal, interruption).Run(new ServeRequest(
            parsed.GetValue(urls),
            parsed.GetValue(data),
            parsed.GetValue(certificate),
            parsed.GetValue(certificateKey),
            parsed.GetValue(jobs))));
        return command;
    }
}

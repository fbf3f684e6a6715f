using System.Runtime.InteropServices;
using Semblance.Cli.Output;

namespace Semblance.Cli;

/// <summary>
/// Ends the program when it is told to (Ctrl-C, termination, a closed terminal): at once, wherever it is, and without leaving a
/// partial file. Work is not asked to stop, since a rename is all that a run does to the world and it either has happened or not.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const string ShowCursor = "\u001b[?25h";
    private readonly PosixSignalRegistration[] _registrations;
    private readonly PendingFiles _pending;
    private readonly Terminal _terminal;
    private volatile bool _isEnding;

    private Interruption(PendingFiles pending, Terminal terminal)
    {
        _pending = pending;
        _terminal = terminal;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, 15)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => End(context, 1)),
        ];
    }

    /// <summary>Listens from now on.</summary>
    public static Interruption Listen(PendingFiles pending, Terminal terminal) => new(pending, terminal);

    /// <summary>Listens no longer. Does not return once a signal has come: the work fails when its files are taken away, and the program still ends as the signal says.</summary>
    public void Dispose()
    {
        if (_isEnding)
        {
            Thread.CurrentThread.Join();
        }
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void End(PosixSignalContext context, int signal)
    {
        context.Cancel = true;
        _isEnding = true;
        _pending.Abandon();
        if (_terminal.ErrorIsInteractive)
        {
            // The progress bar hides the cursor while it is drawn.
            _terminal.Error.WriteLine(ShowCursor);
        }
        string goOn = _pending.Checkpoint is { } checkpoint ? $" The same command goes on from '{checkpoint}'." : "";
        _terminal.Error.WriteLine("Interrupted; no partial file is left." + goOn);
        Environment.Exit(ExitCode.OfSignal(signal));
    }
}

namespace Semblance.Cli;

/// <summary>
/// What the program says to the shell. A run that comes to its own end gives one of the first four; a run that a signal ends gives
/// 128 + the signal's number, as shells expect.
/// </summary>
internal static class ExitCode
{
    /// <summary>All done.</summary>
    public const int Ok = 0;

    /// <summary>The command line is wrong: an unknown option, a bad number, a missing value.</summary>
    public const int Usage = 2;

    /// <summary>The input cannot be used: a missing or unreadable file, a broken table, an impossible condition.</summary>
    public const int BadInput = 3;

    /// <summary>The input was fine and the work failed: disk full, out of memory, a fault of the program.</summary>
    public const int Failed = 4;

    /// <summary>The exit code of a run that a signal ended.</summary>
    public static int OfSignal(int signal) => 128 + signal;
}

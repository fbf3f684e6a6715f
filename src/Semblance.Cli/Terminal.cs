using System.Text;

namespace Semblance.Cli;

/// <summary>Where the program reads from and writes to, and what is known about it. Tests bring their own.</summary>
internal sealed class Terminal
{
    /// <summary>Standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Standard output, for the table.</summary>
    public required Func<Stream> OpenOutput { get; init; }

    /// <summary>Standard output, for words.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person watches standard error on a terminal that can redraw a line.</summary>
    public bool ErrorIsInteractive { get; init; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether colours are welcome (see no-color.org).</summary>
    public bool Colours { get; init; }

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() => new()
    {
        OpenInput = Console.OpenStandardInput,
        OpenOutput = Console.OpenStandardOutput,
        // Not Console.Out and Console.Error: these also set up the terminal's encoding and key handling, which costs start-up time.
        Out = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true },
        Error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true },
        ErrorIsInteractive = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or null or ""),
        OutputIsTerminal = !Console.IsOutputRedirected,
        Colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    };
}

namespace Semblance.Cli;

/// <summary>The command line cannot be understood or asks for something that does not exist. The message is one sentence for the person who typed it.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(string message, string? hint = null)
        : base(message) => Hint = hint;

    /// <summary>What to do instead, as one sentence, or null.</summary>
    public string? Hint { get; }
}

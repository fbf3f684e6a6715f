namespace Semblance.Models;

/// <summary>An option that a model family does not have, or a value that it cannot have. The message names the option and its range.</summary>
public sealed class ModelOptionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="option">The option's name, as it was given.</param>
    /// <param name="message">One sentence for the person who gave it.</param>
    public ModelOptionException(string option, string message)
        : base(message) => Option = option;

    /// <summary>Creates the exception with its sentence.</summary>
    public ModelOptionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its sentence and cause.</summary>
    public ModelOptionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception without a sentence.</summary>
    public ModelOptionException()
    {
    }

    /// <summary>The option's name.</summary>
    public string Option { get; } = "";
}

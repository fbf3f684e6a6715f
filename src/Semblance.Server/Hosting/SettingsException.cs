namespace Semblance.Server.Hosting;

/// <summary>A setting cannot be used. The message is one sentence for the operator, naming the setting and what would be right.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public SettingsException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its sentence and cause.</summary>
    public SettingsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception without a sentence.</summary>
    public SettingsException()
    {
    }
}

namespace Semblance.Data;

/// <summary>
/// Input data or a request about it cannot be used. The message is one sentence for the person who gave it, naming file, row,
/// column and value as far as they are known, and what would be right.
/// </summary>
public sealed class TableException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public TableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its sentence and cause.</summary>
    public TableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception without a sentence.</summary>
    public TableException()
    {
    }
}

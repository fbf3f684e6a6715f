namespace Semblance.Models.Checkpoints;

/// <summary>A checkpoint cannot be gone on from. The message is one sentence that says why and what to do.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its sentence and cause.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception without a sentence.</summary>
    public CheckpointException()
    {
    }
}

namespace Semblance.Describe.Planning.Language;

/// <summary>Why a language model gave no plan.</summary>
public enum LanguageModelFailure
{
    /// <summary>The service refuses the key: 401 for the caller.</summary>
    KeyRefused,

    /// <summary>Too many requests, or the key's allowance is spent: 429 for the caller.</summary>
    RateLimited,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The service cannot be reached.</summary>
    Unreachable,

    /// <summary>The service answers with an error of its own.</summary>
    ServiceFailed,

    /// <summary>The answers were no plans that can be carried out, also when the model was told what was wrong with them.</summary>
    NoPlan,
}

/// <summary>A language model gave no plan. The message is for the user; it holds no key and nothing of what the service said.</summary>
public sealed class LanguageModelException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LanguageModelException(LanguageModelFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>Creates the exception for a failure of the service.</summary>
    public LanguageModelException(string message)
        : this(LanguageModelFailure.ServiceFailed, message)
    {
    }

    /// <summary>Creates the exception for a failure of the service with its cause.</summary>
    public LanguageModelException(string message, Exception innerException)
        : this(LanguageModelFailure.ServiceFailed, message, innerException)
    {
    }

    /// <summary>Creates the exception without a sentence.</summary>
    public LanguageModelException()
        : this(LanguageModelFailure.ServiceFailed, "The language model service failed.")
    {
    }

    /// <summary>Why.</summary>
    public LanguageModelFailure Failure { get; }

    /// <summary>When to try again, for <see cref="LanguageModelFailure.RateLimited"/>; null if the service does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

using System.Diagnostics.CodeAnalysis;

namespace Semblance.Server.Errors;

/// <summary>A request that ends with an error of the API.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "An error of the API has a status and a detail; there is none without.")]
public sealed class ApiException(int status, string error, string detail, Exception? cause = null) : Exception(error, cause)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>What to do about it, or more about what happened.</summary>
    public string Detail { get; } = detail;

    /// <summary>When to try again, for 429 and 503; null if that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Everything that is wrong with the body of a request, one sentence each; null for errors of another kind.</summary>
    public IReadOnlyList<string>? Issues { get; init; }

    /// <summary>What would make it right; null for errors of another kind.</summary>
    public IReadOnlyList<string>? Suggestions { get; init; }
}

using System.Text.Json.Serialization;

namespace Semblance.Server.Errors;

/// <summary>The body of every error.</summary>
/// <param name="Error">What went wrong, in the documented words.</param>
/// <param name="Detail">What to do about it, or more about what happened.</param>
public sealed record ApiError(string Error, string Detail)
{
    /// <summary>Everything that is wrong with the body of a request, one sentence each; only where the API documents it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Issues { get; init; }

    /// <summary>What would make it right; there if <see cref="Issues"/> is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Suggestions { get; init; }
}

namespace Semblance.Server.Errors;

/// <summary>The body of every error.</summary>
/// <param name="Error">What went wrong, in the documented words.</param>
/// <param name="Detail">What to do about it, or more about what happened.</param>
public sealed record ApiError(string Error, string Detail);

using System.Security.Cryptography;

namespace Semblance.Workspace;

/// <summary>Seeds that nobody gave.</summary>
public static class Seeds
{
    /// <summary>A seed that no one can foresee, short enough to be typed again.</summary>
    public static ulong Draw() => (ulong)RandomNumberGenerator.GetInt32(1, 1_000_000_000);
}

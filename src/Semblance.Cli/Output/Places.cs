namespace Semblance.Cli.Output;

/// <summary>Guards against one run writing over its own files.</summary>
internal static class Places
{
    /// <summary>Throws if two of the given paths are one file: a real table must not be lost to its own twin by a slip of the hand.</summary>
    /// <param name="named">Paths with what the command line calls them; null where not given, "-" for a standard stream.</param>
    /// <exception cref="UsageException">Two are the same.</exception>
    public static void MustDiffer(params ReadOnlySpan<(string Name, string? Path)> named)
    {
        for (int i = 0; i < named.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (named[i].Path is { Length: > 0 } path && named[j].Path is { Length: > 0 } other && path != "-" && IsSame(path, other))
                {
                    throw new UsageException($"{named[j].Name} and {named[i].Name} are the same file, '{path}', which would be lost.", "Give the output a name of its own.");
                }
            }
        }
    }

    private static bool IsSame(string path, string other) =>
        !path.StartsWith("/dev/", StringComparison.Ordinal) && string.Equals(Final(path), Final(other), StringComparison.Ordinal);

    private static string Final(string path)
    {
        string full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
    }
}

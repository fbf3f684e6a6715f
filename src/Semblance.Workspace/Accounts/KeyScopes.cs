namespace Semblance.Workspace.Accounts;

/// <summary>What a key opens.</summary>
[Flags]
public enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The twin API.</summary>
    Twin = 1,

    /// <summary>The model API.</summary>
    Model = 2,

    /// <summary>Keys of every account.</summary>
    Admin = 4,
}

/// <summary>Scopes as words.</summary>
public static class KeyScopeNames
{
    private static readonly (KeyScopes Scope, string Name)[] s_names = [(KeyScopes.Twin, "twin"), (KeyScopes.Model, "model"), (KeyScopes.Admin, "admin")];

    /// <summary>What a key for users opens unless said otherwise.</summary>
    public const KeyScopes ForUsers = KeyScopes.Twin | KeyScopes.Model;

    /// <summary>What an administrator's key opens.</summary>
    public const KeyScopes ForAdministrators = KeyScopes.Twin | KeyScopes.Model | KeyScopes.Admin;

    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> All { get; } = [.. s_names.Select(pair => pair.Name)];

    /// <summary>The words of some scopes, in their fixed order.</summary>
    public static string[] Of(KeyScopes scopes) => [.. s_names.Where(pair => scopes.HasFlag(pair.Scope)).Select(pair => pair.Name)];

    /// <summary>The scopes of some words, or null if one of them is none.</summary>
    public static KeyScopes? Parse(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var scopes = KeyScopes.None;
        foreach (string name in names)
        {
            int at = Array.FindIndex(s_names, pair => string.Equals(pair.Name, name, StringComparison.Ordinal));
            if (at < 0)
            {
                return null;
            }
            scopes |= s_names[at].Scope;
        }
        return scopes;
    }
}

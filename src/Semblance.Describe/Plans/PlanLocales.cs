namespace Semblance.Describe.Plans;

/// <summary>The locales that values can be made in.</summary>
public static class PlanLocales
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> All { get; } = ["en-US", "en-GB", "de-DE", "fr-FR", "es-ES", "it-IT", "pt-BR", "nl-NL", "pl-PL", "sv-SE", "ja-JP", "en-IN"];

    /// <summary>The locale meant by a name in any case and with either separator, or by a language alone ("de"); null if there is none.</summary>
    public static string? Resolve(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = name.Trim().Replace('_', '-');
        return All.FirstOrDefault(locale => string.Equals(locale, plain, StringComparison.OrdinalIgnoreCase))
            ?? All.FirstOrDefault(locale => string.Equals(locale[..2], plain, StringComparison.OrdinalIgnoreCase));
    }
}

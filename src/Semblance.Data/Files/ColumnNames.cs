namespace Semblance.Data.Files;

/// <summary>Gives every column a name of its own.</summary>
internal static class ColumnNames
{
    /// <summary>Names without empty or double ones: "column 3" for the third if it has none, "a", "a.1", "a.2" for three that are called a.</summary>
    public static string[] MakeUnique(IReadOnlyList<string> headers)
    {
        var taken = new HashSet<string>(headers, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string[] names = new string[headers.Count];
        for (int i = 0; i < names.Length; i++)
        {
            string name = headers[i];
            if (name.Length > 0 && seen.Add(name))
            {
                names[i] = name;
                continue;
            }
            string stem = name.Length == 0 ? $"column {i + 1}" : name;
            string candidate = name.Length == 0 ? stem : $"{stem}.1";
            for (int k = name.Length == 0 ? 1 : 2; !taken.Add(candidate); k++)
            {
                candidate = $"{stem}.{k}";
            }
            seen.Add(candidate);
            names[i] = candidate;
        }
        return names;
    }
}

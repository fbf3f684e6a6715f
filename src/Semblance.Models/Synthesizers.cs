using Semblance.Data;
using Semblance.Models.Core;
using Semblance.Models.Flagship;
using Semblance.Models.GaussianCopula;
using Semblance.Models.Neural.Adversarial;
using Semblance.Models.Neural.Autoencoder;

namespace Semblance.Models;

/// <summary>The registry of families, and what holds for all of them.</summary>
public static class Synthesizers
{
    /// <summary>The fewest rows that a model is fitted on.</summary>
    public const int MinimumRows = 41;

    /// <summary>The fewest columns that a model is fitted on.</summary>
    public const int MinimumColumns = 3;

    private static readonly JointSynthesizer[] Families =
    [
        new CtganSynthesizer(),
        new CopulaganSynthesizer(),
        new TvaeSynthesizer(),
        new GaussianCopulaSynthesizer(),
        new FlagshipSynthesizer(),
        new CoreSynthesizer(),
    ];

    /// <summary>Every family.</summary>
    public static IReadOnlyList<ISynthesizer> All => Families;

    /// <summary>The family of a name, such as "core".</summary>
    /// <exception cref="TableException">There is none.</exception>
    public static ISynthesizer Get(string name) =>
        Find(name) ?? throw new TableException($"No model is called '{name}'; there are {string.Join(", ", Families.Select(family => family.Name))}.");

    /// <summary>Whether a table is large enough to learn from.</summary>
    public static bool HasEnough(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.RowCount >= MinimumRows && table.Columns.Count >= MinimumColumns;
    }

    /// <summary>Throws if a table is too small to learn from.</summary>
    /// <exception cref="TableException">Fewer rows or columns than the minimum.</exception>
    public static void RequireEnough(Table table)
    {
        if (!HasEnough(table))
        {
            throw new TableException(
                $"Synthesis needs more than {MinimumRows - 1} rows and more than {MinimumColumns - 1} columns of real data; this table has {Counted(table.RowCount, "row")} and {Counted(table.Columns.Count, "column")}.");
        }
    }

    private static string Counted(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";

    /// <summary>The family of a name, or null.</summary>
    internal static JointSynthesizer? Find(string name) => Array.Find(Families, family => string.Equals(family.Name, name, StringComparison.Ordinal));
}

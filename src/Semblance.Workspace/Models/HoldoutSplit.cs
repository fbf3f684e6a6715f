using Semblance.Data;
using Semblance.Models;
using Semblance.Numerics;

namespace Semblance.Workspace.Models;

/// <summary>Which rows of a table a training sees: a pure function of the number of rows, the share and the seed, so that a report finds the same rows again.</summary>
public static class HoldoutSplit
{
    /// <summary>The fewest rows that say anything; rather than fewer, none are held out.</summary>
    public const int FewestHoldoutRows = 10;

    private const uint Stream = 0x5E000002;

    /// <summary>Divides a table; both parts keep the order of its rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="share">The share to hold out. Small tables give less: as many rows as a model needs are left to train on.</param>
    /// <param name="seed">The model's seed.</param>
    /// <returns>The rows to train on and those held out; null for the latter if there are none.</returns>
    public static (Table Training, Table? Holdout) Divide(Table table, double share, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(table);
        int held = HoldoutRows(table.RowCount, share);
        if (held == 0)
        {
            return (table, null);
        }
        // Floyd's choice of so many of n.
        var chosen = new HashSet<int>(held);
        var random = new Philox(seed);
        for (int upper = table.RowCount - held; upper < table.RowCount; upper++)
        {
            int candidate = random.At(Stream, (ulong)upper).NextInt32(upper + 1);
            if (!chosen.Add(candidate))
            {
                chosen.Add(upper);
            }
        }
        int[] training = [.. Enumerable.Range(0, table.RowCount).Where(row => !chosen.Contains(row))];
        int[] holdout = [.. chosen.Order()];
        return (TableRows.Select(table, training), TableRows.Select(table, holdout));
    }

    /// <summary>How many of so many rows are held out.</summary>
    public static int HoldoutRows(int rows, double share)
    {
        int held = Math.Min((int)(rows * share), rows - Synthesizers.MinimumRows);
        return held < FewestHoldoutRows ? 0 : held;
    }
}

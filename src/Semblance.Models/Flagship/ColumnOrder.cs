using Semblance.Models.Encoding;

namespace Semblance.Models.Flagship;

/// <summary>The order in which columns are filled.</summary>
internal static class ColumnOrder
{
    /// <summary>
    /// As in the table: people put causes before what follows from them, and what is to be predicted last, where all other columns
    /// tell about it. Tried besides: categories first, few values first; docs/models/flagship.md has the figures.
    /// </summary>
    public static int[] Of(EncodedColumn[] columns) => [.. Enumerable.Range(0, columns.Length)];
}

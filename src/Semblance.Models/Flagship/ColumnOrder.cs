using Semblance.Models.Encoding;

namespace Semblance.Models.Flagship;

/// <summary>The order in which columns are filled.</summary>
internal static class ColumnOrder
{
    /// <summary>
    /// Categories first, numbers after them, each as in the table: a category is a large step for the numbers that follow from it, and
    /// its own questions are easier without them.
    /// </summary>
    public static int[] Of(EncodedColumn[] columns) => [.. Enumerable.Range(0, columns.Length).OrderBy(c => columns[c].IsNumeric)];
}

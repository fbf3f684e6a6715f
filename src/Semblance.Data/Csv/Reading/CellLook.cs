using System.Text;
using Semblance.Data.Text;
using Semblance.Data.Typing;

namespace Semblance.Data.Csv.Reading;

/// <summary>What a single cell looks like, for telling names from values.</summary>
internal static class CellLook
{
    /// <summary>Whether the cell is a number, also one with currency, percent sign or thousands.</summary>
    public static bool IsNumber(string cell) => NumberNotation.LooksNumeric(Encoding.UTF8.GetBytes(cell.Trim()));

    /// <summary>Whether the cell is a date or time in a common pattern.</summary>
    public static bool IsDate(string cell)
    {
        byte[] text = Encoding.UTF8.GetBytes(cell.Trim());
        return DatePatternGuess.Candidates(text).Any(pattern => pattern.TryParse(text, out _));
    }

    /// <summary>Whether the cell is empty or a word for a missing value.</summary>
    public static bool IsMissing(string cell) => MissingTokens.IsStrong(Encoding.UTF8.GetBytes(cell));

    /// <summary>Whether a cell is a value rather than a name.</summary>
    public static bool IsValue(string cell) => IsNumber(cell) || IsDate(cell);
}

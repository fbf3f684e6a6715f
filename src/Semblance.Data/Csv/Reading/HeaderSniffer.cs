using System.Globalization;

namespace Semblance.Data.Csv.Reading;

/// <summary>Tells whether the first row holds names. Yes, unless it looks like the values below it.</summary>
internal static class HeaderSniffer
{
    /// <summary>Whether the first of these rows, none of which is blank, is a header.</summary>
    public static bool HasHeader(List<SampleRow> rows, int width)
    {
        if (rows.Count < 2)
        {
            // One row alone: names if none of its cells looks like a value.
            return rows.Count == 1 && !rows[0].Cells.Any(CellLook.IsValue);
        }
        string[] first = rows[0].Cells;
        int against = 0, inFavour = 0;
        for (int column = 0; column < Math.Min(width, first.Length); column++)
        {
            string cell = first[column];
            var below = rows.Skip(1).Take(200).Where(row => row.Cells.Length > column).Select(row => row.Cells[column]).Where(value => !CellLook.IsMissing(value)).ToList();
            if (below.Count == 0)
            {
                continue;
            }
            bool valuesBelow = below.Count(CellLook.IsValue) >= below.Count * 0.8;
            if (CellLook.IsValue(cell))
            {
                against += valuesBelow ? 1 : 0;
            }
            else if (valuesBelow && cell.Length > 0 && !CellLook.IsMissing(cell))
            {
                inFavour++;
            }
        }
        if (against == 0)
        {
            // A first row with a missing value among numbers is data; so is one that repeats further down.
            return inFavour > 0 || !rows.Skip(1).Take(20).Any(row => width > 1 && row.Cells.SequenceEqual(first));
        }
        return LooksLikeYears(first);
    }

    // Years as names of columns: Year, 2000, 2001, 2002.
    private static bool LooksLikeYears(string[] cells)
    {
        var years = new List<int>();
        foreach (string cell in cells.Skip(1))
        {
            if (cell.Length > 0)
            {
                if (!int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int year) || year is < 1800 or > 2200)
                {
                    return false;
                }
                years.Add(year);
            }
        }
        return years.Count >= 3 && years[1] != years[0] && years.Zip(years.Skip(1), (a, b) => b - a).Distinct().Count() == 1;
    }
}

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
        return inFavour > 0 && LooksLikeSeries(first);
    }

    // Years or other running numbers as names of columns: Year, 2000, 2001, 2002.
    private static bool LooksLikeSeries(string[] cells)
    {
        var numbers = new List<long>();
        foreach (string cell in cells)
        {
            if (long.TryParse(cell, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number))
            {
                numbers.Add(number);
            }
        }
        return numbers.Count >= 2 && numbers.Zip(numbers.Skip(1), (a, b) => b - a).Distinct().Count() == 1 && numbers[1] != numbers[0];
    }
}

namespace Semblance.Data.Csv.Reading;

/// <summary>Finds the delimiter: the one that splits most rows, the first among them, into the same number of fields.</summary>
internal static class DelimiterSniffer
{
    // In the order of preference between equals: commas occur inside values (decimal commas, text) more often than the others.
    private static readonly char[] Usual = ['\t', ';', '|', ','];

    /// <summary>The delimiter; a comma if there is only one column.</summary>
    public static char Find(ReadOnlySpan<byte> prefix, bool isWhole, byte quote)
    {
        char best = ',';
        double bestScore = 0;
        foreach (char candidate in Usual)
        {
            double score = Score(prefix, isWhole, candidate, quote);
            if (score > bestScore + 0.05)
            {
                best = candidate;
                bestScore = score;
            }
        }
        if (bestScore >= 0.3)
        {
            return best;
        }
        return IsClearlyColon(prefix, isWhole, quote) ? ':' : IsClearlySpace(prefix, isWhole, quote) ? ' ' : ',';
    }

    /// <summary>The number of fields that most rows have.</summary>
    public static int UsualWidth(List<SampleRow> rows) =>
        rows.Where(row => !row.IsBlank)
            .GroupBy(row => row.Cells.Length)
            .OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.Key)
            .FirstOrDefault()?.Key ?? 1;

    private static double Score(ReadOnlySpan<byte> prefix, bool isWhole, char delimiter, byte quote)
    {
        List<SampleRow> rows = Split(prefix, isWhole, delimiter, quote);
        if (rows.Count == 0)
        {
            return 0;
        }
        int width = rows.Where(row => row.Cells.Length > 1)
            .GroupBy(row => row.Cells.Length).OrderByDescending(group => group.Count()).FirstOrDefault()?.Key ?? 1;
        if (width < 2)
        {
            return 0;
        }
        double share = rows.Count(row => row.Cells.Length == width) / (double)rows.Count;
        bool firstAgrees = rows[0].Cells.Length == width;
        return firstAgrees ? share : share - 0.2;
    }

    private static bool IsClearlyColon(ReadOnlySpan<byte> prefix, bool isWhole, byte quote)
    {
        List<SampleRow> rows = Split(prefix, isWhole, ':', quote);
        return rows.Count >= 3 && rows[0].Cells.Length >= 3
            && rows.TrueForAll(row => row.Cells.Length == rows[0].Cells.Length)
            && rows[0].Cells.All(cell => cell.Length > 0 && (char.IsLetter(cell[0]) || cell[0] == '_'));
    }

    // Words of sentences are separated by spaces, too; so there must be numbers in most of the columns.
    private static bool IsClearlySpace(ReadOnlySpan<byte> prefix, bool isWhole, byte quote)
    {
        List<SampleRow> rows = Split(prefix, isWhole, ' ', quote);
        if (rows.Count < 3 || rows[0].Cells.Length < 3 || !rows.TrueForAll(row => row.Cells.Length == rows[0].Cells.Length))
        {
            return false;
        }
        int numeric = 0;
        for (int column = 0; column < rows[0].Cells.Length; column++)
        {
            numeric += rows.Skip(1).All(row => CellLook.IsNumber(row.Cells[column])) ? 1 : 0;
        }
        return numeric * 2 > rows[0].Cells.Length;
    }

    private static List<SampleRow> Split(ReadOnlySpan<byte> prefix, bool isWhole, char delimiter, byte quote)
    {
        List<SampleRow> rows = SampleRows.Read(prefix, isWhole, new CsvSyntax((byte)delimiter, quote, false, false), limit: 200, maxFields: 10_000);
        rows.RemoveAll(row => row.IsBlank);
        return rows;
    }
}

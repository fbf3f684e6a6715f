namespace Semblance.Data.Typing;

/// <summary>Parts columns of strings into categories, identifiers and free text.</summary>
internal static class StringTyping
{
    // With fewer values, that all differ proves nothing.
    private const int MinimumDistinct = 20;

    /// <summary>The kind of a column of strings.</summary>
    public static ColumnKind KindOf(string name, DistinctTexts view)
    {
        long rows = view.ValueRows;
        if (rows == 0)
        {
            return ColumnKind.Category;
        }
        double distinctShare = view.ValueCount / (double)rows;
        bool key = NameHints.SaysKey(name);
        Shape shape = Measure(view);
        if (shape.IsProse && ((rows >= MinimumDistinct && distinctShare >= (shape.IsLong ? 0.5 : 0.9)) || (shape.IsVeryLong && view.ValueCount > 1)))
        {
            return ColumnKind.Text;
        }
        bool allDistinct = view.ValueCount == rows || (key && distinctShare >= 0.95);
        return allDistinct && (rows >= MinimumDistinct || (key && rows >= 5)) ? ColumnKind.Identifier : ColumnKind.Category;
    }

    private static Shape Measure(DistinctTexts view)
    {
        long bytes = 0, spaces = 0, letters = 0, digits = 0, values = 0;
        for (int code = 0; code < view.Count; code++)
        {
            if (view.IsMissing(code))
            {
                continue;
            }
            values++;
            ReadOnlySpan<byte> text = view.Bytes(code);
            bytes += text.Length;
            foreach (byte c in text)
            {
                spaces += c is (byte)' ' or (byte)'\n' ? 1 : 0;
                letters += (uint)((c | 0x20) - 'a') < 26 || c >= 0x80 ? 1 : 0;
                digits += (uint)(c - '0') < 10 ? 1 : 0;
            }
        }
        double length = bytes / (double)values;
        double words = 1 + (spaces / (double)values);
        return new Shape(IsProse: words >= 1.8 && letters > 2 * digits, IsLong: length >= 30 || words >= 4, IsVeryLong: length >= 120 && words >= 12);
    }

    // Prose: several words made of letters. Long: about a clause. Very long: sentences.
    private readonly record struct Shape(bool IsProse, bool IsLong, bool IsVeryLong);
}

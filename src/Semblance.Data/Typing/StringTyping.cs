using System.Runtime.CompilerServices;

namespace Semblance.Data.Typing;

/// <summary>Parts columns of strings into categories, identifiers and free text.</summary>
internal static class StringTyping
{
    private static readonly ulong[] Classes = [.. Enumerable.Range(0, 256).Select(ClassOf)];

    // With fewer values, that all differ proves nothing.
    private const int MinimumDistinct = 20;

    // In a column that is called a key, few values are enough.
    private const int MinimumKeys = 5;

    // From this many rows on, a column in which hardly any value repeats names its rows all the same.
    private const int ManyRows = 50;

    // From this many rows on, few values are a sign of a sparse column and not of a small table.
    private const int LongTable = 41;

    private const double NearlyAllDistinct = 0.95;

    // Among fewer than MinimumDistinct values in a long table, one that repeats does not make levels of the others.
    private const double FewDistinct = 0.8;
    private const double MostlyDistinct = 0.9;
    private const double HalfDistinct = 0.5;

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
        if (shape.IsVeryLong && view.ValueCount > 1)
        {
            return ColumnKind.Text;
        }
        bool allDistinct = view.ValueCount == rows;
        // A long table in which few rows have a value, and hardly two the same, tells of single people (fax numbers, remarks).
        bool sparse = view.Rows >= LongTable && rows < MinimumDistinct;
        bool nearlyAll = distinctShare >= (sparse ? FewDistinct : NearlyAllDistinct) && (rows >= ManyRows || key || sparse);
        if (rows < (key ? MinimumKeys : MinimumDistinct) && !(sparse && (allDistinct || nearlyAll)))
        {
            return ColumnKind.Category;
        }
        bool isCode = shape.IsCode || (shape.IsWord && NameHints.SaysNumbering(name));
        if (isCode && (allDistinct || nearlyAll))
        {
            return ColumnKind.Identifier;
        }
        return allDistinct || nearlyAll || (shape.IsProse && distinctShare >= (shape.IsLong ? HalfDistinct : MostlyDistinct)) ? ColumnKind.Text : ColumnKind.Category;
    }

    private static Shape Measure(DistinctTexts view)
    {
        long bytes = 0, spaces = 0, letters = 0, digits = 0, values = 0, codes = 0;
        for (int code = 0; code < view.Count; code++)
        {
            if (view.IsMissing(code))
            {
                continue;
            }
            values++;
            ReadOnlySpan<byte> text = view.Bytes(code);
            bytes += text.Length;
            (int ownSpaces, int ownDigits, int ownLetters, bool isAddress) = Count(text);
            letters += ownLetters;
            spaces += ownSpaces;
            digits += ownDigits;
            // One word with digits in it, mostly digits, or the address of a person or page.
            codes += (ownSpaces == 0 && (ownDigits > 0 || isAddress)) || ownDigits * 2 > text.Length - ownSpaces ? 1 : 0;
        }
        double length = bytes / (double)values;
        double words = 1 + (spaces / (double)values);
        return new Shape(
            IsCode: codes >= values * 0.8,
            IsWord: words < 1.05,
            IsProse: words >= 1.8 && letters > 2 * digits,
            IsLong: length >= 30 || words >= 4,
            IsVeryLong: length >= 120 && words >= 12);
    }

    // Four counts in one number, with room for what 65,535 bytes add to each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Spaces, int Digits, int Letters, bool HasAt) Count(ReadOnlySpan<byte> text)
    {
        long spaces = 0, digits = 0, letters = 0, signs = 0;
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> part = text[..Math.Min(text.Length, ushort.MaxValue)];
            ulong counts = 0;
            foreach (byte c in part)
            {
                counts += Classes[c];
            }
            spaces += (long)(counts & 0xFFFF);
            digits += (long)((counts >> 16) & 0xFFFF);
            letters += (long)((counts >> 32) & 0xFFFF);
            signs += (long)(counts >> 48);
            text = text[part.Length..];
        }
        return ((int)spaces, (int)digits, (int)letters, signs > 0);
    }

    private static ulong ClassOf(int c) =>
        (c is ' ' or '\n' ? 1UL : 0)
        | (c is >= '0' and <= '9' ? 1UL << 16 : 0)
        | (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or >= 0x80 ? 1UL << 32 : 0)
        | (c == '@' ? 1UL << 48 : 0);

    // Code: what machines number things with. Word: no spaces. Prose: several words made of letters. Long: about a clause. Very long: sentences.
    private readonly record struct Shape(bool IsCode, bool IsWord, bool IsProse, bool IsLong, bool IsVeryLong);
}

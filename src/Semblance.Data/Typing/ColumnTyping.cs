using System.Text;
using Semblance.Data.Text;

namespace Semblance.Data.Typing;

/// <summary>What is known of a column besides its values.</summary>
/// <param name="Name">Its unique name.</param>
/// <param name="Header">The name as written if that differs.</param>
/// <param name="Forced">The type that the caller asked for, or null.</param>
/// <param name="Delimiter">The delimiter of the file.</param>
/// <param name="Source">The file's name, for messages.</param>
internal sealed record ColumnContext(string Name, string? Header, ColumnType? Forced, char Delimiter, string Source);

/// <summary>
/// Decides what a column of texts holds, and makes the typed column. The decision depends on the distinct texts, their counts and
/// their order of first appearance, that is, on all rows and on nothing else.
/// </summary>
internal static class ColumnTyping
{
    /// <summary>Makes the typed column.</summary>
    /// <param name="context">Name and wishes.</param>
    /// <param name="texts">The distinct texts in the order of their first appearance.</param>
    /// <param name="codes">One code into <paramref name="texts"/> per row; the array may be kept and changed.</param>
    /// <param name="nullCode">The code of rows that have no text at all; -1 for none.</param>
    /// <exception cref="TableException">The values are not of the type asked for.</exception>
    public static Column Build(ColumnContext context, ByteDictionary texts, int[] codes, int nullCode = -1)
    {
        var view = new DistinctTexts(texts, codes.Length, nullCode);
        if (context.Forced is ColumnType forced)
        {
            return BuildForced(context, forced, view, codes);
        }
        if (view.AllAre(MissingTokens.IsStrong) || view.AllAre(MissingTokens.IsStrongOrWeak))
        {
            return TypedColumns.Empty(context, view, codes);
        }
        view.SetMissing(MissingTokens.IsStrongOrWeak);
        if (TypedColumns.IsBoolean(view))
        {
            return TypedColumns.Category(context, ColumnKind.Boolean, view, codes);
        }
        if (TypedColumns.FindDate(context, view) is DatePattern pattern)
        {
            return TypedColumns.DateTime(context, view, codes, pattern);
        }
        if (TypedColumns.FindNumber(context, view, lenient: false) is NumberNotation notation)
        {
            return CheckNumber(context, (NumberColumn)TypedColumns.Number(context, view, codes, notation));
        }
        if (MixedNumbers.Find(context, view) is NumberNotation mixed)
        {
            return CheckNumber(context, (NumberColumn)TypedColumns.Number(context, view, codes, mixed));
        }
        view.SetMissing(text => IsMissingAmongTexts(view, text));
        return Strings(context, view, codes);
    }

    /// <summary>Makes the column of texts that are nothing else: none is a number, a date or a missing token, whatever it looks like.</summary>
    public static Column BuildStrings(ColumnContext context, ByteDictionary texts, int[] codes, int nullCode)
    {
        var view = new DistinctTexts(texts, codes.Length, nullCode);
        view.SetMissing(_ => false);
        return view.ValueCount == 0 ? TypedColumns.Empty(context, view, codes) : Strings(context, view, codes);
    }

    /// <summary>A column of numbers as its caller wants it, or as identifiers if nobody says what it is and its numbers name its rows.</summary>
    /// <exception cref="TableException">Whole numbers are asked for, and some are not.</exception>
    public static Column CheckNumber(ColumnContext context, NumberColumn column)
    {
        if (context.Forced is null)
        {
            return NumberTyping.Settle(context, column);
        }
        if (context.Forced == ColumnType.Integer && column.Schema.Number is { IsInteger: false })
        {
            int row = Array.FindIndex(column.Values, value => !double.IsNaN(value) && value != Math.Floor(value));
            if (row >= 0)
            {
                throw new TableException($"{context.Source}: column '{context.Name}' cannot be integer: row {row + 1} has {ValueText.Format(column, row)}.");
            }
        }
        return column;
    }

    private static Column Strings(ColumnContext context, DistinctTexts view, int[] codes) => StringTyping.KindOf(context.Name, view) switch
    {
        ColumnKind.Category => TypedColumns.Category(context, ColumnKind.Category, view, codes),
        ColumnKind kind => TypedColumns.Strings(context, kind, view, codes),
    };

    private static Column BuildForced(ColumnContext context, ColumnType forced, DistinctTexts view, int[] codes)
    {
        view.SetMissing(MissingTokens.IsStrongOrWeak);
        if (forced is ColumnType.Category or ColumnType.Identifier or ColumnType.Text)
        {
            view.SetMissing(text => IsMissingAmongTexts(view, text));
        }
        if (view.ValueCount == 0)
        {
            return TypedColumns.Empty(context, view, codes);
        }
        switch (forced)
        {
            case ColumnType.Integer or ColumnType.Decimal:
                NumberNotation notation = TypedColumns.FindNumber(context, view, lenient: true)
                    ?? throw NotOf(context, view, codes, forced == ColumnType.Integer ? "a whole number" : "a number", TypedColumns.IsNumber);
                return CheckNumber(context, (NumberColumn)TypedColumns.Number(context, view, codes, notation));
            case ColumnType.Boolean:
                if (view.ValueCount > 2)
                {
                    throw new TableException($"{context.Source}: column '{context.Name}' cannot be boolean: it has {view.ValueCount} different values, a boolean has two.");
                }
                return TypedColumns.Category(context, ColumnKind.Boolean, view, codes);
            case ColumnType.Date or ColumnType.Time or ColumnType.DateTime:
                DatePattern pattern = TypedColumns.FindDate(context, view)
                    ?? throw NotOf(context, view, codes, "a " + (forced == ColumnType.DateTime ? "date-time" : forced.ToString().ToLowerInvariant()) + " in one pattern", TypedColumns.IsDate);
                return TypedColumns.DateTime(context, view, codes, pattern);
            case ColumnType.Category:
                return TypedColumns.Category(context, ColumnKind.Category, view, codes);
            default:
                return TypedColumns.Strings(context, forced == ColumnType.Identifier ? ColumnKind.Identifier : ColumnKind.Text, view, codes);
        }
    }

    private static TableException NotOf(ColumnContext context, DistinctTexts view, int[] codes, string what, Func<string, bool> isGood)
    {
        int bad = -1;
        for (int code = 0; code < view.Count && bad < 0; code++)
        {
            bad = !view.IsMissing(code) && !isGood(view.Text(code)) ? code : -1;
        }
        if (bad < 0)
        {
            return new TableException($"{context.Source}: the values of column '{context.Name}' are not each {what}: they are written in more than one way.");
        }
        string text = view.Text(bad);
        return new TableException($"{context.Source}: column '{context.Name}', row {Array.IndexOf(codes, bad) + 1}: '{(text.Length > 60 ? text[..60] + "..." : text)}' is not {what}.");
    }

    // Among words, "NA" may be a code (Namibia, North America) and "-" a sign; both stay levels then.
    private static bool IsMissingAmongTexts(DistinctTexts view, ReadOnlySpan<byte> text)
    {
        if (Ascii.EqualsIgnoreCase(text, "NA"u8))
        {
            return !view.AreTwoLetterCodes;
        }
        return MissingTokens.IsStrong(text) || (text.Trim((byte)' ') is [(byte)'-'] or [(byte)'-', (byte)'-'] && !view.HasSigns);
    }
}

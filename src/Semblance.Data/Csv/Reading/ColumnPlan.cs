using System.Text;
using Semblance.Data.Text;
using Semblance.Data.Typing;

namespace Semblance.Data.Csv.Reading;

/// <summary>
/// How a column is read: as plain numbers, as dates in one pattern, or, always right, as texts. The guess from the first rows only
/// saves work. It is made so that a column that keeps to it is what inference from all texts would have found, and a column
/// that breaks it is read again as texts.
/// </summary>
internal sealed class ColumnPlan
{
    private ColumnPlan(ColumnContext context)
    {
        Context = context;
    }

    private volatile bool _refuted;

    /// <summary>Name and wishes.</summary>
    public ColumnContext Context { get; }

    /// <summary>Whether the column is left out.</summary>
    public bool Skipped { get; private init; }

    /// <summary>Whether the values are expected to be plain numbers.</summary>
    public bool IsNumber { get; private init; }

    /// <summary>The pattern that the values are expected in, or null.</summary>
    public DatePattern? Pattern { get; private init; }

    /// <summary>Whether the values are read as texts.</summary>
    public bool IsText => !Skipped && !IsNumber && Pattern is null;

    /// <summary>Whether a value was met that does not have the expected form.</summary>
    public bool Refuted
    {
        get => _refuted;
        set => _refuted = value;
    }

    /// <summary>A column that is left out.</summary>
    public static ColumnPlan Skip(ColumnContext context) => new(context) { Skipped = true };

    /// <summary>A column that is read as texts.</summary>
    public static ColumnPlan Texts(ColumnContext context) => new(context);

    /// <summary>The plan that the sample speaks for.</summary>
    public static ColumnPlan Guess(ColumnContext context, IEnumerable<string> sample)
    {
        if (context.Forced is ColumnType.Category or ColumnType.Boolean or ColumnType.Identifier or ColumnType.Text)
        {
            return Texts(context);
        }
        var texts = new ByteDictionary();
        int rows = 0;
        foreach (string text in sample)
        {
            texts.Add(Encoding.UTF8.GetBytes(text), ByteDictionary.SeenPlain);
            rows++;
        }
        var view = new DistinctTexts(texts, rows);
        view.SetMissing(MissingTokens.IsStrongOrWeak);
        if (view.ValueCount == 0 || TypedColumns.IsBoolean(view))
        {
            return Texts(context);
        }
        bool number = context.Forced is ColumnType.Integer or ColumnType.Decimal;
        if (!number && TypedColumns.FindDate(context, view) is DatePattern pattern)
        {
            return new ColumnPlan(context) { Pattern = pattern };
        }
        bool mayBeNumber = number || context.Forced is null;
        return mayBeNumber && ReferenceEquals(TypedColumns.FindNumber(context, view, lenient: false), NumberNotation.Plain)
            ? new ColumnPlan(context) { IsNumber = true }
            : Texts(context);
    }

    /// <summary>A new part of the column.</summary>
    public ColumnPart? NewPart() => Skipped ? null
        : IsNumber ? new NumberPart()
        : Pattern is not null ? new DatePart(Pattern, ticks => DatePlausibility.Allows(Context, Pattern, ticks))
        : new TextPart();
}

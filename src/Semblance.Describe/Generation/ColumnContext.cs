using System.Globalization;
using System.Text.Json.Nodes;
using Semblance.Describe.Plans;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation;

/// <summary>What a generator is made from: its column in a valid plan, the parameters read with their defaults, where randomness comes from.</summary>
internal sealed class ColumnContext(Plan plan, PlanNames names, IReadOnlyList<CompiledTable> tables, CompiledTable table, PlanColumn column, ulong seed)
{
    /// <summary>The plan.</summary>
    public Plan Plan { get; } = plan;

    /// <summary>The plan's names.</summary>
    public PlanNames Names { get; } = names;

    /// <summary>All tables; their columns may still lack generators.</summary>
    public IReadOnlyList<CompiledTable> Tables { get; } = tables;

    /// <summary>The column's table.</summary>
    public CompiledTable Table { get; } = table;

    /// <summary>The column.</summary>
    public PlanColumn Column { get; } = column;

    /// <summary>How the column's values are kept.</summary>
    public VectorKind Kind { get; } = VectorKinds.Of(column.Type);

    /// <summary>The column's own draws.</summary>
    public Draws Draws { get; } = new(seed, table.Entity.Name, "value:" + column.Name);

    /// <summary>The day that counts as today, in days.</summary>
    public long AsOf => Plan.AsOf.DayNumber;

    /// <summary>The words of the column's locale.</summary>
    public LocaleWords Words => LocaleWords.Get(Locale);

    /// <summary>The column's locale.</summary>
    public string Locale => PlanLocales.Resolve(Text("locale") is { Length: > 0 } given ? given : Table.Locale) ?? Plan.DefaultLocale;

    /// <summary>Whether all values must be distinct.</summary>
    public bool IsUnique => Column.Unique || Table.Entity.PrimaryKey == Column.Name;

    /// <summary>Other draws of the table: those that several columns share.</summary>
    public Draws SharedDraws(string purpose) => new(seed, Table.Entity.Name, purpose);

    /// <summary>Whether the plan gives a parameter.</summary>
    public bool Has(string parameter) => Column.Parameters?[parameter] is not null;

    /// <summary>The value of a parameter; null if it is not given.</summary>
    public JsonNode? Node(string parameter) => Column.Parameters?[parameter];

    /// <summary>A number.</summary>
    public double Number(string parameter, double otherwise) => Node(parameter) is { } value ? Scalars.Number(value) : otherwise;

    /// <summary>A whole number.</summary>
    public long Whole(string parameter, long otherwise) => Node(parameter) is { } value ? (long)Scalars.Number(value) : otherwise;

    /// <summary>A text; empty if it is not given.</summary>
    public string Text(string parameter, string otherwise = "") => ColumnReferences.Text(Column, parameter) ?? otherwise;

    /// <summary>true or false.</summary>
    public bool Flag(string parameter) => Node(parameter) is JsonValue value && value.TryGetValue(out bool flag) && flag;

    /// <summary>A date, in days.</summary>
    public long Day(string parameter, string otherwise) =>
        PlanDate.TryParse(Text(parameter, otherwise), Plan.AsOf, out DateOnly date) ? date.DayNumber : AsOf;

    /// <summary>A time of day, in seconds.</summary>
    public long Time(string parameter, string otherwise) => (long)TimeOnly.Parse(Text(parameter, otherwise), CultureInfo.InvariantCulture).ToTimeSpan().TotalSeconds;

    /// <summary>A column; null if it is not given.</summary>
    public ColumnReference? Reference(string parameter) => Text(parameter) is { Length: > 0 } reference ? ColumnReference.Follow(Table, reference) : null;

    /// <summary>A shuffle of distinct numbers for the table's rows.</summary>
    /// <exception cref="PlanException">There are fewer of them than rows.</exception>
    public Shuffle Distinct(ulong capacity)
    {
        capacity = Math.Min(capacity, Shuffle.LargestSize);
        if (capacity < (ulong)Table.Rows)
        {
            throw new PlanException(string.Create(CultureInfo.InvariantCulture, $"Column '{Table.Entity.Name}.{Column.Name}' is unique, but generator '{Column.Generator}' has {capacity:N0} different values for {Table.Rows:N0} rows."));
        }
        return new Shuffle(capacity, Draws.Key);
    }
}

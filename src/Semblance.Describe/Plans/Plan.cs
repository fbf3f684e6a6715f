using System.Text.Json.Nodes;

namespace Semblance.Describe.Plans;

/// <summary>
/// What tables to make: entities with their columns, how they relate, the rules that hold between values. Plain data, written as JSON by
/// <see cref="PlanJson"/>; a person can read and edit it. The same plan and seed give the same bytes.
/// </summary>
public sealed record Plan
{
    /// <summary>The version of the document that this code writes, and the newest that it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The locale of values unless an entity or column says otherwise.</summary>
    public const string DefaultLocale = "en-US";

    /// <summary>The most entities of one plan.</summary>
    public const int MostEntities = 50;

    /// <summary>The most columns of one entity.</summary>
    public const int MostColumns = 200;

    /// <summary>The "today" of plans that do not name one: relative dates count from here, so that a seed gives the same rows next year.</summary>
    public static DateOnly DefaultAsOf { get; } = new(2026, 1, 1);

    /// <summary>The version of the document's format.</summary>
    /// <value>The default value is <see cref="CurrentVersion"/>.</value>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What the plan is about, for people; it decides nothing.</summary>
    public string? Title { get; init; }

    /// <summary>The locale of names, places, phone numbers and texts, such as "de-DE".</summary>
    /// <value>The default value is <see cref="DefaultLocale"/>.</value>
    public string Locale { get; init; } = DefaultLocale;

    /// <summary>The day that counts as today: nothing recorded is later, ages and relative dates count from it.</summary>
    /// <value>The default value is <see cref="DefaultAsOf"/>.</value>
    public DateOnly AsOf { get; init; } = DefaultAsOf;

    /// <summary>The tables, in the order in which they are written.</summary>
    public IReadOnlyList<PlanEntity> Entities { get; init; } = [];

    /// <summary>The relations between them.</summary>
    public IReadOnlyList<PlanRelation> Relations { get; init; } = [];

    /// <summary>What holds between values, besides what the generators hold by themselves.</summary>
    public IReadOnlyList<PlanRule> Rules { get; init; } = [];
}

/// <summary>One table of a plan.</summary>
public sealed record PlanEntity
{
    /// <summary>The table's name, unique in the plan.</summary>
    public string Name { get; init; } = "";

    /// <summary>What a row is, for people; it decides nothing.</summary>
    public string? Description { get; init; }

    /// <summary>The number of rows whatever size is asked for, such as 5 product categories; null to go by the size asked for.</summary>
    public long? Rows { get; init; }

    /// <summary>Rows per row of the size asked for, when <see cref="Rows"/> is null: 0.2 makes 200 rows at size 1,000, and at least 1.</summary>
    /// <value>The default value is 1.</value>
    public double Share { get; init; } = 1;

    /// <summary>How many rows it has when so many are asked for per entity.</summary>
    public long RowsFor(long size) => Rows ?? Math.Max(1, (long)Math.Round(Share * size));

    /// <summary>The column that names a row; null if the table has no key of one column.</summary>
    public string? PrimaryKey { get; init; }

    /// <summary>The locale of this table's values; null for the plan's.</summary>
    public string? Locale { get; init; }

    /// <summary>The columns, in the order in which they are written.</summary>
    public IReadOnlyList<PlanColumn> Columns { get; init; } = [];
}

/// <summary>One column of an entity.</summary>
public sealed record PlanColumn
{
    /// <summary>The column's name, unique in its entity.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the column means, such as "signup date", for people and for planners; it decides nothing.</summary>
    public string? Meaning { get; init; }

    /// <summary>How values are typed: one of <see cref="PlanTypes"/>.</summary>
    public string Type { get; init; } = PlanTypes.String;

    /// <summary>What makes the values: a name in <see cref="Generators"/>.</summary>
    public string Generator { get; init; } = "";

    /// <summary>The generator's parameters by name; null for its defaults.</summary>
    public JsonObject? Parameters { get; init; }

    /// <summary>Whether no two rows have the same value.</summary>
    public bool Unique { get; init; }

    /// <summary>The share of rows without a value, 0 to 1. Missing values of the clean table; defects are added by the reality level.</summary>
    public double Nullable { get; init; }
}

/// <summary>The types of plan columns.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the names that people write.")]
public static class PlanTypes
{
    /// <summary>Whole numbers.</summary>
    public const string Integer = "integer";

    /// <summary>Numbers with digits after the point.</summary>
    public const string Decimal = "decimal";

    /// <summary>Text.</summary>
    public const string String = "string";

    /// <summary>true and false.</summary>
    public const string Boolean = "boolean";

    /// <summary>Calendar dates, 2025-03-31.</summary>
    public const string Date = "date";

    /// <summary>Date and time of day, 2025-03-31T14:05:00.</summary>
    public const string DateTime = "datetime";

    /// <summary>Time of day, 14:05:00.</summary>
    public const string Time = "time";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Integer, Decimal, String, Boolean, Date, DateTime, Time];
}

/// <summary>How the rows of one entity refer to rows of another, or of the same.</summary>
public sealed record PlanRelation
{
    /// <summary>One of <see cref="RelationKinds"/>.</summary>
    public string Kind { get; init; } = RelationKinds.OneToMany;

    /// <summary>The entity referred to; it has a primary key.</summary>
    public string Parent { get; init; } = "";

    /// <summary>The entity that refers: the "many" side, the link table of a many-to-many relation, the entity itself in a self relation.</summary>
    public string Child { get; init; } = "";

    /// <summary>The foreign key: a column of the child whose generator is "foreign_key".</summary>
    public string Column { get; init; } = "";

    /// <summary>How many rows of the child each row of the parent has; null for any number from 0.</summary>
    public PerParent? PerParent { get; init; }

    /// <summary>
    /// How uneven the children are spread: 0 spreads them evenly, 1 as shops and websites see it (a fifth of the parents has about two thirds of the
    /// children), 2 and more for few very busy parents.
    /// </summary>
    /// <value>The default value is 1; one-to-one and self relations ignore it.</value>
    public double Skew { get; init; } = 1;

    /// <summary>"shuffled": children of one parent lie anywhere; "grouped": they follow each other, as lines of an order do.</summary>
    /// <value>The default value is "shuffled".</value>
    public string Arrangement { get; init; } = Arrangements.Shuffled;

    /// <summary>In a many-to-many relation the second entity that the link table refers to.</summary>
    public string? OtherParent { get; init; }

    /// <summary>In a many-to-many relation the link table's foreign key to <see cref="OtherParent"/>. No pair occurs twice.</summary>
    public string? OtherColumn { get; init; }

    /// <summary>How uneven the second entity is referred to, as <see cref="Skew"/>.</summary>
    /// <value>The default value is 1.</value>
    public double OtherSkew { get; init; } = 1;

    /// <summary>In a self relation the mean number of rows under one row, such as employees per manager.</summary>
    /// <value>The default value is 7.</value>
    public double Span { get; init; } = 7;

    /// <summary>In a self relation the number of rows at the top, which refer to nothing.</summary>
    /// <value>The default value is 1.</value>
    public long Roots { get; init; } = 1;
}

/// <summary>Bounds of how many children a parent has.</summary>
public sealed record PerParent
{
    /// <summary>The fewest.</summary>
    public long Min { get; init; }

    /// <summary>The most; null for no bound.</summary>
    public long? Max { get; init; }
}

/// <summary>The kinds of relations.</summary>
public static class RelationKinds
{
    /// <summary>Each child row refers to one parent row.</summary>
    public const string OneToMany = "one_to_many";

    /// <summary>Each child row refers to one parent row and no two to the same.</summary>
    public const string OneToOne = "one_to_one";

    /// <summary>Each row of the child (the link table) refers to one row of either parent, no pair twice.</summary>
    public const string ManyToMany = "many_to_many";

    /// <summary>Rows refer to rows of their own entity above them; never in a circle.</summary>
    public const string Self = "self";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [OneToMany, OneToOne, ManyToMany, Self];
}

/// <summary>Where the children of one parent lie.</summary>
public static class Arrangements
{
    /// <summary>Anywhere in the table.</summary>
    public const string Shuffled = "shuffled";

    /// <summary>One after another, in the parents' order.</summary>
    public const string Grouped = "grouped";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Shuffled, Grouped];
}

/// <summary>
/// Something that holds in every row. Generation makes it hold; the plan's score counts where it does. Formulas, sums, dates after dates and
/// life cycles are generators and need no rule.
/// </summary>
public sealed record PlanRule
{
    /// <summary>One of <see cref="RuleKinds"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The entity whose rows it is about.</summary>
    public string Entity { get; init; } = "";

    /// <summary>
    /// For "order": two or more columns whose values never decrease from left to right, where present. The first may be a parent's, such as
    /// "customer_id.signup_date". For "unique": the columns that together name a row.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>For "present_when" and "value_when": the column that depends.</summary>
    public string? Column { get; init; }

    /// <summary>For "present_when" and "value_when": what it depends on.</summary>
    public PlanCondition? When { get; init; }

    /// <summary>For "value_when": the values that the column can have under the condition.</summary>
    public JsonArray? Values { get; init; }

    /// <summary>For "value_when" of a number: the least value under the condition.</summary>
    public double? Min { get; init; }

    /// <summary>For "value_when" of a number: the greatest value under the condition.</summary>
    public double? Max { get; init; }
}

/// <summary>The kinds of rules.</summary>
public static class RuleKinds
{
    /// <summary>Values never decrease from one column to the next.</summary>
    public const string Order = "order";

    /// <summary>A column has a value exactly where the condition is met.</summary>
    public const string PresentWhen = "present_when";

    /// <summary>Where the condition is met, the value is one of a list or within bounds.</summary>
    public const string ValueWhen = "value_when";

    /// <summary>No two rows agree in all of the columns.</summary>
    public const string Unique = "unique";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Order, PresentWhen, ValueWhen, Unique];
}

/// <summary>A test of one column of the same row. All parts that are given must be met; a missing value meets none.</summary>
public sealed record PlanCondition
{
    /// <summary>The column tested.</summary>
    public string Column { get; init; } = "";

    /// <summary>The values that meet it; null to test the bounds alone.</summary>
    public JsonArray? In { get; init; }

    /// <summary>The least number that meets it.</summary>
    public double? Min { get; init; }

    /// <summary>The greatest number that meets it.</summary>
    public double? Max { get; init; }
}

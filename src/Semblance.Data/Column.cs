namespace Semblance.Data;

/// <summary>One column of a <see cref="Table"/>: its schema and its values in flat arrays. Read-only by agreement: nobody writes to the arrays after construction.</summary>
public abstract class Column
{
    private protected Column(ColumnSchema schema, int count, byte[]? missing)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (missing is not null && missing.Length != count)
        {
            throw new ArgumentException($"The missing mask of column '{schema.Name}' has {missing.Length} rows, its values {count}.", nameof(missing));
        }
        Schema = schema;
        Count = count;
        Missing = missing;
    }

    /// <summary>Name, kind and format.</summary>
    public ColumnSchema Schema { get; }

    /// <summary>The column's name.</summary>
    public string Name => Schema.Name;

    /// <summary>What the column holds.</summary>
    public ColumnKind Kind => Schema.Kind;

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>
    /// One byte per row: 0 for a value, k for a missing value written as <c>Schema.MissingTokens[k - 1]</c>. Null if nothing is missing.
    /// </summary>
    public byte[]? Missing { get; }

    /// <summary>Whether the value of a row is missing.</summary>
    public bool IsMissing(int row) => Missing is not null && Missing[row] != 0;

    /// <summary>The same values under another schema, of the same kind.</summary>
    internal Column With(ColumnSchema schema) => this switch
    {
        NumberColumn numbers => new NumberColumn(schema, numbers.Values, Missing),
        DateTimeColumn times => new DateTimeColumn(schema, times.Ticks, Missing),
        CategoryColumn categories => new CategoryColumn(schema, categories.Codes, Missing),
        StringColumn strings => new StringColumn(schema, strings.Values, Missing),
        _ => new EmptyColumn(schema, Missing ?? []),
    };

    /// <summary>The number of missing values; one pass over the mask.</summary>
    public int CountMissing() => Missing is null ? 0 : Missing.Length - Missing.AsSpan().Count((byte)0);
}

/// <summary>Numbers.</summary>
public sealed class NumberColumn : Column
{
    /// <summary>Creates the column over the given array, which it keeps.</summary>
    /// <param name="schema">A schema of kind <see cref="ColumnKind.Number"/>.</param>
    /// <param name="values">One value per row; NaN exactly where missing.</param>
    /// <param name="missing">See <see cref="Column.Missing"/>.</param>
    public NumberColumn(ColumnSchema schema, double[] values, byte[]? missing = null)
        : base(schema, values?.Length ?? throw new ArgumentNullException(nameof(values)), missing) => Values = values;

    /// <summary>The values, NaN where missing.</summary>
    public double[] Values { get; }
}

/// <summary>Dates, times of day, or both.</summary>
public sealed class DateTimeColumn : Column
{
    /// <summary>Creates the column over the given array, which it keeps.</summary>
    /// <param name="schema">A schema of kind <see cref="ColumnKind.DateTime"/>.</param>
    /// <param name="ticks">One value per row: <see cref="DateTime.Ticks"/>, or ticks since midnight for a time of day; 0 where missing.</param>
    /// <param name="missing">See <see cref="Column.Missing"/>.</param>
    public DateTimeColumn(ColumnSchema schema, long[] ticks, byte[]? missing = null)
        : base(schema, ticks?.Length ?? throw new ArgumentNullException(nameof(ticks)), missing) => Ticks = ticks;

    /// <summary>The values in ticks of 100 ns; 0 where missing.</summary>
    public long[] Ticks { get; }
}

/// <summary>Categories or booleans: codes into the schema's level list.</summary>
public sealed class CategoryColumn : Column
{
    /// <summary>Creates the column over the given array, which it keeps.</summary>
    /// <param name="schema">A schema of kind <see cref="ColumnKind.Category"/> or <see cref="ColumnKind.Boolean"/>, with its levels.</param>
    /// <param name="codes">One index into <see cref="ColumnSchema.Levels"/> per row; -1 exactly where missing.</param>
    /// <param name="missing">See <see cref="Column.Missing"/>.</param>
    public CategoryColumn(ColumnSchema schema, int[] codes, byte[]? missing = null)
        : base(schema, codes?.Length ?? throw new ArgumentNullException(nameof(codes)), missing) => Codes = codes;

    /// <summary>The codes, -1 where missing.</summary>
    public int[] Codes { get; }
}

/// <summary>Identifiers or free text, kept as UTF-8 in one flat buffer.</summary>
public sealed class StringColumn : Column
{
    /// <summary>Creates the column over the given values, which it keeps.</summary>
    /// <param name="schema">A schema of kind <see cref="ColumnKind.Identifier"/> or <see cref="ColumnKind.Text"/>.</param>
    /// <param name="values">One string per row; empty where missing.</param>
    /// <param name="missing">See <see cref="Column.Missing"/>.</param>
    public StringColumn(ColumnSchema schema, Utf8Strings values, byte[]? missing = null)
        : base(schema, values?.Count ?? throw new ArgumentNullException(nameof(values)), missing) => Values = values;

    /// <summary>The values, empty where missing.</summary>
    public Utf8Strings Values { get; }
}

/// <summary>A column in which every value is missing; <see cref="Column.Missing"/> says how each is written.</summary>
public sealed class EmptyColumn : Column
{
    /// <summary>Creates the column.</summary>
    /// <param name="schema">A schema of kind <see cref="ColumnKind.Empty"/>, with its missing tokens.</param>
    /// <param name="missing">See <see cref="Column.Missing"/>; no zero in it.</param>
    public EmptyColumn(ColumnSchema schema, byte[] missing)
        : base(schema, missing?.Length ?? throw new ArgumentNullException(nameof(missing)), missing)
    {
    }
}

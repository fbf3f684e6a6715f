using System.Text;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Writing;

/// <summary>What one column becomes in the file: its type, which of its missing values are nulls, and what the others are. Decided from the schema alone.</summary>
internal sealed class ColumnPlan
{
    private ColumnPlan(ColumnSchema schema, ParquetType type, byte[]?[] tokens, byte[][] levels, long zoneTicks)
    {
        Schema = schema;
        Type = type;
        Tokens = tokens;
        Levels = levels;
        ZoneTicks = zoneTicks;
        IsOptional = !type.IsRequired || tokens.Contains(null);
        Order = ValueOrders.Of(type);
    }

    /// <summary>The column.</summary>
    public ColumnSchema Schema { get; }

    /// <summary>Its type in the file.</summary>
    public ParquetType Type { get; }

    /// <summary>Per missing token: the value it stands for, plainly encoded without a length; null where it is a null.</summary>
    public byte[]?[] Tokens { get; }

    /// <summary>The levels, plainly encoded without lengths; empty for kinds without levels.</summary>
    public byte[][] Levels { get; }

    /// <summary>How far the clock that the column's values were read from is ahead of UTC, in ticks; 0 unless the column is written in UTC.</summary>
    public long ZoneTicks { get; }

    /// <summary>Whether the column may have nulls.</summary>
    public bool IsOptional { get; }

    /// <summary>How its values are ordered.</summary>
    public ValueOrder Order { get; }

    /// <summary>Decides for a column.</summary>
    public static ColumnPlan For(ColumnSchema schema)
    {
        ParquetType? kept = schema.Parquet;
        ParquetType type = kept is not null && kept.IsValid() && TypeChoice.CanHold(kept, schema) ? kept : TypeChoice.For(schema);
        if (TryEncode(schema.Levels, type) is not { } levels)
        {
            // Levels that are no values of the type: the column was made a category, and its levels are words.
            type = TypeChoice.Text;
            levels = TryEncode(schema.Levels, type)!;
        }
        byte[]?[] tokens = new byte[]?[schema.MissingTokens.Count];
        for (int i = 0; i < tokens.Length && kept is not null; i++)
        {
            tokens[i] = i + 1 == kept.NullCode ? null : TryEncode([schema.MissingTokens[i]], type)?[0];
        }
        long zone = type != kept && type.IsUtc ? TypeChoice.ZoneOf(schema.DateTime!).GetValueOrDefault() : 0;
        return new ColumnPlan(schema, type, tokens, levels, zone);
    }

    /// <summary>The leaf of the file's schema.</summary>
    public SchemaElement ToElement() => new(Schema.Name)
    {
        Type = Type.Physical,
        TypeLength = Type.Physical == ParquetPhysicalType.FixedLengthByteArray ? Type.Length : null,
        Repetition = IsOptional ? Repetition.Optional : Repetition.Required,
        Converted = Annotations.Converted(Type),
        Scale = Type.Logical == ParquetLogicalType.Decimal ? Type.Scale : null,
        Precision = Type.Logical == ParquetLogicalType.Decimal ? Type.Precision : null,
        Logical = Annotations.Logical(Type),
    };

    /// <summary>That a value cannot be written.</summary>
    public TableException Refuse(string value) => new($"Column '{Schema.Name}' is written as {Describe()}, which cannot hold '{value}'; give the column another type.");

    /// <summary>That a value is missing in a column that cannot have nulls.</summary>
    public TableException RefuseNull() => new($"Column '{Schema.Name}' cannot have missing values in a Parquet file like the one it came from, but has one.");

    private string Describe() => Type.Logical switch
    {
        ParquetLogicalType.Decimal => $"DECIMAL({Type.Precision}, {Type.Scale})",
        ParquetLogicalType.Integer => $"{(Type.IsUnsigned ? "UINT" : "INT")}{Type.Bits}",
        ParquetLogicalType.None => Type.Physical.ToString().ToUpperInvariant(),
        _ => Type.Logical.ToString().ToUpperInvariant(),
    };

    private static byte[][]? TryEncode(IReadOnlyList<string> texts, ParquetType type)
    {
        var encoder = new PlainText(type);
        var output = new ByteBuffer();
        byte[][] values = new byte[texts.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            output.Clear();
            if (!encoder.TryWrite(Encoding.UTF8.GetBytes(texts[i]), output))
            {
                return null;
            }
            values[i] = output.Written.ToArray();
        }
        return values;
    }
}

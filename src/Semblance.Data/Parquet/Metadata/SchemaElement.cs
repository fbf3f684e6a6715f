namespace Semblance.Data.Parquet.Metadata;

/// <summary>A node of the tree of fields, which the footer lists from the root down, each before its children.</summary>
/// <param name="Name">The field's name.</param>
internal sealed record SchemaElement(string Name)
{
    /// <summary>The type of a leaf; null for a structure.</summary>
    public ParquetPhysicalType? Type { get; init; }

    /// <summary>The length of values of fixed length.</summary>
    public int? TypeLength { get; init; }

    /// <summary>How often the field occurs; null for the root.</summary>
    public Repetition? Repetition { get; init; }

    /// <summary>The number of children of a structure.</summary>
    public int? ChildCount { get; init; }

    /// <summary>What the values mean, the older way.</summary>
    public ConvertedType? Converted { get; init; }

    /// <summary>Decimals, the older way: the digits after the point.</summary>
    public int? Scale { get; init; }

    /// <summary>Decimals, the older way: the digits in all.</summary>
    public int? Precision { get; init; }

    /// <summary>A number that some formats of tables know the field by.</summary>
    public int? FieldId { get; init; }

    /// <summary>What the values mean, the newer way.</summary>
    public LogicalAnnotation? Logical { get; init; }

    /// <summary>Reads the structure.</summary>
    public static SchemaElement Read(ref ThriftReader reader)
    {
        var element = new SchemaElement("");
        reader.ExpectStruct();
        int outer = reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id)
            {
                case 1:
                    element = element with { Type = (ParquetPhysicalType)reader.ReadI32() };
                    break;
                case 2:
                    element = element with { TypeLength = reader.ReadI32() };
                    break;
                case 3:
                    element = element with { Repetition = (Repetition)reader.ReadI32() };
                    break;
                case 4:
                    element = element with { Name = reader.ReadString() };
                    break;
                case 5:
                    element = element with { ChildCount = reader.ReadSize() };
                    break;
                case 6:
                    element = element with { Converted = (ConvertedType)reader.ReadI32() };
                    break;
                case 7:
                    element = element with { Scale = reader.ReadI32() };
                    break;
                case 8:
                    element = element with { Precision = reader.ReadI32() };
                    break;
                case 9:
                    element = element with { FieldId = reader.ReadI32() };
                    break;
                case 10:
                    element = element with { Logical = LogicalAnnotation.Read(ref reader) };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.EndStruct(outer);
        return element;
    }

    /// <summary>Writes the structure as an element of a list.</summary>
    public void Write(ThriftWriter writer)
    {
        writer.BeginStruct();
        writer.I32(1, (int?)Type);
        writer.I32(2, TypeLength);
        writer.I32(3, (int?)Repetition);
        writer.String(4, Name);
        writer.I32(5, ChildCount);
        writer.I32(6, (int?)Converted);
        writer.I32(7, Scale);
        writer.I32(8, Precision);
        writer.I32(9, FieldId);
        Logical?.Write(writer, 10);
        writer.EndStruct();
    }
}

using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Finds the columns of a flat table in the tree of fields of a file.</summary>
internal static class LeafColumns
{
    private const int MaxColumns = 50_000;
    private const int MaxDepth = 64;

    /// <summary>All leaves in their order, but what is not flat as one column; and the number of leaves.</summary>
    /// <exception cref="InvalidDataException">The tree is damaged.</exception>
    public static (IReadOnlyList<LeafColumn> Columns, int Leaves) Of(FileMetadata file)
    {
        if (file.Schema.Count == 0)
        {
            throw new InvalidDataException("its schema has no root");
        }
        if (file.Schema.Count > MaxColumns)
        {
            throw new InvalidDataException($"it has more than {MaxColumns} fields");
        }
        var walk = new Walk(file.Schema);
        for (int children = file.Schema[0].ChildCount ?? 0; children > 0; children--)
        {
            walk.Add("", 0, null, 1);
        }
        return walk.IsDone ? (walk.Columns, walk.Leaves) : throw new InvalidDataException("its schema has fields that do not belong to the tree");
    }

    // What is not flat, and how to make it so.
    private static string? Problem(SchemaElement element, string name)
    {
        string? what = (element.Logical?.Kind, element.Converted) switch
        {
            (LogicalKind.List, _) or (_, ConvertedType.List) => "a list",
            (LogicalKind.Map, _) or (_, ConvertedType.Map or ConvertedType.MapKeyValue) => "a map",
            (LogicalKind.Variant, _) => "of variant type",
            _ => element.Repetition == Repetition.Repeated ? "repeated" : null,
        };
        return what switch
        {
            null => null,
            "of variant type" => $"column '{name}' is {what}, and a table has values of one type per column: take out the fields that you need into columns of their own (in DuckDB: SELECT {name}.field), or leave it out (--drop on the command line)",
            _ => $"column '{name}' is {what}, and a table has one value per row and column: make a row of each element (in pandas: explode; in DuckDB: unnest), or a text (in DuckDB: to_json), or leave it out (--drop on the command line)",
        };
    }

    // The newer annotation counts; the older one where there is none, or one that is not known here.
    private static ParquetType TypeOf(SchemaElement element)
    {
        var type = new ParquetType(element.Type!.Value) { Length = element.Type == ParquetPhysicalType.FixedLengthByteArray ? element.TypeLength ?? 0 : 0 };
        ParquetType meant = element.Logical is { } logical && Meant(type, logical) is { } newer ? newer : Meant(type, element);
        // An annotation that does not fit the values is as good as none.
        return meant.IsValid() ? meant : type;
    }

    private static ParquetType? Meant(ParquetType type, LogicalAnnotation logical) => logical.Kind switch
    {
        LogicalKind.String => type with { Logical = ParquetLogicalType.String },
        LogicalKind.Enum => type with { Logical = ParquetLogicalType.Enum },
        LogicalKind.Json => type with { Logical = ParquetLogicalType.Json },
        LogicalKind.Uuid => type with { Logical = ParquetLogicalType.Uuid },
        LogicalKind.Float16 => type with { Logical = ParquetLogicalType.Float16 },
        LogicalKind.Date => type with { Logical = ParquetLogicalType.Date },
        LogicalKind.Null => type with { Logical = ParquetLogicalType.Null },
        LogicalKind.Decimal => type with { Logical = ParquetLogicalType.Decimal, Precision = logical.Precision, Scale = logical.Scale },
        LogicalKind.Time => type with { Logical = ParquetLogicalType.Time, Unit = logical.Unit, IsUtc = logical.IsUtc },
        LogicalKind.Timestamp => type with { Logical = ParquetLogicalType.Timestamp, Unit = logical.Unit, IsUtc = logical.IsUtc },
        LogicalKind.Integer => type with { Logical = ParquetLogicalType.Integer, Bits = logical.Bits, IsUnsigned = !logical.IsSigned },
        _ => null,
    };

    private static ParquetType Meant(ParquetType type, SchemaElement element) => element.Converted switch
    {
        ConvertedType.Utf8 => type with { Logical = ParquetLogicalType.String },
        ConvertedType.Enum => type with { Logical = ParquetLogicalType.Enum },
        ConvertedType.Json => type with { Logical = ParquetLogicalType.Json },
        ConvertedType.Date => type with { Logical = ParquetLogicalType.Date },
        ConvertedType.Interval => type with { Logical = ParquetLogicalType.Interval },
        ConvertedType.Decimal => type with { Logical = ParquetLogicalType.Decimal, Precision = element.Precision ?? 0, Scale = element.Scale ?? 0 },
        ConvertedType.TimeMillis => type with { Logical = ParquetLogicalType.Time, Unit = ParquetTimeUnit.Milliseconds, IsUtc = true },
        ConvertedType.TimeMicros => type with { Logical = ParquetLogicalType.Time, Unit = ParquetTimeUnit.Microseconds, IsUtc = true },
        ConvertedType.TimestampMillis => type with { Logical = ParquetLogicalType.Timestamp, Unit = ParquetTimeUnit.Milliseconds, IsUtc = true },
        ConvertedType.TimestampMicros => type with { Logical = ParquetLogicalType.Timestamp, Unit = ParquetTimeUnit.Microseconds, IsUtc = true },
        ConvertedType.UInt8 => Integer(type, 8, isUnsigned: true),
        ConvertedType.UInt16 => Integer(type, 16, isUnsigned: true),
        ConvertedType.UInt32 => Integer(type, 32, isUnsigned: true),
        ConvertedType.UInt64 => Integer(type, 64, isUnsigned: true),
        ConvertedType.Int8 => Integer(type, 8, isUnsigned: false),
        ConvertedType.Int16 => Integer(type, 16, isUnsigned: false),
        ConvertedType.Int32 => Integer(type, 32, isUnsigned: false),
        ConvertedType.Int64 => Integer(type, 64, isUnsigned: false),
        _ => type.Physical == ParquetPhysicalType.Int96 ? type with { Logical = ParquetLogicalType.Timestamp, Unit = ParquetTimeUnit.Nanoseconds } : type,
    };

    private static ParquetType Integer(ParquetType type, int bits, bool isUnsigned) => type with { Logical = ParquetLogicalType.Integer, Bits = bits, IsUnsigned = isUnsigned };

    /// <summary>A walk down the tree.</summary>
    private sealed class Walk(IReadOnlyList<SchemaElement> schema)
    {
        private int _at = 1;

        public List<LeafColumn> Columns { get; } = [];

        public int Leaves { get; private set; }

        public bool IsDone => _at == schema.Count;

        public void Add(string above, int level, LeafColumn? nested, int depth)
        {
            if (_at >= schema.Count)
            {
                throw new InvalidDataException("its schema ends too early");
            }
            if (depth > MaxDepth)
            {
                throw new InvalidDataException("its schema is nested too deep");
            }
            SchemaElement element = schema[_at++];
            string name = above.Length == 0 ? element.Name : above + "." + element.Name;
            level += element.Repetition == Repetition.Optional ? 1 : 0;
            if (nested is null && Problem(element, name) is string problem)
            {
                nested = new LeafColumn(Leaves, name, new ParquetType(ParquetPhysicalType.ByteArray), level, problem);
                Columns.Add(nested);
            }
            if (element.Type is null || element.ChildCount > 0)
            {
                for (int children = element.ChildCount ?? 0; children > 0; children--)
                {
                    Add(name, level, nested, depth + 1);
                }
                return;
            }
            if (nested is null)
            {
                ParquetType type = TypeOf(element) with { IsRequired = level == 0 };
                Columns.Add(type.IsValid()
                    ? new LeafColumn(Leaves, name, type, level, null)
                    : throw new InvalidDataException($"column '{name}' has a type that the format does not have"));
            }
            Leaves++;
        }
    }
}

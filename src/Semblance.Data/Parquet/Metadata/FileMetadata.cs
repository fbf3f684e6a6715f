namespace Semblance.Data.Parquet.Metadata;

/// <summary>The footer of a Parquet file: its schema and where everything is.</summary>
internal sealed record FileMetadata
{
    /// <summary>The version of the format: 1, or 2 for all that came later.</summary>
    public int Version { get; init; } = 2;

    /// <summary>The tree of fields, each before its children; the first is the root.</summary>
    public IReadOnlyList<SchemaElement> Schema { get; init; } = [];

    /// <summary>The number of rows.</summary>
    public long RowCount { get; init; }

    /// <summary>The rows in parts.</summary>
    public IReadOnlyList<RowGroup> RowGroups { get; init; } = [];

    /// <summary>What the writer says besides; keys may repeat, values be missing.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> KeyValues { get; init; } = [];

    /// <summary>The program that wrote the file.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Whether statistics of each column are in the order of its type, so that they can be believed. Only written.</summary>
    public bool HasColumnOrders { get; init; }

    /// <summary>Whether some columns are encrypted. Only read.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Reads the structure.</summary>
    /// <exception cref="InvalidDataException">The bytes are no footer.</exception>
    public static FileMetadata Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ThriftReader(bytes);
        var file = new FileMetadata();
        bool hasSchema = false, hasRowGroups = false;
        reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id)
            {
                case 1:
                    file = file with { Version = reader.ReadI32() };
                    break;
                case 2:
                    var schema = new List<SchemaElement>();
                    for (int left = reader.ReadList(); left > 0; left--)
                    {
                        schema.Add(SchemaElement.Read(ref reader));
                    }
                    file = file with { Schema = schema };
                    hasSchema = true;
                    break;
                case 3:
                    file = file with { RowCount = reader.ReadLongSize() };
                    break;
                case 4:
                    var groups = new List<RowGroup>();
                    for (int left = reader.ReadList(); left > 0; left--)
                    {
                        groups.Add(RowGroup.Read(ref reader));
                    }
                    file = file with { RowGroups = groups };
                    hasRowGroups = true;
                    break;
                case 5:
                    var pairs = new List<KeyValuePair<string, string?>>();
                    for (int left = reader.ReadList(); left > 0; left--)
                    {
                        pairs.Add(ReadPair(ref reader));
                    }
                    file = file with { KeyValues = pairs };
                    break;
                case 6:
                    file = file with { CreatedBy = reader.ReadString() };
                    break;
                case 8:
                    file = file with { IsEncrypted = true };
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        return hasSchema && hasRowGroups ? file : throw new InvalidDataException("there is no schema or no list of row groups in it");
    }

    /// <summary>Writes the structure.</summary>
    public void Write(ThriftWriter writer)
    {
        writer.BeginStruct();
        writer.I32(1, Version);
        writer.BeginList(2, ThriftType.Struct, Schema.Count);
        foreach (SchemaElement element in Schema)
        {
            element.Write(writer);
        }
        writer.I64(3, RowCount);
        writer.BeginList(4, ThriftType.Struct, RowGroups.Count);
        foreach (RowGroup group in RowGroups)
        {
            group.Write(writer);
        }
        if (KeyValues.Count > 0)
        {
            writer.BeginList(5, ThriftType.Struct, KeyValues.Count);
            foreach ((string key, string? value) in KeyValues)
            {
                writer.BeginStruct();
                writer.String(1, key);
                writer.String(2, value);
                writer.EndStruct();
            }
        }
        writer.String(6, CreatedBy);
        if (HasColumnOrders)
        {
            int leaves = Schema.Count(element => element.ChildCount is null);
            writer.BeginList(7, ThriftType.Struct, leaves);
            for (int i = 0; i < leaves; i++)
            {
                writer.BeginStruct();
                writer.EmptyStruct(1);
                writer.EndStruct();
            }
        }
        writer.EndStruct();
    }

    private static KeyValuePair<string, string?> ReadPair(ref ThriftReader reader)
    {
        string key = "";
        string? value = null;
        reader.ExpectStruct();
        int outer = reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id)
            {
                case 1:
                    key = reader.ReadString();
                    break;
                case 2:
                    value = reader.ReadString();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.EndStruct(outer);
        return new KeyValuePair<string, string?>(key, value);
    }
}

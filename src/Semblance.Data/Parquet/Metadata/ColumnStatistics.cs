namespace Semblance.Data.Parquet.Metadata;

/// <summary>What is said of the values of a chunk or page.</summary>
internal sealed record ColumnStatistics
{
    /// <summary>The largest value, plainly encoded, in an order that old writers did not agree on.</summary>
    public byte[]? OldMax { get; init; }

    /// <summary>The smallest value, plainly encoded, in an order that old writers did not agree on.</summary>
    public byte[]? OldMin { get; init; }

    /// <summary>The number of nulls.</summary>
    public long? NullCount { get; init; }

    /// <summary>The number of distinct values.</summary>
    public long? DistinctCount { get; init; }

    /// <summary>The largest value, plainly encoded, or a bound above it.</summary>
    public byte[]? Max { get; init; }

    /// <summary>The smallest value, plainly encoded, or a bound below it.</summary>
    public byte[]? Min { get; init; }

    /// <summary>Whether <see cref="Max"/> is a value and not just a bound.</summary>
    public bool? IsMaxExact { get; init; }

    /// <summary>Whether <see cref="Min"/> is a value and not just a bound.</summary>
    public bool? IsMinExact { get; init; }

    /// <summary>Reads the structure.</summary>
    public static ColumnStatistics Read(ref ThriftReader reader)
    {
        var statistics = new ColumnStatistics();
        reader.ExpectStruct();
        int outer = reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id)
            {
                case 1:
                    statistics = statistics with { OldMax = reader.ReadBinary().ToArray() };
                    break;
                case 2:
                    statistics = statistics with { OldMin = reader.ReadBinary().ToArray() };
                    break;
                case 3:
                    statistics = statistics with { NullCount = reader.ReadI64() };
                    break;
                case 4:
                    statistics = statistics with { DistinctCount = reader.ReadI64() };
                    break;
                case 5:
                    statistics = statistics with { Max = reader.ReadBinary().ToArray() };
                    break;
                case 6:
                    statistics = statistics with { Min = reader.ReadBinary().ToArray() };
                    break;
                case 7:
                    statistics = statistics with { IsMaxExact = reader.ReadBool() };
                    break;
                case 8:
                    statistics = statistics with { IsMinExact = reader.ReadBool() };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.EndStruct(outer);
        return statistics;
    }

    /// <summary>Writes the structure as a field.</summary>
    public void Write(ThriftWriter writer, int id)
    {
        writer.BeginStruct(id);
        writer.Binary(1, OldMax);
        writer.Binary(2, OldMin);
        writer.I64(3, NullCount);
        writer.I64(4, DistinctCount);
        writer.Binary(5, Max);
        writer.Binary(6, Min);
        writer.Bool(7, IsMaxExact);
        writer.Bool(8, IsMinExact);
        writer.EndStruct();
    }
}

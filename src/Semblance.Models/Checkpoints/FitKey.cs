using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Semblance.Data;

namespace Semblance.Models.Checkpoints;

/// <summary>Names a fit by all that its result depends on: the table's columns and values, the family, the configuration, the seed.</summary>
internal static class FitKey
{
    /// <summary>The SHA-256 of all of it.</summary>
    public static byte[] Of(Table table, ModelConfig config, ulong seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, config.Family);
        Add(hash, config.ToJson());
        hash.AppendData(BitConverter.GetBytes(seed));
        hash.AppendData(BitConverter.GetBytes(table.RowCount));
        foreach (Column column in table.Columns)
        {
            Add(hash, JsonSerializer.Serialize(column.Schema, ModelHeaderJson.Default.ColumnSchema));
            byte[] missing = column.Missing ?? [];
            hash.AppendData(BitConverter.GetBytes(missing.Length));
            hash.AppendData(missing);
            switch (column)
            {
                case NumberColumn numbers:
                    hash.AppendData(MemoryMarshal.AsBytes(numbers.Values.AsSpan()));
                    break;
                case DateTimeColumn dates:
                    hash.AppendData(MemoryMarshal.AsBytes(dates.Ticks.AsSpan()));
                    break;
                case CategoryColumn categories:
                    hash.AppendData(MemoryMarshal.AsBytes(categories.Codes.AsSpan()));
                    break;
                case StringColumn strings:
                    for (int row = 0; row < strings.Count; row++)
                    {
                        hash.AppendData(BitConverter.GetBytes(strings.Values[row].Length));
                        hash.AppendData(strings.Values[row]);
                    }
                    break;
            }
        }
        return hash.GetHashAndReset();
    }

    /// <summary>A text with its length before it, so that no two sequences of texts are alike.</summary>
    private static void Add(IncrementalHash hash, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}

namespace Semblance.Data.Parquet;

/// <summary>How a Parquet file is written.</summary>
public sealed record ParquetLayout : FileLayout
{
    /// <inheritdoc/>
    public override TableFormat Format => TableFormat.Parquet;

    /// <summary>The codec of most of its bytes. The default value is <see cref="CompressionCodec.Snappy"/>.</summary>
    public CompressionCodec Codec { get; init; } = CompressionCodec.Snappy;

    /// <summary>What the file says of itself besides its columns, such as under the key "pandas". The default is empty.</summary>
    public IReadOnlyDictionary<string, string> KeyValues { get; init; } = new Dictionary<string, string>();
}

namespace Semblance.Data.Parquet.Metadata;

/// <summary>How the pages of a column chunk are compressed; the numbers are those of parquet.thrift.</summary>
internal enum CompressionCodec
{
    /// <summary>Not at all.</summary>
    Uncompressed = 0,

    /// <summary>Snappy's raw format.</summary>
    Snappy = 1,

    /// <summary>One or several gzip members.</summary>
    Gzip = 2,

    /// <summary>LZO; no format for it was ever written down.</summary>
    Lzo = 3,

    /// <summary>Brotli.</summary>
    Brotli = 4,

    /// <summary>LZ4 in whatever framing the writer had; deprecated.</summary>
    Lz4 = 5,

    /// <summary>Zstandard frames.</summary>
    Zstd = 6,

    /// <summary>One LZ4 block.</summary>
    Lz4Raw = 7,
}

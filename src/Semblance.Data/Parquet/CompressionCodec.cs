namespace Semblance.Data.Parquet;

/// <summary>How the pages of a Parquet file are compressed; the numbers are those of the format.</summary>
public enum CompressionCodec
{
    /// <summary>Not at all.</summary>
    Uncompressed = 0,

    /// <summary>Snappy.</summary>
    Snappy = 1,

    /// <summary>Gzip, of one or several members.</summary>
    Gzip = 2,

    /// <summary>LZO; hardly any reader has it, and neither does this one.</summary>
    Lzo = 3,

    /// <summary>Brotli.</summary>
    Brotli = 4,

    /// <summary>LZ4 in the framing of Hadoop, or, by some writers, in LZ4's own, or in none.</summary>
    Lz4 = 5,

    /// <summary>Zstandard.</summary>
    Zstd = 6,

    /// <summary>LZ4 blocks without framing.</summary>
    Lz4Raw = 7,
}

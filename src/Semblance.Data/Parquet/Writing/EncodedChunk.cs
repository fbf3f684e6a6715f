using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Writing;

/// <summary>A page within a chunk.</summary>
/// <param name="Offset">Of its header from the chunk's first byte.</param>
/// <param name="Size">Its length with its header.</param>
/// <param name="FirstRow">The number of its first row within the row group.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="NullCount">The number of nulls among them.</param>
/// <param name="Bounds">Of its values.</param>
internal readonly record struct EncodedPage(int Offset, int Size, int FirstRow, int Rows, int NullCount, ValueBounds? Bounds);

/// <summary>The smallest and the largest value of a page or chunk, plainly encoded; or bounds below and above them.</summary>
internal sealed record ValueBounds(byte[] Min, byte[] Max);

/// <summary>What is known of a chunk whose pages are encoded.</summary>
internal sealed record EncodedChunk
{
    /// <summary>The number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>The length of the dictionary page with its header; 0 if there is none.</summary>
    public required int DictionarySize { get; init; }

    /// <summary>The length of all pages with their headers, were they not compressed.</summary>
    public required long UncompressedSize { get; init; }

    /// <summary>The encodings of its pages.</summary>
    public required IReadOnlyList<PageEncoding> Encodings { get; init; }

    /// <summary>The data pages.</summary>
    public required IReadOnlyList<EncodedPage> Pages { get; init; }

    /// <summary>What is said of all its values.</summary>
    public required ColumnStatistics Statistics { get; init; }
}

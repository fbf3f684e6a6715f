using System.Buffers.Binary;
using Semblance.Data.Files;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Finds and reads the footer of a file.</summary>
/// <param name="Metadata">The footer.</param>
/// <param name="PagesEnd">Where it begins.</param>
internal sealed record ParquetFooter(FileMetadata Metadata, long PagesEnd)
{
    private const int TailLength = 8;
    private const int MagicLength = 4;

    /// <summary>Reads the footer.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="TableException">The file is no whole Parquet file, or is encrypted.</exception>
    public static ParquetFooter Read(RandomFile file, string name)
    {
        if (file.Length < MagicLength + TailLength)
        {
            throw CutShort(name);
        }
        Span<byte> tail = stackalloc byte[TailLength];
        file.Read(file.Length - TailLength, tail);
        if (tail[4..].SequenceEqual("PARE"u8))
        {
            throw Encrypted(name);
        }
        if (!tail[4..].SequenceEqual("PAR1"u8))
        {
            throw CutShort(name);
        }
        long length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        long start = file.Length - TailLength - length;
        if (start < MagicLength || length > Array.MaxLength)
        {
            throw new TableException($"{name} is a damaged Parquet file: its footer is said to have {length} bytes, the file has {file.Length}.");
        }
        byte[] bytes = new byte[length];
        file.Read(start, bytes);
        try
        {
            return new ParquetFooter(FileMetadata.Read(bytes), start);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new TableException($"{name} is a damaged Parquet file: its footer cannot be read ({e.Message}).", e);
        }
    }

    /// <summary>That a file is encrypted.</summary>
    public static TableException Encrypted(string name) => new($"{name} is an encrypted Parquet file; write it without encryption first.");

    private static TableException CutShort(string name) => new($"{name} begins as a Parquet file and does not end as one; the file is cut short: copy it again.");
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Semblance.Data;
using Semblance.Models.Encoding;
using Semblance.Models.Strings;

namespace Semblance.Models;

/// <summary>
/// Model files: data only, never code. All numbers little-endian: 8 bytes of signature; the format version (4 bytes); the lengths of header
/// and body (8 bytes each); the header, JSON in UTF-8 (family, training rows, the columns' schemas and encodings); the body (string
/// generators in the order of their columns, then the family's section); SHA-256 of all before it. The same fit gives the same bytes.
/// </summary>
public static class ModelFile
{
    /// <summary>The version that this library writes; it reads this one and all before it.</summary>
    public const int FormatVersion = 2;

    private const int FixedLength = 8 + 4 + 8 + 8;

    // As in PNG files: the first byte is not text, and the line ends show a transfer that changed them.
    private static ReadOnlySpan<byte> Signature => [0x8F, (byte)'S', (byte)'M', (byte)'B', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a model to a stream, which need not be seekable.</summary>
    /// <exception cref="ArgumentException">The model is not one of this library's.</exception>
    public static void Save(IFittedModel model, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (model is not JointFittedModel fitted)
        {
            throw new ArgumentException($"A {model?.GetType().Name ?? "null"} is not a model that this library has fitted.", nameof(model));
        }
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(ModelHeader.Of(fitted), ModelHeaderJson.Default.ModelHeader);
        using var file = new MemoryStream();
        file.SetLength(FixedLength);
        file.Position = FixedLength;
        file.Write(header);
        using (var writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            foreach (ColumnEncoding column in fitted.Encoding.Columns)
            {
                if (column.Generator is { } generator)
                {
                    StringGenerators.Write(generator, writer);
                }
            }
            fitted.Joint.Write(writer);
        }
        Span<byte> start = file.GetBuffer().AsSpan(0, FixedLength);
        Signature.CopyTo(start);
        BinaryPrimitives.WriteInt32LittleEndian(start[8..], FormatVersion);
        BinaryPrimitives.WriteInt64LittleEndian(start[12..], header.Length);
        BinaryPrimitives.WriteInt64LittleEndian(start[20..], file.Length - FixedLength - header.Length);
        ReadOnlySpan<byte> all = file.GetBuffer().AsSpan(0, (int)file.Length);
        stream.Write(all);
        stream.Write(SHA256.HashData(all));
    }

    /// <summary>Reads a model from a stream, to its end.</summary>
    /// <exception cref="TableException">This is no model file, it is cut short or altered, or a later version wrote it.</exception>
    public static IFittedModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        ReadOnlySpan<byte> file = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        if (file.Length < Signature.Length || !file[..Signature.Length].SequenceEqual(Signature))
        {
            throw new TableException("This is not a Semblance model file: it does not start with the signature of one.");
        }
        if (file.Length < FixedLength)
        {
            throw new TableException("The model file is cut short: it ends within its first line; make or copy it again.");
        }
        int version = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        if (version > FormatVersion)
        {
            throw new TableException($"The model file has format version {version}; this program reads versions up to {FormatVersion}, so a later program is needed.");
        }
        long headerLength = BinaryPrimitives.ReadInt64LittleEndian(file[12..]), bodyLength = BinaryPrimitives.ReadInt64LittleEndian(file[20..]);
        long length = file.Length - FixedLength - SHA256.HashSizeInBytes;
        if (version < 1 || headerLength < 0 || bodyLength < 0 || headerLength > length || bodyLength != length - headerLength)
        {
            throw new TableException("The model file is cut short or has bytes too many; make or copy it again.");
        }
        if (!SHA256.HashData(file[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..]))
        {
            throw new TableException("The model file was altered after it was written: its checksum does not fit; make or copy it again.");
        }
        try
        {
            ModelHeader header = JsonSerializer.Deserialize(file.Slice(FixedLength, (int)headerLength), ModelHeaderJson.Default.ModelHeader)
                ?? throw new InvalidDataException("The header is empty.");
            using var body = new MemoryStream(copy.GetBuffer(), FixedLength + (int)headerLength, (int)bodyLength, writable: false);
            using var reader = new ModelReader(body, version);
            return header.Read(reader);
        }
        catch (Exception error) when (error is not (TableException or OutOfMemoryException))
        {
            // Whatever goes wrong with bytes that the checksum vouches for, the file is at fault.
            throw new TableException($"The model file cannot be understood: {error.Message}", error);
        }
    }
}

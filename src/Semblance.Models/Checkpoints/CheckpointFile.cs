using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Semblance.Models.Checkpoints;

/// <summary>
/// Checkpoint files: data only. All numbers little-endian: 8 bytes of signature; the format version (4 bytes); the seed of the fit (8 bytes);
/// 32 bytes that name the fit (<see cref="FitKey"/>); the length of the state (8 bytes); the state; SHA-256 of all before it. Unlike models,
/// checkpoints are not for keeping: a program of another version does not read them.
/// </summary>
public static class CheckpointFile
{
    /// <summary>The version that this library writes and reads; to be raised whenever the state of any family changes.</summary>
    public const int FormatVersion = 3;

    private const int FixedLength = 8 + 4 + 8 + SHA256.HashSizeInBytes + 8;
    private const int KeyAt = 8 + 4 + 8;

    private static ReadOnlySpan<byte> Signature => [0x8F, (byte)'S', (byte)'M', (byte)'C', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The seed of the fit that a checkpoint belongs to, for callers who draw a seed for each new fit and must go on with the old one.</summary>
    /// <param name="stream">A checkpoint, from its start.</param>
    /// <exception cref="CheckpointException">It is no checkpoint of this version.</exception>
    public static ulong ReadSeed(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var start = new byte[KeyAt];
        Check(start.AsSpan(0, stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
        return BinaryPrimitives.ReadUInt64LittleEndian(start.AsSpan(12));
    }

    /// <summary>Writes a checkpoint.</summary>
    internal static void Write(Stream stream, ulong seed, byte[] key, Action<BinaryWriter> write)
    {
        using var file = new MemoryStream();
        file.SetLength(FixedLength);
        file.Position = FixedLength;
        using var writer = new BinaryWriter(file);
        write(writer);
        writer.Flush();
        Span<byte> start = file.GetBuffer().AsSpan(0, FixedLength);
        Signature.CopyTo(start);
        BinaryPrimitives.WriteInt32LittleEndian(start[8..], FormatVersion);
        BinaryPrimitives.WriteUInt64LittleEndian(start[12..], seed);
        key.CopyTo(start[KeyAt..]);
        BinaryPrimitives.WriteInt64LittleEndian(start[(FixedLength - 8)..], file.Length - FixedLength);
        ReadOnlySpan<byte> all = file.GetBuffer().AsSpan(0, (int)file.Length);
        stream.Write(all);
        stream.Write(SHA256.HashData(all));
    }

    /// <summary>Reads a checkpoint to its end.</summary>
    /// <exception cref="CheckpointException">It is no checkpoint, of another version or another fit, cut short or altered.</exception>
    internal static void Read(Stream stream, byte[] key, Action<BinaryReader> read)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        ReadOnlySpan<byte> file = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        Check(file);
        if (file.Length < FixedLength + SHA256.HashSizeInBytes
            || BinaryPrimitives.ReadInt64LittleEndian(file[(FixedLength - 8)..]) != file.Length - FixedLength - SHA256.HashSizeInBytes)
        {
            throw new CheckpointException("The checkpoint is cut short or has bytes too many; remove it to train from the start.");
        }
        if (!SHA256.HashData(file[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..]))
        {
            throw new CheckpointException("The checkpoint was altered after it was written: its checksum does not fit; remove it to train from the start.");
        }
        if (!file.Slice(KeyAt, SHA256.HashSizeInBytes).SequenceEqual(key))
        {
            throw new CheckpointException("The checkpoint belongs to the training of another table, or with another model, options or seed; go on with those, or remove it to train from the start.");
        }
        try
        {
            using var state = new MemoryStream(copy.GetBuffer(), FixedLength, file.Length - FixedLength - SHA256.HashSizeInBytes, writable: false);
            using var reader = new BinaryReader(state);
            read(reader);
            if (state.Position != state.Length)
            {
                throw new InvalidDataException("there is more in it than the state.");
            }
        }
        catch (Exception error) when (error is not (CheckpointException or OutOfMemoryException or OperationCanceledException))
        {
            throw new CheckpointException($"The checkpoint cannot be understood: {error.Message}", error);
        }
    }

    private static void Check(ReadOnlySpan<byte> file)
    {
        if (file.Length < KeyAt || !file[..Signature.Length].SequenceEqual(Signature))
        {
            throw new CheckpointException("This is not a checkpoint of Semblance; remove it to train from the start.");
        }
        int version = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        if (version != FormatVersion)
        {
            throw new CheckpointException($"The checkpoint has format version {version} and this program goes on from version {FormatVersion} only; remove it to train from the start.");
        }
    }
}

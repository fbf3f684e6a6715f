using Semblance.Data.Files;
using Semblance.Data.Parquet.Compression;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Reading;

/// <summary>
/// Walks over the pages of column chunks, one chunk after another: reads them in pieces, checks, unpacks, and decodes which values are
/// there. Takes memory for a page at a time, and no more for one than its packed bytes can hold. Not thread-safe; one per worker.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="end">Where the pages end and the footer begins.</param>
/// <param name="mostBytes">The most bytes that the pages read here may unpack to.</param>
internal sealed class ChunkPages(RandomFile file, long end, long mostBytes)
{
    // A header is a few dozen bytes, unless it has statistics of long texts.
    private const int UsualHeader = 1 << 10;
    private const int MaxHeader = 16 << 20;
    private const int MaxPage = 1 << 30;

    // Read ahead at least so much, so that small pages do not each take a call to the system.
    private const int Piece = 1 << 18;

    private byte[] _raw = [];
    private int _rawStart;
    private int _rawEnd;
    private byte[] _page = [];
    private byte[] _present = [];
    private long _position;
    private long _valuesLeft;
    private long _unpacked;
    private CompressionCodec _codec;
    private int _highestLevel;
    private PageHeader _header = new();
    private int _valuesStart;
    private int _valuesEnd;
    private bool _inRaw;

    /// <summary>Whether the page is the dictionary of those after it.</summary>
    public bool IsDictionary => _header.Type == PageType.Dictionary;

    /// <summary>How the values are encoded.</summary>
    public PageEncoding Encoding => _header.Encoding;

    /// <summary>The number of rows of a data page, or of values in a dictionary.</summary>
    public int Count => _header.ValueCount;

    /// <summary>The number of values that are there.</summary>
    public int PresentCount { get; private set; }

    /// <summary>Per row of a data page, 1 for a value and 0 for a null. Of no use if <see cref="PresentCount"/> is <see cref="Count"/>.</summary>
    public ReadOnlySpan<byte> Present => _present.AsSpan(0, Count);

    /// <summary>The encoded values, unpacked.</summary>
    public ReadOnlySpan<byte> Values => (_inRaw ? _raw : _page).AsSpan(_valuesStart, _valuesEnd - _valuesStart);

    /// <summary>The bytes of the file that were read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Goes to the beginning of a chunk.</summary>
    public void Open(ColumnMetadata chunk, LeafColumn leaf)
    {
        // Some writers note an offset of 0 for no dictionary, others note none where there is one.
        long dictionary = chunk.DictionaryPageOffset is long offset and > 0 && offset < chunk.DataPageOffset ? offset : chunk.DataPageOffset;
        _position = dictionary;
        _rawStart = _rawEnd = 0;
        _valuesLeft = chunk.ValueCount;
        _codec = chunk.Codec;
        _highestLevel = leaf.HighestLevel;
    }

    /// <summary>Goes to the next page; false after the last value.</summary>
    /// <exception cref="InvalidDataException">The page is damaged; the message is a clause.</exception>
    /// <exception cref="NotSupportedException">The page is packed in a way that is not known here.</exception>
    public bool Next()
    {
        while (_valuesLeft > 0)
        {
            _header = ReadHeader();
            if (_header.Type == PageType.Index)
            {
                Fill(_header.CompressedSize);
                Skip(_header.CompressedSize);
                continue;
            }
            if (!IsDictionary)
            {
                if (Count > _valuesLeft)
                {
                    throw new InvalidDataException($"a page has {Count} values where {_valuesLeft} are left");
                }
                _valuesLeft -= Count;
            }
            ReadPage();
            return true;
        }
        return false;
    }

    /// <summary>Goes to the end of the chunk by the headers alone.</summary>
    /// <exception cref="InvalidDataException">There are fewer values than announced, or a header is damaged.</exception>
    public void CountOnly()
    {
        while (_valuesLeft > 0)
        {
            PageHeader header = ReadHeader();
            _valuesLeft -= header.Type is PageType.Data or PageType.DataV2 ? Math.Max(header.ValueCount, 0) : 0;
            // What was not read ahead is passed over.
            int ahead = Math.Min(header.CompressedSize, _rawEnd - _rawStart);
            Skip(ahead);
            _position += header.CompressedSize - ahead;
        }
    }

    private PageHeader ReadHeader()
    {
        for (int size = UsualHeader; ; size *= 8)
        {
            bool isAll = !TryFill(size);
            ReadOnlySpan<byte> bytes = _raw.AsSpan(_rawStart, Math.Min(size, _rawEnd - _rawStart));
            try
            {
                PageHeader header = PageHeader.Read(bytes, out int length);
                Skip(length);
                return header;
            }
            catch (InvalidDataException e) when (!isAll && size < MaxHeader)
            {
                _ = e;
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"a page header is damaged ({e.Message})", e);
            }
        }
    }

    private void ReadPage()
    {
        PageHeader header = _header;
        Fill(header.CompressedSize);
        ReadOnlySpan<byte> raw = _raw.AsSpan(_rawStart, header.CompressedSize);
        if (header.Crc is int crc && (int)System.IO.Hashing.Crc32.HashToUInt32(raw) != crc)
        {
            throw new InvalidDataException("the checksum of a page does not fit its bytes");
        }
        // Levels of the second version stand before the packed part.
        int levels = header.Type == PageType.DataV2 ? checked(header.RepetitionBytes + header.DefinitionBytes) : 0;
        if (levels > raw.Length || levels > header.UncompressedSize)
        {
            throw new InvalidDataException($"a page of {raw.Length} bytes has levels of {levels}");
        }
        int start = _rawStart;
        Skip(header.CompressedSize);
        bool isPacked = _codec != CompressionCodec.Uncompressed && (header.Type != PageType.DataV2 || header.IsCompressed);
        _inRaw = !isPacked;
        if (isPacked)
        {
            Unpack(raw[levels..], header.UncompressedSize - levels);
            (_valuesStart, _valuesEnd) = (0, header.UncompressedSize - levels);
        }
        else
        {
            (_valuesStart, _valuesEnd) = (start + levels, start + raw.Length);
        }
        PresentCount = Count;
        if (!IsDictionary && _highestLevel > 0)
        {
            Room(ref _present, Count);
            ReadLevels(header.Type == PageType.DataV2 ? raw.Slice(header.RepetitionBytes, header.DefinitionBytes) : []);
        }
    }

    private void Unpack(ReadOnlySpan<byte> packed, int size)
    {
        if (size > MaxPage)
        {
            throw new InvalidDataException($"a page has {size} bytes; at most {MaxPage} can be read");
        }
        if (size > mostBytes - _unpacked)
        {
            throw new NotSupportedException($"its pages unpack to more than {mostBytes} bytes");
        }
        _unpacked += size;
        if (size > MostUnpacked(packed.Length))
        {
            throw new InvalidDataException($"a page of {packed.Length} packed bytes is said to have {size}");
        }
        Room(ref _page, size);
        // Of nothing, some writers keep nothing and others what their codec makes of it.
        if (size > 0)
        {
            PageDecompressor.Decompress(_codec, packed, _page.AsSpan(0, size));
        }
    }

    // What the codecs can make of some bytes at the very most.
    private long MostUnpacked(long packed) => _codec switch
    {
        CompressionCodec.Snappy => (packed * 32) + 64,
        CompressionCodec.Lz4 or CompressionCodec.Lz4Raw => (packed * 256) + 64,
        CompressionCodec.Gzip => (packed * 1040) + 64,
        _ => (packed * 100_000) + (1 << 20),
    };

    private void ReadLevels(ReadOnlySpan<byte> levels)
    {
        Span<byte> present = _present.AsSpan(0, Count);
        if (_header.Type == PageType.DataV2)
        {
            PresentCount = levels.IsEmpty && Count > 0 && _header.NullCount == 0 ? Count : DefinitionLevels.Decode(levels, _highestLevel, present);
            return;
        }
        ReadOnlySpan<byte> values = Values;
        if (_header.DefinitionEncoding == PageEncoding.BitPacked)
        {
            PresentCount = DefinitionLevels.DecodeOld(values, _highestLevel, present, out int bytes);
            _valuesStart += bytes;
            return;
        }
        if (_header.DefinitionEncoding != PageEncoding.Rle)
        {
            throw new InvalidDataException($"levels have the encoding {(int)_header.DefinitionEncoding}, which is not one for levels");
        }
        int length = values.Length >= 4 ? System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(values) : -1;
        if (length < 0 || length > values.Length - 4)
        {
            throw new InvalidDataException("its levels are longer than the page");
        }
        PresentCount = DefinitionLevels.Decode(values.Slice(4, length), _highestLevel, present);
        _valuesStart += 4 + length;
    }

    private void Skip(int count) => _rawStart += count;

    private void Fill(int count)
    {
        if (!TryFill(count))
        {
            throw new InvalidDataException("a page goes beyond the end of the pages");
        }
    }

    // Makes so many bytes lie together; false if there are not so many.
    private bool TryFill(int count)
    {
        int have = _rawEnd - _rawStart;
        if (have >= count)
        {
            return true;
        }
        long left = end - _position;
        int more = (int)Math.Min(Math.Max(count - have, Piece), Math.Max(left, 0));
        if (have + (long)more > _raw.Length)
        {
            byte[] raw = GC.AllocateUninitializedArray<byte>((int)Math.Max(have + (long)more, Math.Min(2L * Piece, Array.MaxLength)));
            _raw.AsSpan(_rawStart, have).CopyTo(raw);
            _raw = raw;
        }
        else
        {
            _raw.AsSpan(_rawStart, have).CopyTo(_raw);
        }
        (_rawStart, _rawEnd) = (0, have);
        file.Read(_position, _raw.AsSpan(have, more));
        _rawEnd += more;
        _position += more;
        BytesRead += more;
        return _rawEnd >= count;
    }

    private static void Room(ref byte[] array, int size)
    {
        if (array.Length < size)
        {
            array = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(size, array.Length * 2L), Array.MaxLength));
        }
    }
}

namespace Semblance.Data.Parquet.Reading;

/// <summary>
/// Decodes the hybrid of runs and packed groups that dictionary indexes, levels and truth values are kept in: each part is a number of
/// equal values, or a number of groups of eight, of <paramref name="width"/> bits each.
/// </summary>
/// <param name="data">The parts.</param>
/// <param name="width">The bits of a value, 0 to 32.</param>
internal ref struct HybridDecoder(ReadOnlySpan<byte> data, int width)
{
    private readonly ReadOnlySpan<byte> _data = width is >= 0 and <= 32 ? data : throw new InvalidDataException($"its values have {width} bits each");
    private int _position;
    private long _left;
    private int _runValue;
    private bool _isRun;
    private int _packedStart;
    private int _packedTaken;

    /// <summary>
    /// The next values, as far as they lie together: a run has one value for all of them (<paramref name="value"/>), which leaves
    /// <paramref name="target"/> as it is; otherwise they are unpacked.
    /// </summary>
    /// <param name="target">Room for at least one value.</param>
    /// <param name="isRun">Whether the values are a run.</param>
    /// <param name="value">The value of the run.</param>
    /// <returns>How many values there are, not more than the room.</returns>
    /// <exception cref="InvalidDataException">There are no more.</exception>
    public int Next(scoped Span<int> target, out bool isRun, out int value)
    {
        while (_left == 0)
        {
            ReadPart();
        }
        int count = (int)Math.Min(_left, target.Length);
        isRun = _isRun;
        value = _runValue;
        if (!_isRun)
        {
            count = Unpack(target[..count]);
        }
        _left -= count;
        return count;
    }

    /// <summary>The rest of a run, if the next values are one, but not more than asked for; 0 if they are packed.</summary>
    /// <exception cref="InvalidDataException">There are no more.</exception>
    public int NextRun(int most, out int value)
    {
        while (_left == 0)
        {
            ReadPart();
        }
        value = _runValue;
        if (!_isRun)
        {
            return 0;
        }
        int count = (int)Math.Min(_left, most);
        _left -= count;
        return count;
    }

    /// <summary>Of values of one bit, the next that are packed, but not more than asked for; 0 if they do not begin at a byte.</summary>
    public int NextBits(int most, out ReadOnlySpan<byte> bits)
    {
        bits = [];
        if (_isRun || _packedTaken % 8 != 0)
        {
            return 0;
        }
        int count = (int)Math.Min(_left, most);
        bits = _data[(_packedStart + (_packedTaken / 8))..];
        _packedTaken += count;
        _left -= count;
        return count;
    }

    /// <summary>Decodes as many values as there is room for.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public void Decode(scoped Span<int> target)
    {
        while (target.Length > 0)
        {
            int count = Next(target, out bool isRun, out int value);
            if (isRun)
            {
                target[..count].Fill(value);
            }
            target = target[count..];
        }
    }

    private int Unpack(scoped Span<int> target)
    {
        // Whole groups of eight end at a byte, so that the next call begins at one.
        int offset = _packedTaken % 8;
        int start = _packedStart + (_packedTaken / 8 * width);
        if (offset == 0)
        {
            BitUnpacker.Unpack(_data[start..], width, target);
            _packedTaken += target.Length;
            return target.Length;
        }
        Span<int> group = stackalloc int[8];
        BitUnpacker.Unpack(_data[start..], width, group);
        int count = Math.Min(8 - offset, target.Length);
        group.Slice(offset, count).CopyTo(target);
        _packedTaken += count;
        return count;
    }

    private void ReadPart()
    {
        uint header = ReadVarint();
        if ((header & 1) == 0)
        {
            int bytes = (width + 7) / 8;
            if (bytes > _data.Length - _position)
            {
                throw TooShort();
            }
            uint value = 0;
            for (int i = 0; i < bytes; i++)
            {
                value |= (uint)_data[_position++] << (8 * i);
            }
            if (width < 32 && value >> width != 0)
            {
                throw new InvalidDataException($"a run has the value {value}, which does not fit into {width} bits");
            }
            (_isRun, _left, _runValue) = (true, header >> 1, (int)value);
            return;
        }
        long groups = header >> 1;
        long available = _data.Length - _position;
        // Some writers leave out the bytes of the last group that no value needs.
        long wanted = groups * width;
        _left = wanted <= available || width == 0 ? groups * 8 : available * 8 / width;
        (_isRun, _packedStart, _packedTaken) = (false, _position, 0);
        _position += (int)Math.Min(wanted, available);
        if (_left == 0 && groups > 0)
        {
            throw TooShort();
        }
    }

    private uint ReadVarint()
    {
        uint value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            if (_position == _data.Length)
            {
                throw TooShort();
            }
            byte next = _data[_position++];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
        throw new InvalidDataException("a run has a length of too many bytes");
    }

    private static InvalidDataException TooShort() => new("it has fewer values than announced");
}

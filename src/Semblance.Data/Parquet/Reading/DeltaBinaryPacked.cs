namespace Semblance.Data.Parquet.Reading;

/// <summary>Decodes whole numbers that are kept as differences, in blocks with a smallest difference each and parts of some bits per number.</summary>
internal static class DeltaBinaryPacked
{
    // Larger parts than any writer makes would have to be unpacked piece by piece.
    private const int MaxPart = 1 << 20;

    /// <summary>Decodes numbers; they wrap around at 64 bits, or, taken for less, at as many.</summary>
    /// <param name="data">The encoded numbers; others may follow.</param>
    /// <param name="target">Takes the numbers.</param>
    /// <param name="bytes">How many bytes they took.</param>
    /// <exception cref="InvalidDataException">The data is damaged, or has another number of numbers.</exception>
    public static void Decode(ReadOnlySpan<byte> data, Span<long> target, out int bytes)
    {
        var reader = new VarintReader(data);
        ulong blockSize = reader.Read(), parts = reader.Read(), count = reader.Read();
        if (parts == 0 || blockSize == 0 || blockSize % parts != 0 || blockSize / parts % 8 != 0 || blockSize / parts > MaxPart)
        {
            throw new InvalidDataException($"its blocks of {blockSize} numbers in {parts} parts are impossible");
        }
        if (count != (ulong)target.Length)
        {
            throw new InvalidDataException($"it has {count} numbers where {target.Length} are announced");
        }
        long last = reader.ReadZigZag();
        if (count == 0)
        {
            bytes = reader.Position;
            return;
        }
        target[0] = last;
        int done = 1, part = (int)(blockSize / parts);
        ulong[] packed = new ulong[Math.Min(part, target.Length)];
        while (done < target.Length)
        {
            long least = reader.ReadZigZag();
            ReadOnlySpan<byte> widths = reader.Take((int)Math.Min(parts, int.MaxValue));
            for (int i = 0; i < widths.Length && done < target.Length; i++)
            {
                int width = widths[i];
                if (width > 64)
                {
                    throw new InvalidDataException($"a part has {width} bits per number");
                }
                int taken = Math.Min(part, target.Length - done);
                // The last part is filled up to its end, but not by all writers.
                ReadOnlySpan<byte> bits = reader.TakeUpTo((int)((long)part * width / 8), (int)BitUnpacker.ByteCount(taken, width));
                Span<ulong> differences = packed.AsSpan(0, taken);
                BitUnpacker.Unpack(bits, width, differences);
                foreach (ulong difference in differences)
                {
                    last = unchecked(last + least + (long)difference);
                    target[done++] = last;
                }
            }
        }
        bytes = reader.Position;
    }

    /// <summary>The number of numbers that the data says it has.</summary>
    public static ulong Count(ReadOnlySpan<byte> data)
    {
        var reader = new VarintReader(data);
        reader.Read();
        reader.Read();
        return reader.Read();
    }

    private ref struct VarintReader(ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> _data = data;

        public int Position { get; private set; }

        public ulong Read()
        {
            ulong value = 0;
            for (int shift = 0; shift < 64; shift += 7)
            {
                byte next = Position < _data.Length ? _data[Position++] : throw TooShort();
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }
            throw new InvalidDataException("a number has too many bytes");
        }

        public long ReadZigZag()
        {
            ulong value = Read();
            return (long)(value >> 1) ^ -(long)(value & 1);
        }

        public ReadOnlySpan<byte> Take(int count) => TakeUpTo(count, count);

        public ReadOnlySpan<byte> TakeUpTo(int most, int least)
        {
            int count = Math.Min(most, _data.Length - Position);
            if (count < least)
            {
                throw TooShort();
            }
            ReadOnlySpan<byte> taken = _data.Slice(Position, count);
            Position += count;
            return taken;
        }

        private static InvalidDataException TooShort() => new("it has fewer numbers than announced");
    }
}

namespace Semblance.Models;

/// <summary>Arrays in model files: a count, then the elements, little-endian. Reading checks the count against what is left of the section.</summary>
internal static class BinarySections
{
    public static void WriteDoubles(this BinaryWriter writer, double[] values)
    {
        writer.Write(values.Length);
        foreach (double value in values)
        {
            writer.Write(value);
        }
    }

    public static void WriteSingles(this BinaryWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        foreach (float value in values)
        {
            writer.Write(value);
        }
    }

    public static void WriteLongs(this BinaryWriter writer, long[] values)
    {
        writer.Write(values.Length);
        foreach (long value in values)
        {
            writer.Write7BitEncodedInt64(value);
        }
    }

    public static void WriteInts(this BinaryWriter writer, int[] values)
    {
        writer.Write(values.Length);
        foreach (int value in values)
        {
            writer.Write7BitEncodedInt(value);
        }
    }

    public static void WriteBytes(this BinaryWriter writer, ReadOnlySpan<byte> values)
    {
        writer.Write(values.Length);
        writer.Write(values);
    }

    public static double[] ReadDoubles(this BinaryReader reader)
    {
        var values = new double[ReadCount(reader, sizeof(double))];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadDouble();
        }
        return values;
    }

    public static float[] ReadSingles(this BinaryReader reader)
    {
        var values = new float[ReadCount(reader, sizeof(float))];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadSingle();
        }
        return values;
    }

    /// <summary>Reads as many elements as there is room for, no more and no fewer.</summary>
    public static void ReadSingles(this BinaryReader reader, Span<float> target)
    {
        int count = ReadCount(reader, sizeof(float));
        if (count != target.Length)
        {
            throw new InvalidDataException($"A list has {count} elements where there should be {target.Length}.");
        }
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = reader.ReadSingle();
        }
    }

    public static long[] ReadLongs(this BinaryReader reader)
    {
        var values = new long[ReadCount(reader, 1)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.Read7BitEncodedInt64();
        }
        return values;
    }

    public static int[] ReadInts(this BinaryReader reader)
    {
        var values = new int[ReadCount(reader, 1)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.Read7BitEncodedInt();
        }
        return values;
    }

    public static byte[] ReadByteArray(this BinaryReader reader)
    {
        var values = new byte[ReadCount(reader, 1)];
        reader.BaseStream.ReadExactly(values);
        return values;
    }

    /// <summary>Reads a number of elements, each of at least so many bytes.</summary>
    public static int ReadCount(this BinaryReader reader, int bytesEach)
    {
        int count = reader.ReadInt32();
        long left = reader.BaseStream.Length - reader.BaseStream.Position;
        if (count < 0 || (long)count * bytesEach > left)
        {
            throw new InvalidDataException($"A list claims {count} elements where {left} bytes are left.");
        }
        return count;
    }
}

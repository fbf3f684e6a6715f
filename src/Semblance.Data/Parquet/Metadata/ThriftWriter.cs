using System.Buffers;
using System.Text;

namespace Semblance.Data.Parquet.Metadata;

/// <summary>Writes Thrift's compact protocol. Fields of a structure are written in the order of their numbers.</summary>
/// <param name="output">Where to.</param>
internal sealed class ThriftWriter(IBufferWriter<byte> output)
{
    private readonly Stack<int> _outer = new();
    private int _lastId;

    /// <summary>Begins the outermost structure or an element of a list.</summary>
    public void BeginStruct()
    {
        _outer.Push(_lastId);
        _lastId = 0;
    }

    /// <summary>Begins a structure that is a field.</summary>
    public void BeginStruct(int id)
    {
        Header(id, ThriftType.Struct);
        BeginStruct();
    }

    /// <summary>Ends a structure.</summary>
    public void EndStruct()
    {
        Byte((byte)ThriftType.Stop);
        _lastId = _outer.Pop();
    }

    /// <summary>Writes a structure without fields.</summary>
    public void EmptyStruct(int id)
    {
        BeginStruct(id);
        EndStruct();
    }

    /// <summary>Writes a truth value.</summary>
    public void Bool(int id, bool value) => Header(id, value ? ThriftType.True : ThriftType.False);

    /// <summary>Writes a truth value if there is one.</summary>
    public void Bool(int id, bool? value)
    {
        if (value is bool present)
        {
            Bool(id, present);
        }
    }

    /// <summary>Writes a small number.</summary>
    public void I8(int id, sbyte value)
    {
        Header(id, ThriftType.I8);
        Byte((byte)value);
    }

    /// <summary>Writes a number of 16 bits if there is one.</summary>
    public void I16(int id, short? value)
    {
        if (value is short present)
        {
            Header(id, ThriftType.I16);
            Varint(ZigZag(present));
        }
    }

    /// <summary>Writes a number of 32 bits if there is one.</summary>
    public void I32(int id, int? value)
    {
        if (value is int present)
        {
            Header(id, ThriftType.I32);
            Varint(ZigZag(present));
        }
    }

    /// <summary>Writes a number of 64 bits if there is one.</summary>
    public void I64(int id, long? value)
    {
        if (value is long present)
        {
            Header(id, ThriftType.I64);
            Varint(ZigZag(present));
        }
    }

    /// <summary>Writes bytes if there are any to write.</summary>
    public void Binary(int id, byte[]? value)
    {
        if (value is not null)
        {
            Header(id, ThriftType.Binary);
            BinaryElement(value);
        }
    }

    /// <summary>Writes a text if there is one.</summary>
    public void String(int id, string? value) => Binary(id, value is null ? null : Encoding.UTF8.GetBytes(value));

    /// <summary>Begins a list, whose elements follow.</summary>
    public void BeginList(int id, ThriftType element, int count)
    {
        Header(id, ThriftType.List);
        Byte((byte)((Math.Min(count, 15) << 4) | (int)element));
        if (count >= 15)
        {
            Varint((ulong)count);
        }
    }

    /// <summary>Writes an element that is a number of 32 bits.</summary>
    public void I32Element(int value) => Varint(ZigZag(value));

    /// <summary>Writes an element that is a number of 64 bits.</summary>
    public void I64Element(long value) => Varint(ZigZag(value));

    /// <summary>Writes an element that is a truth value.</summary>
    public void BoolElement(bool value) => Byte((byte)(value ? ThriftType.True : ThriftType.False));

    /// <summary>Writes an element that is bytes.</summary>
    public void BinaryElement(ReadOnlySpan<byte> value)
    {
        Varint((ulong)value.Length);
        output.Write(value);
    }

    /// <summary>Writes an element that is a text.</summary>
    public void StringElement(string value) => BinaryElement(Encoding.UTF8.GetBytes(value));

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private void Header(int id, ThriftType type)
    {
        int delta = id - _lastId;
        if (delta is > 0 and <= 15)
        {
            Byte((byte)((delta << 4) | (int)type));
        }
        else
        {
            Byte((byte)type);
            Varint(ZigZag(id));
        }
        _lastId = id;
    }

    private void Varint(ulong value)
    {
        Span<byte> target = output.GetSpan(10);
        int count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            target[count++] = (byte)(value | 0x80);
        }
        target[count++] = (byte)value;
        output.Advance(count);
    }

    private void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}

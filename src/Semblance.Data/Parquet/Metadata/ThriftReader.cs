using System.Text;

namespace Semblance.Data.Parquet.Metadata;

/// <summary>
/// Reads Thrift's compact protocol. Nothing is believed: every length and count is checked against the bytes that are left, and nesting
/// is bounded, so that damaged or hostile bytes end in an <see cref="InvalidDataException"/> in time linear in their number.
/// </summary>
/// <param name="data">The bytes; what follows the structure is left alone.</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> data)
{
    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _data = data;
    private int _depth;
    private int _lastId;
    private ThriftType _type;

    /// <summary>The number of bytes read.</summary>
    public int Position { get; private set; }

    private readonly int Left => _data.Length - Position;

    /// <summary>Enters a structure. What is returned goes to <see cref="EndStruct"/>.</summary>
    public int BeginStruct()
    {
        if (++_depth > MaxDepth)
        {
            throw new InvalidDataException("structures are nested too deep");
        }
        int outer = _lastId;
        _lastId = 0;
        return outer;
    }

    /// <summary>Leaves a structure after its last field.</summary>
    public void EndStruct(int outer)
    {
        _depth--;
        _lastId = outer;
        // What follows in a list of structures is one, too.
        _type = ThriftType.Struct;
    }

    /// <summary>Goes to the next field; false at the end of the structure. A field has to be read or skipped.</summary>
    public bool NextField(out int id)
    {
        byte header = ReadByte();
        _type = (ThriftType)(header & 0x0F);
        if (_type == ThriftType.Stop)
        {
            id = 0;
            return false;
        }
        int delta = header >> 4;
        _lastId = id = delta == 0 ? checked((int)ZigZag(Varint())) : _lastId + delta;
        return true;
    }

    /// <summary>The field as a truth value.</summary>
    public readonly bool ReadBool() => _type switch
    {
        ThriftType.True => true,
        ThriftType.False => false,
        _ => throw Unexpected("a truth value"),
    };

    /// <summary>The field or element as a small number.</summary>
    public sbyte ReadI8() => _type == ThriftType.I8 ? (sbyte)ReadByte() : throw Unexpected("a byte");

    /// <summary>The field or element as a number of 32 bits.</summary>
    public int ReadI32()
    {
        long value = ReadI64();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new InvalidDataException($"the number {value} is too large");
    }

    /// <summary>The field or element as a number of 64 bits.</summary>
    public long ReadI64() => _type is ThriftType.I16 or ThriftType.I32 or ThriftType.I64 ? ZigZag(Varint()) : throw Unexpected("a number");

    /// <summary>The field or element as a number of 32 bits that is not negative.</summary>
    public int ReadSize()
    {
        int value = ReadI32();
        return value >= 0 ? value : throw new InvalidDataException($"a size is {value}");
    }

    /// <summary>The field or element as a number of 64 bits that is not negative.</summary>
    public long ReadLongSize()
    {
        long value = ReadI64();
        return value >= 0 ? value : throw new InvalidDataException($"a size is {value}");
    }

    /// <summary>The field or element as bytes, which lie in the data.</summary>
    public ReadOnlySpan<byte> ReadBinary()
    {
        if (_type != ThriftType.Binary)
        {
            throw Unexpected("bytes");
        }
        ulong length = Varint();
        if (length > (ulong)Left)
        {
            throw new InvalidDataException($"{length} bytes are announced where {Left} are left");
        }
        ReadOnlySpan<byte> bytes = _data.Slice(Position, (int)length);
        Position += (int)length;
        return bytes;
    }

    /// <summary>The field or element as text.</summary>
    public string ReadString() => Encoding.UTF8.GetString(ReadBinary());

    /// <summary>Enters a list; its elements are read one after another. Returns their number, for which there are bytes enough.</summary>
    public int ReadList()
    {
        if (_type is not (ThriftType.List or ThriftType.Set))
        {
            throw Unexpected("a list");
        }
        byte header = ReadByte();
        ulong count = (ulong)(header >> 4);
        count = count == 15 ? Varint() : count;
        _type = (ThriftType)(header & 0x0F);
        // Every element takes a byte at least.
        return count <= (ulong)Left ? (int)count : throw new InvalidDataException($"{count} elements are announced where {Left} bytes are left");
    }

    /// <summary>Requires that the field or element is a structure, which is then entered with <see cref="BeginStruct"/>.</summary>
    public readonly void ExpectStruct()
    {
        if (_type != ThriftType.Struct)
        {
            throw Unexpected("a structure");
        }
    }

    /// <summary>A list of numbers of 32 bits.</summary>
    public int[] ReadI32List()
    {
        int[] values = new int[ReadList()];
        foreach (ref int value in values.AsSpan())
        {
            value = ReadI32();
        }
        return values;
    }

    /// <summary>A list of texts.</summary>
    public string[] ReadStringList()
    {
        string[] values = new string[ReadList()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ReadString();
        }
        return values;
    }

    /// <summary>Passes over the field or element, whatever it is.</summary>
    public void Skip()
    {
        switch (_type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.I8:
                Advance(1);
                break;
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64:
                Varint();
                break;
            case ThriftType.Double:
                Advance(8);
                break;
            case ThriftType.Uuid:
                Advance(16);
                break;
            case ThriftType.Binary:
                ReadBinary();
                break;
            case ThriftType.List or ThriftType.Set:
                int count = ReadList();
                ThriftType element = _type;
                int outerList = BeginStruct();
                for (int i = 0; i < count; i++)
                {
                    SkipElement(element);
                }
                EndStruct(outerList);
                break;
            case ThriftType.Map:
                ulong pairs = Varint();
                if (pairs > (ulong)Left)
                {
                    throw new InvalidDataException($"{pairs} pairs are announced where {Left} bytes are left");
                }
                byte types = pairs == 0 ? (byte)0 : ReadByte();
                int outerMap = BeginStruct();
                for (ulong i = 0; i < pairs; i++)
                {
                    SkipElement((ThriftType)(types >> 4));
                    SkipElement((ThriftType)(types & 0x0F));
                }
                EndStruct(outerMap);
                break;
            case ThriftType.Struct:
                int outer = BeginStruct();
                while (NextField(out _))
                {
                    Skip();
                }
                EndStruct(outer);
                break;
            default:
                throw new InvalidDataException($"there is no type {(int)_type}");
        }
    }

    // Unlike in a field, a truth value in a list has a byte of its own.
    private void SkipElement(ThriftType type)
    {
        _type = type is ThriftType.True or ThriftType.False ? ThriftType.I8 : type;
        Skip();
    }

    private readonly InvalidDataException Unexpected(string what) => new($"there is {_type} in the place of {what}");

    private void Advance(int count)
    {
        if (count > Left)
        {
            throw new InvalidDataException("the bytes end too early");
        }
        Position += count;
    }

    private byte ReadByte() => Left > 0 ? _data[Position++] : throw new InvalidDataException("the bytes end too early");

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
        throw new InvalidDataException("a number has too many bytes");
    }

    private static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}

namespace Semblance.Data.Parquet.Metadata;

/// <summary>The types of fields and elements in Thrift's compact protocol, with their numbers on the wire.</summary>
internal enum ThriftType : byte
{
    /// <summary>No field: the end of a structure.</summary>
    Stop = 0,

    /// <summary>The value true, in the header itself.</summary>
    True = 1,

    /// <summary>The value false, in the header itself.</summary>
    False = 2,

    /// <summary>One byte.</summary>
    I8 = 3,

    /// <summary>A zigzag number.</summary>
    I16 = 4,

    /// <summary>A zigzag number.</summary>
    I32 = 5,

    /// <summary>A zigzag number.</summary>
    I64 = 6,

    /// <summary>Eight bytes.</summary>
    Double = 7,

    /// <summary>A length and so many bytes.</summary>
    Binary = 8,

    /// <summary>Elements of one type.</summary>
    List = 9,

    /// <summary>As a list.</summary>
    Set = 10,

    /// <summary>Pairs of keys and values.</summary>
    Map = 11,

    /// <summary>Fields up to <see cref="Stop"/>.</summary>
    Struct = 12,

    /// <summary>Sixteen bytes.</summary>
    Uuid = 13,
}

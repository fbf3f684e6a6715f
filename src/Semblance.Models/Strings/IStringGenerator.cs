using System.Text;
using Semblance.Data;
using Semblance.Numerics;

namespace Semblance.Models.Strings;

/// <summary>Makes new strings in the likeness of a column of identifiers or free text, never one of the column's own. Plain data.</summary>
internal interface IStringGenerator
{
    /// <summary>Appends the value of one row of a block; a pure function of the model, the seed and the row.</summary>
    void Append(StringBlock block, int row);

    /// <summary>Writes the generator for <see cref="StringGenerators.Read"/>, without its name.</summary>
    void Write(BinaryWriter writer);
}

/// <summary>Where and for which rows strings are made.</summary>
internal sealed class StringBlock
{
    private readonly Philox _random;
    private readonly uint _stream;
    private readonly long _firstRow;
    private char[] _characters = [];
    private byte[] _bytes = [];

    /// <summary>Prepares a block of rows of one column.</summary>
    /// <param name="seed">The seed of the sample.</param>
    /// <param name="stream">The random stream of the column.</param>
    /// <param name="firstRow">The number of the block's first row.</param>
    /// <param name="target">Where the strings go.</param>
    public StringBlock(ulong seed, uint stream, long firstRow, Utf8Strings.Builder target)
    {
        _random = new Philox(seed);
        _stream = stream;
        _firstRow = firstRow;
        Target = target;
        // No row has this number, so the key is independent of what rows draw.
        Key = _random.At(stream, ulong.MaxValue).NextUInt64();
    }

    /// <summary>Where the strings go.</summary>
    public Utf8Strings.Builder Target { get; }

    /// <summary>A buffer for whoever builds a text; one thread makes a block.</summary>
    public StringBuilder Scratch { get; } = new();

    /// <summary>The text in <see cref="Scratch"/> as UTF-8, until the next call.</summary>
    public ReadOnlySpan<byte> ScratchBytes()
    {
        if (_characters.Length < Scratch.Length)
        {
            _characters = new char[2 * Scratch.Length];
            _bytes = new byte[System.Text.Encoding.UTF8.GetMaxByteCount(_characters.Length)];
        }
        Scratch.CopyTo(0, _characters, Scratch.Length);
        return _bytes.AsSpan(0, System.Text.Encoding.UTF8.GetBytes(_characters.AsSpan(0, Scratch.Length), _bytes));
    }

    /// <summary>A random word that is the same for all rows of the sample.</summary>
    public ulong Key { get; }

    /// <summary>The number of a row of the block within the whole sample.</summary>
    public ulong Number(int row) => (ulong)(_firstRow + row);

    /// <summary>The random numbers of a row of the block.</summary>
    public RandomSequence Random(int row) => _random.At(_stream, Number(row));
}

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
/// <param name="Random">The generator of random numbers, by the seed of the sample.</param>
/// <param name="Stream">The random stream of the column.</param>
/// <param name="FirstRow">The number of the block's first row.</param>
/// <param name="Target">Where the strings go.</param>
internal readonly record struct StringBlock(Philox Random, uint Stream, long FirstRow, Utf8Strings.Builder Target);

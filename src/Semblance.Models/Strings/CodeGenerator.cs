using System.Globalization;
using Semblance.Data;
using Semblance.Numerics;

namespace Semblance.Models.Strings;

/// <summary>Codes of 16 hexadecimal digits, distinct by row.</summary>
internal sealed class CodeGenerator(ulong key) : IStringGenerator
{
    public const string Name = "code";

    public static CodeGenerator Learn(StringColumn column, ulong seed) => new(seed ^ (ulong)column.Values[0].Length);

    public void Append(StringBlock block, int row)
    {
        RandomSequence random = block.Random.At(block.Stream, (ulong)(block.FirstRow + row));
        Span<byte> text = stackalloc byte[16];
        (random.NextUInt64() ^ key).TryFormat(text, out _, "x16", CultureInfo.InvariantCulture);
        block.Target.Add(text);
    }

    public void Write(BinaryWriter writer) => writer.Write(key);

    public static CodeGenerator Read(BinaryReader reader) => new(reader.ReadUInt64());
}

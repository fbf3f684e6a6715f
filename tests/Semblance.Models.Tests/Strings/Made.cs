using Semblance.Data;
using Semblance.Models.Strings;

namespace Semblance.Models.Tests.Strings;

/// <summary>Runs string generators alone.</summary>
internal static class Made
{
    /// <summary>Values made in the likeness of others, through a write and a read of the generator.</summary>
    public static string[] Like(ColumnKind kind, IReadOnlyCollection<string> values, int rows, ulong seed = 1)
    {
        IStringGenerator generator = Reread(StringGenerators.Learn(Tables.Strings("s", kind, values)));
        var target = new Utf8Strings.Builder();
        var block = new StringBlock(seed, 0x8000_0000, 0, target);
        for (int row = 0; row < rows; row++)
        {
            generator.Append(block, row);
        }
        Utf8Strings made = target.Build();
        return [.. Enumerable.Range(0, rows).Select(made.GetString)];
    }

    private static IStringGenerator Reread(IStringGenerator generator)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        StringGenerators.Write(generator, writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        IStringGenerator read = StringGenerators.Read(reader);
        return stream.Position == stream.Length ? read : throw new InvalidDataException("Bytes are left over.");
    }
}

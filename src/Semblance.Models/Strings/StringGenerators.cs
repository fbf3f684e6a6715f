using Semblance.Data;

namespace Semblance.Models.Strings;

/// <summary>The kinds of string generators, by the name they have in model files.</summary>
internal static class StringGenerators
{
    /// <summary>Learns the generator for a column with at least one value.</summary>
    public static IStringGenerator Learn(StringColumn column) =>
        column.Kind == ColumnKind.Text ? TextGenerator.Learn(column)
        : NumberCodeGenerator.Learn(column) is { } numbers ? numbers
        : ShapeLearner.Learn(column);

    /// <summary>Writes a generator with its name.</summary>
    public static void Write(IStringGenerator generator, BinaryWriter writer)
    {
        writer.Write(generator switch
        {
            NumberCodeGenerator => NumberCodeGenerator.Name,
            ShapeGenerator => ShapeGenerator.Name,
            TextGenerator => TextGenerator.Name,
            _ => throw new InvalidOperationException($"{generator.GetType().Name} has no name in model files."),
        });
        generator.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IStringGenerator Read(BinaryReader reader)
    {
        string name = reader.ReadString();
        return name switch
        {
            NumberCodeGenerator.Name => NumberCodeGenerator.Read(reader),
            ShapeGenerator.Name => ShapeGenerator.Read(reader),
            TextGenerator.Name => TextGenerator.Read(reader),
            _ => throw new InvalidDataException($"No string generator is called '{name}'."),
        };
    }
}

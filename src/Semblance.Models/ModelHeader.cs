using System.Text.Json.Serialization;
using Semblance.Data;
using Semblance.Models.Encoding;
using Semblance.Models.Strings;

namespace Semblance.Models;

/// <summary>The JSON header of a model file.</summary>
internal sealed record ModelHeader(string Family, int TrainingRows, ColumnHeader[] Columns)
{
    /// <summary>The header of a model.</summary>
    public static ModelHeader Of(JointFittedModel model) =>
        new(model.Family, model.TrainingRows, [.. model.Encoding.Columns.Select(ColumnHeader.Of)]);

    /// <summary>The model, with the header's part of it and the rest from the body.</summary>
    public JointFittedModel Read(BinaryReader body)
    {
        JointSynthesizer family = Synthesizers.Find(Family) ?? throw new TableException(
            $"The model file was made by the family '{Family}', which this program does not have; it has {string.Join(", ", Synthesizers.All.Select(known => known.Name))}.");
        var encoding = new TableEncoding([.. Columns.Select(column => column.Read(body))]);
        IJointModel joint = family.ReadModel(body, encoding.ModelledCount);
        return body.BaseStream.Position == body.BaseStream.Length
            ? new JointFittedModel(family, TrainingRows, encoding, joint)
            : throw new InvalidDataException("There is more in the file than the model.");
    }
}

/// <summary>One column in the header: its schema and its <see cref="ColumnEncoding"/>.</summary>
internal sealed record ColumnHeader(
    ColumnSchema Schema, int[] Outcomes, bool IsNumeric, double Minimum, double Maximum, long OriginTicks, long LastTicks, bool HasGenerator)
{
    /// <summary>The header of an encoding.</summary>
    public static ColumnHeader Of(ColumnEncoding column) => new(
        column.Schema, column.Outcomes, column.IsNumeric, column.Minimum, column.Maximum, column.OriginTicks, column.LastTicks, column.Generator is not null);

    /// <summary>The encoding, with its generator from the body.</summary>
    public ColumnEncoding Read(BinaryReader body) => new(Schema, Outcomes)
    {
        IsNumeric = IsNumeric,
        Minimum = Minimum,
        Maximum = Maximum,
        OriginTicks = OriginTicks,
        LastTicks = LastTicks,
        Generator = HasGenerator ? StringGenerators.Read(body) : null,
    };
}

/// <summary>Reads and writes the header without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelHeader))]
internal sealed partial class ModelHeaderJson : JsonSerializerContext;

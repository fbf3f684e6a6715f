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
        if (body.BaseStream.Position != body.BaseStream.Length)
        {
            throw new InvalidDataException("There is more in the file than the model.");
        }
        var model = new JointFittedModel(family, TrainingRows, encoding, joint);
        // Parts that do not fit together show when a row is made, so one is made here, where the error can say what is wrong.
        foreach (Table block in model.Sample(new SampleOptions { Rows = 1, Threads = 1 }))
        {
            if (block.RowCount != 1)
            {
                throw new InvalidDataException("The model does not make rows.");
            }
        }
        return model;
    }
}

/// <summary>One column in the header: its schema and its <see cref="ColumnEncoding"/>.</summary>
internal sealed record ColumnHeader(
    ColumnSchema Schema, int[] Outcomes, bool IsNumeric, double Minimum, double Maximum, long OriginTicks, long LastTicks, bool HasGenerator, long Grid = 1)
{
    /// <summary>The header of an encoding.</summary>
    public static ColumnHeader Of(ColumnEncoding column) => new(
        column.Schema, column.Outcomes, column.IsNumeric, column.Minimum, column.Maximum, column.OriginTicks, column.LastTicks, column.Generator is not null, column.Grid);

    /// <summary>The encoding, with its generator from the body.</summary>
    public ColumnEncoding Read(BinaryReader body)
    {
        if (!IsSound())
        {
            throw new InvalidDataException($"The description of column '{Schema?.Name}' contradicts itself.");
        }
        return new ColumnEncoding(Schema!, Outcomes)
        {
            IsNumeric = IsNumeric,
            Minimum = Minimum,
            Maximum = Maximum,
            OriginTicks = OriginTicks,
            LastTicks = LastTicks,
            Grid = Grid,
            Generator = HasGenerator ? StringGenerators.Read(body) : null,
        };
    }

    private bool IsSound()
    {
        if (Schema is not { Name: not null, Levels: not null, MissingTokens: not null } || Outcomes is not { Length: > 0 } || !Enum.IsDefined(Schema.Kind)
            || Schema.Levels.Contains(null!) || Schema.MissingTokens.Contains(null!)
            || (Schema.Parquet is { } parquet && (!parquet.IsValid() || parquet.NullCode > Schema.MissingTokens.Count)))
        {
            return false;
        }
        bool category = Schema.Kind is ColumnKind.Category or ColumnKind.Boolean, text = Schema.Kind is ColumnKind.Identifier or ColumnKind.Text;
        bool hasValues = Outcomes.Any(outcome => outcome >= 0);
        return Outcomes.All(outcome => outcome >= -Schema.MissingTokens.Count && outcome < (category ? Schema.Levels.Count : 1))
            && Outcomes.Distinct().Count() == Outcomes.Length
            && (Schema.Kind == ColumnKind.Number) == (Schema.Number is { Prefix: not null, Suffix: not null, Decimals: >= 0 })
            && (Schema.Kind == ColumnKind.DateTime) == (Schema.DateTime is { Pattern: not null })
            && (!IsNumeric || (Schema.Kind is ColumnKind.Number or ColumnKind.DateTime && Outcomes[0] == 0))
            && (Schema.Kind != ColumnKind.Empty || !hasValues)
            && HasGenerator == (text && hasValues)
            && Minimum <= Maximum && Grid >= 1 && OriginTicks <= LastTicks && OriginTicks >= 0 && LastTicks <= DateTime.MaxValue.Ticks;
    }
}

/// <summary>Reads and writes the header without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelHeader))]
[JsonSerializable(typeof(ColumnSchema))]
internal sealed partial class ModelHeaderJson : JsonSerializerContext;

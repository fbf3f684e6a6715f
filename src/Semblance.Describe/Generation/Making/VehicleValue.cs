using System.Text;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>A car's make, model or type; columns with the same "vehicle" describe the same one.</summary>
internal sealed class VehicleValue : ColumnGenerator
{
    private readonly byte[][] _texts;
    private readonly int _latent;

    private VehicleValue(ColumnContext context)
    {
        var models = WordLists.Read("words/vehicles.txt").Select(line => line.Split('|'))
            .SelectMany((part, rank) => part[1].Split(';').Select(model => (Make: part[0], Model: model.Split(':')[0], Type: model.Split(':')[1], Weight: 1.0 / (rank + 5)))).ToArray();
        _texts = [.. models.Select(model => Encoding.UTF8.GetBytes(context.Column.Generator switch { "vehicle_make" => model.Make, "vehicle_model" => model.Model, _ => model.Type }))];
        string vehicle = context.Text("vehicle");
        _latent = context.Table.LatentIndex("vehicle:" + vehicle, () => new Vehicles(new WeightedPick([.. models.Select(model => model.Weight)]), context.SharedDraws("vehicle:" + vehicle)));
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <summary>Creates the generator that the column names.</summary>
    public static VehicleValue Create(ColumnContext context) => new(context);

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        foreach (long model in block.Latent(_latent))
        {
            into.AddText(_texts[model]);
        }
    }

    private sealed class Vehicles(WeightedPick pick, Draws draws) : Latent
    {
        public override void Fill(Block block, Span<long> into)
        {
            ReadOnlySpan<long> rows = block.Rows;
            for (int i = 0; i < into.Length; i++)
            {
                into[i] = pick[draws.At(rows[i])];
            }
        }
    }
}

using Semblance.Numerics.Networks;
using Semblance.Numerics.Networks.Products;

namespace Semblance.Models.Neural;

/// <summary>
/// A trained network that makes rows, with everything that does not change at sampling folded into weights and biases: noise and one condition go
/// in, sums before the last activation come out. Rows do not see each other. Safe to use from several threads at once. Plain data.
/// </summary>
internal sealed class FrozenNetwork
{
    private readonly PackedMatrix[] _packed;

    /// <summary>Creates the network.</summary>
    /// <param name="noise">Columns of noise.</param>
    /// <param name="conditions">Different conditions; 0 if there are none.</param>
    /// <param name="joins">Whether a layer sees all layers before it and the noise (see <see cref="Adversarial.Generator"/>), or only the one before it.</param>
    /// <param name="weights">Per layer [inputs + conditions, outputs].</param>
    /// <param name="biases">Per layer one number per output.</param>
    /// <exception cref="InvalidDataException">The shapes do not fit.</exception>
    public FrozenNetwork(int noise, int conditions, bool joins, Matrix[] weights, float[][] biases)
    {
        (NoiseColumns, Conditions, Joins, Weights, Biases) = (noise, conditions, joins, weights, biases);
        _packed = new PackedMatrix[weights.Length];
        var alone = new Team(1);
        for (int layer = 0; layer < weights.Length; layer++)
        {
            if (weights[layer].Rows != Inputs(layer) + conditions || weights[layer].Columns != biases[layer].Length)
            {
                throw new InvalidDataException($"Layer {layer} of the network has weights [{weights[layer].Rows}, {weights[layer].Columns}].");
            }
            _packed[layer] = new PackedMatrix();
            _packed[layer].Pack(weights[layer].RowRange(0, Inputs(layer)), transposed: false, alone);
        }
        HiddenColumns = biases[..^1].Sum(bias => bias.Length);
    }

    /// <summary>Columns of noise.</summary>
    public int NoiseColumns { get; }

    /// <summary>Different conditions.</summary>
    public int Conditions { get; }

    /// <summary>Whether a layer sees all before it.</summary>
    public bool Joins { get; }

    /// <summary>Weights by layer.</summary>
    public Matrix[] Weights { get; }

    /// <summary>Biases by layer.</summary>
    public float[][] Biases { get; }

    /// <summary>Columns of all hidden layers.</summary>
    public int HiddenColumns { get; }

    /// <summary>Columns of the output.</summary>
    public int Outputs => Biases[^1].Length;

    /// <summary>The network with its output's biases moved.</summary>
    public FrozenNetwork WithMovedOutput(float[] moves)
    {
        float[] last = [.. Biases[^1]];
        Elementwise.AddScaled(last, moves, 1);
        return new FrozenNetwork(NoiseColumns, Conditions, Joins, Weights, [.. Biases[..^1], last]);
    }

    /// <summary>The network with its output's sums multiplied.</summary>
    public FrozenNetwork WithScaledOutput(ReadOnlySpan<float> factors)
    {
        Matrix last = new([.. Weights[^1].Flat], 0, Weights[^1].Rows, Outputs, Outputs);
        for (int row = 0; row < last.Rows; row++)
        {
            Elementwise.Multiply(last.Row(row), last.Row(row), factors);
        }
        float[] bias = [.. Biases[^1]];
        Elementwise.Multiply(bias, bias, factors);
        return new FrozenNetwork(NoiseColumns, Conditions, Joins, [.. Weights[..^1], last], [.. Biases[..^1], bias]);
    }

    /// <summary>Room for a number of rows, for one thread.</summary>
    public Workspace NewWorkspace(int rows) => new(this, rows);

    /// <summary>Writes the network.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(NoiseColumns);
        writer.Write(Conditions);
        writer.Write(Joins);
        writer.Write(Weights.Length);
        for (int layer = 0; layer < Weights.Length; layer++)
        {
            writer.WriteSingles(Biases[layer]);
            writer.WriteSingles(Weights[layer].Flat);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static FrozenNetwork Read(BinaryReader reader)
    {
        int noise = reader.ReadInt32(), conditions = reader.ReadInt32();
        bool joins = reader.ReadBoolean();
        int layers = reader.ReadCount(8);
        var weights = new Matrix[layers];
        var biases = new float[layers][];
        for (int layer = 0; layer < layers; layer++)
        {
            biases[layer] = reader.ReadSingles();
            float[] values = reader.ReadSingles();
            if (biases[layer].Length == 0 || values.Length % biases[layer].Length != 0)
            {
                throw new InvalidDataException($"Layer {layer} of the network has {values.Length} weights for {biases[layer].Length} outputs.");
            }
            weights[layer] = new Matrix(values, 0, values.Length / biases[layer].Length, biases[layer].Length, biases[layer].Length);
        }
        return layers > 0 && noise > 0 && conditions >= 0
            ? new FrozenNetwork(noise, conditions, joins, weights, biases)
            : throw new InvalidDataException("The network has no layers or no noise.");
    }

    private int Inputs(int layer) => Joins ? NoiseColumns + Biases[..layer].Sum(bias => bias.Length)
        : layer == 0 ? NoiseColumns : Biases[layer - 1].Length;

    /// <summary>What one thread needs to run the network.</summary>
    internal sealed class Workspace
    {
        private readonly FrozenNetwork _network;
        private readonly MatrixProduct _product = new(new Team(1));
        private readonly Matrix _seen;

        public Workspace(FrozenNetwork network, int rows)
        {
            _network = network;
            _seen = new Matrix(rows, network.HiddenColumns + network.NoiseColumns);
            Noise = _seen.ColumnRange(network.HiddenColumns, network.NoiseColumns);
            Conditions = new int[rows];
            Sums = new Matrix(rows, network.Outputs);
        }

        /// <summary>Where the noise goes.</summary>
        public Matrix Noise { get; }

        /// <summary>Where the conditions go, one per row.</summary>
        public int[] Conditions { get; }

        /// <summary>The sums before the last activation.</summary>
        public Matrix Sums { get; }

        /// <summary>Runs the network on the first rows.</summary>
        public void Run(int rows)
        {
            int start = _network.HiddenColumns;
            for (int layer = 0; layer < _network.Weights.Length; layer++)
            {
                bool last = layer == _network.Weights.Length - 1;
                int width = _network.Biases[layer].Length, inputs = _network.Inputs(layer);
                Matrix x = _seen.ColumnRange(start, inputs).RowRange(0, rows);
                Matrix y = last ? Sums.RowRange(0, rows) : _seen.ColumnRange(start - width, width).RowRange(0, rows);
                for (int row = 0; row < rows; row++)
                {
                    Span<float> sums = y.Row(row);
                    _network.Biases[layer].CopyTo(sums);
                    if (_network.Conditions > 0)
                    {
                        Elementwise.AddScaled(sums, _network.Weights[layer].Row(inputs + Conditions[row]), 1);
                    }
                }
                _product.Multiply(x, false, _network._packed[layer], y, accumulate: true);
                for (int row = 0; row < rows && !last; row++)
                {
                    Elementwise.Rectify(y.Row(row));
                }
                start -= width;
            }
        }
    }
}

using System.Runtime.CompilerServices;

namespace Semblance.Numerics.Networks;

/// <summary>
/// Turns a network's last sums into rows: tanh for scalars, and for slices of outcomes either plain softmax or, in training, the softmax of the
/// sums plus Gumbel noise, divided by a temperature, which is nearly one outcome drawn at random and still has a gradient.
/// Source: Jang, Gu and Poole, "Categorical reparameterization with Gumbel-softmax", 2017, equation 2.
/// </summary>
public sealed class SliceActivation
{
    private const int RowsOfPart = 32;

    private readonly OutputSlice[] _slices;
    private readonly Team _team;
    private readonly Action<int> _forward;
    private readonly Action<int> _backward;
    private Matrix _sums;
    private Matrix _output;
    private Philox _generator;
    private uint _stream;
    private ulong _firstIndex;
    private float _temperature;

    /// <summary>Creates the activation of adjoining slices.</summary>
    public SliceActivation(OutputSlice[] slices, Team team)
    {
        ArgumentNullException.ThrowIfNull(slices);
        _slices = slices;
        _team = team;
        _forward = ForwardPart;
        _backward = BackwardPart;
    }

    /// <summary>Makes a row of output from each row of sums, with noise that belongs to (generator, stream, first index + row).</summary>
    public void Gumbel(Matrix sums, Matrix output, float temperature, Philox generator, uint stream, ulong firstIndex)
    {
        (_sums, _output, _temperature, _generator, _stream, _firstIndex) = (sums, output, temperature, generator, stream, firstIndex);
        _team.Run(Parts(sums.Rows), _forward);
    }

    /// <summary>From the gradient of the output to that of the sums, in place.</summary>
    public void GumbelGradient(Matrix output, Matrix gradient, float temperature)
    {
        (_output, _sums, _temperature) = (output, gradient, temperature);
        _team.Run(Parts(output.Rows), _backward);
    }

    /// <summary>The softmax of each slice of outcomes, and tanh of scalars, of one row, in place.</summary>
    public static void Softmax(ReadOnlySpan<OutputSlice> slices, Span<float> row)
    {
        foreach (OutputSlice slice in slices)
        {
            Span<float> part = row.Slice(slice.Start, slice.Width);
            if (slice.IsScalar)
            {
                part[0] = Tanh(part[0]);
            }
            else
            {
                Subtract(part, Largest(part));
                Elementwise.Exp(part);
                Scale(part, 1 / Sum(part));
            }
        }
    }

    /// <summary>The hyperbolic tangent.</summary>
    public static float Tanh(float x)
    {
        double e = Elementary.Exp(-2 * Math.Abs((double)x));
        return MathF.CopySign((float)((1 - e) / (1 + e)), x);
    }

    private static int Parts(int rows) => (rows + RowsOfPart - 1) / RowsOfPart;

    private void ForwardPart(int part)
    {
        float sharpness = 1 / _temperature;
        for (int row = part * RowsOfPart, end = Math.Min(row + RowsOfPart, _sums.Rows); row < end; row++)
        {
            ReadOnlySpan<float> sums = _sums.Row(row);
            Span<float> output = _output.Row(row);
            RandomSequence sequence = _generator.At(_stream, _firstIndex + (ulong)row);
            Noise.Uniform(ref sequence, output);
            Elementwise.Gumbel(output);
            Elementwise.AddScaled(output, sums, 1);
            foreach (OutputSlice slice in _slices)
            {
                if (!slice.IsScalar)
                {
                    Sharpen(output.Slice(slice.Start, slice.Width), sharpness);
                }
            }
            Elementwise.Exp(output);
            foreach (OutputSlice slice in _slices)
            {
                Span<float> shares = output.Slice(slice.Start, slice.Width);
                if (slice.IsScalar)
                {
                    shares[0] = Tanh(sums[slice.Start]);
                }
                else
                {
                    Scale(shares, 1 / Sum(shares));
                }
            }
        }
    }

    private void BackwardPart(int part)
    {
        float sharpness = 1 / _temperature;
        for (int row = part * RowsOfPart, end = Math.Min(row + RowsOfPart, _output.Rows); row < end; row++)
        {
            ReadOnlySpan<float> output = _output.Row(row);
            Span<float> gradient = _sums.Row(row);
            foreach (OutputSlice slice in _slices)
            {
                if (slice.IsScalar)
                {
                    float y = output[slice.Start];
                    gradient[slice.Start] *= MathF.FusedMultiplyAdd(-y, y, 1);
                }
                else
                {
                    SoftmaxGradient(output.Slice(slice.Start, slice.Width), gradient.Slice(slice.Start, slice.Width), sharpness);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxGradient(ReadOnlySpan<float> shares, Span<float> gradient, float sharpness)
    {
        float mean = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            mean = MathF.FusedMultiplyAdd(shares[i], gradient[i], mean);
        }
        for (int i = 0; i < shares.Length; i++)
        {
            gradient[i] = sharpness * shares[i] * (gradient[i] - mean);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sharpen(Span<float> values, float sharpness)
    {
        float largest = Largest(values);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - largest) * sharpness;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = values[0];
        for (int i = 1; i < values.Length; i++)
        {
            largest = values[i] > largest ? values[i] : largest;
        }
        return largest;
    }

    private static void Subtract(Span<float> values, float amount)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] -= amount;
        }
    }

    private static void Scale(Span<float> values, float factor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }

    private static float Sum(ReadOnlySpan<float> values)
    {
        float sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += values[i];
        }
        return sum;
    }
}

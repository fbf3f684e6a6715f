using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Semblance.Numerics.Networks;

/// <summary>Constants of <see cref="Adam"/>.</summary>
/// <param name="Rate">The length of a step.</param>
/// <param name="Beta1">How much of the mean gradient is kept each step.</param>
/// <param name="Beta2">How much of the mean squared gradient is kept each step.</param>
/// <param name="WeightDecay">The weight of half the squared length of the parameters in the loss.</param>
public readonly record struct AdamOptions(float Rate, float Beta1 = 0.9f, float Beta2 = 0.999f, float WeightDecay = 0);

/// <summary>
/// The optimiser: steps along the mean gradient divided by its root mean square. Source: Kingma and Ba, "Adam: a method for stochastic
/// optimization", 2015, algorithm 1; weight decay is a part of the gradient.
/// </summary>
public sealed class Adam
{
    private const float Epsilon = 1e-8f;
    private const int PartLength = 1 << 15;

    private readonly ParameterSet _parameters;
    private readonly AdamOptions _options;
    private readonly Team _team;
    private readonly Action<int> _part;
    private float _meanScale;
    private float _squareScale;

    /// <summary>Creates an optimiser of allocated parameters.</summary>
    public Adam(ParameterSet parameters, AdamOptions options, Team team)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        _options = options;
        _team = team;
        _part = Part;
        Means = new float[parameters.Values.Length];
        Squares = new float[parameters.Values.Length];
    }

    /// <summary>The mean gradients, a part of what further steps depend on.</summary>
    public float[] Means { get; }

    /// <summary>The mean squared gradients, likewise.</summary>
    public float[] Squares { get; }

    /// <summary>The number of steps made, likewise.</summary>
    public long Steps { get; set; }

    /// <summary>One step along the gradients, which are 0 afterwards.</summary>
    public void Step()
    {
        Steps++;
        // Powers by logarithms of our own: the same bits everywhere.
        _meanScale = (float)(_options.Rate / (1 - Elementary.Exp(Steps * Elementary.Log(_options.Beta1))));
        _squareScale = (float)(1 / (1 - Elementary.Exp(Steps * Elementary.Log(_options.Beta2))));
        _team.Run((_parameters.Values.Length + PartLength - 1) / PartLength, _part);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Part(int part)
    {
        int start = part * PartLength, count = Math.Min(PartLength, _parameters.Values.Length - start);
        ref float values = ref MemoryMarshal.GetReference(_parameters.Values.AsSpan(start, count));
        ref float gradients = ref MemoryMarshal.GetReference(_parameters.Gradients.AsSpan(start, count));
        ref float means = ref MemoryMarshal.GetReference(Means.AsSpan(start, count));
        ref float squares = ref MemoryMarshal.GetReference(Squares.AsSpan(start, count));
        float decay = _options.WeightDecay, keep1 = _options.Beta1, keep2 = _options.Beta2;
        Vector256<float> decays = Vector256.Create(decay), keeps1 = Vector256.Create(keep1), keeps2 = Vector256.Create(keep2),
            news1 = Vector256.Create(1 - keep1), news2 = Vector256.Create(1 - keep2), epsilons = Vector256.Create(Epsilon),
            meanScales = Vector256.Create(_meanScale), squareScales = Vector256.Create(_squareScale);
        int i = 0;
        for (; i + Vector256<float>.Count <= count; i += Vector256<float>.Count)
        {
            nuint at = (nuint)i;
            Vector256<float> value = Vector256.LoadUnsafe(ref values, at);
            Vector256<float> gradient = Vector256.FusedMultiplyAdd(decays, value, Vector256.LoadUnsafe(ref gradients, at));
            Vector256<float> mean = Vector256.FusedMultiplyAdd(keeps1, Vector256.LoadUnsafe(ref means, at), news1 * gradient);
            Vector256<float> square = Vector256.FusedMultiplyAdd(keeps2, Vector256.LoadUnsafe(ref squares, at), news2 * gradient * gradient);
            mean.StoreUnsafe(ref means, at);
            square.StoreUnsafe(ref squares, at);
            (value - (meanScales * mean / (Vector256.Sqrt(squareScales * square) + epsilons))).StoreUnsafe(ref values, at);
            Vector256<float>.Zero.StoreUnsafe(ref gradients, at);
        }
        for (; i < count; i++)
        {
            ref float value = ref Unsafe.Add(ref values, i);
            float gradient = MathF.FusedMultiplyAdd(decay, value, Unsafe.Add(ref gradients, i));
            float mean = MathF.FusedMultiplyAdd(keep1, Unsafe.Add(ref means, i), (1 - keep1) * gradient);
            float square = MathF.FusedMultiplyAdd(keep2, Unsafe.Add(ref squares, i), (1 - keep2) * gradient * gradient);
            Unsafe.Add(ref means, i) = mean;
            Unsafe.Add(ref squares, i) = square;
            value -= _meanScale * mean / (MathF.Sqrt(_squareScale * square) + Epsilon);
            Unsafe.Add(ref gradients, i) = 0;
        }
    }
}

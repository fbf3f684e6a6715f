using Semblance.Numerics;

namespace Semblance.Describe.Generation.Relations;

/// <summary>
/// How busy each parent is: a whole number from its row number alone, lognormal over the parents. With skew 1 the busiest fifth of the parents has
/// about two thirds of the whole.
/// </summary>
internal sealed class SpreadWeights
{
    private const int LevelBits = 10;
    private const int Levels = 1 << LevelBits;

    // The share of the busiest fifth is Phi(sigma - 0.8416); 0.667 needs sigma = 1.27.
    private const double SigmaOfSkewOne = 1.27;
    private const double Scale = 1 << 16;

    private readonly uint[] _levels = new uint[Levels];
    private readonly ulong _key;

    /// <summary>Creates the weights.</summary>
    public SpreadWeights(double skew, ulong key)
    {
        _key = key;
        for (int i = 0; i < Levels; i++)
        {
            double z = NormalCurve.Quantile((i + 0.5) / Levels);
            _levels[i] = (uint)Math.Max(1, Math.Round(Scale * Elementary.Exp(SigmaOfSkewOne * skew * z)));
        }
    }

    private SpreadWeights(uint[] levels, ulong key)
    {
        _levels = levels;
        _key = key;
    }

    /// <summary>The weight of a parent.</summary>
    public uint this[long parent] => _levels[Hash64.Mix(_key ^ (ulong)parent) >> (64 - LevelBits)];

    /// <summary>
    /// Weights of which no parent's share of <paramref name="total"/> is above <paramref name="most"/>: the heaviest are cut and the others raised.
    /// </summary>
    /// <param name="parents">The number of parents.</param>
    /// <param name="total">What is shared out, at most parents times most.</param>
    /// <param name="most">The most that one parent can have.</param>
    public SpreadWeights Capped(long parents, long total, long most)
    {
        var counts = new long[Levels];
        for (long parent = 0; parent < parents; parent++)
        {
            counts[Hash64.Mix(_key ^ (ulong)parent) >> (64 - LevelBits)]++;
        }
        // The cut weight is min(factor * weight, Scale), and Scale stands for `most`: the smallest factor whose sum is at least total / most * Scale.
        double low = 0, high = Scale;
        double wanted = (double)total / most * Scale;
        for (int step = 0; step < 100 && high - low > 1e-12 * high; step++)
        {
            double factor = (low + high) / 2;
            (low, high) = Sum(factor) >= wanted ? (low, factor) : (factor, high);
        }
        var levels = new uint[Levels];
        for (int i = 0; i < Levels; i++)
        {
            levels[i] = Cut(i, high);
        }
        return new SpreadWeights(levels, _key);

        uint Cut(int level, double factor) => (uint)Math.Max(1, Math.Min(Math.Ceiling(factor * _levels[level]), Scale));

        double Sum(double factor)
        {
            double sum = 0;
            for (int i = 0; i < Levels; i++)
            {
                sum += (double)counts[i] * Cut(i, factor);
            }
            return sum;
        }
    }
}

using System.Runtime.CompilerServices;

namespace Semblance.Numerics.Distributions;

/// <summary>A mixture of normal distributions of one variable. Plain data.</summary>
/// <remarks>
/// Learnt by variational inference under a Dirichlet-process prior on the weights, so that modes that are not needed lose theirs.
/// Sources: Bishop, "Pattern Recognition and Machine Learning", 2006, section 10.2; Blei and Jordan, "Variational inference for Dirichlet process
/// mixtures", 2006; used for tables by Xu et al., "Modeling tabular data using conditional GAN", 2019, section 4.2.
/// </remarks>
public sealed class GaussianMixture
{
    private const int MostIterations = 100;
    private const int ClusterIterations = 10;

    /// <summary>Iterations end when no weight, mean or deviation moves by more than this, in deviations of the data.</summary>
    private const double Tolerance = 1e-4;

    private readonly double[] _logScale;

    /// <summary>Creates a mixture.</summary>
    /// <param name="weights">The modes' weights, positive; they are scaled to a sum of 1.</param>
    /// <param name="means">The modes' means.</param>
    /// <param name="deviations">The modes' standard deviations, positive.</param>
    public GaussianMixture(double[] weights, double[] means, double[] deviations)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(deviations);
        double total = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            if (!(weights[k] > 0 && deviations[k] > 0 && double.IsFinite(means[k]) && double.IsFinite(weights[k]) && double.IsFinite(deviations[k])))
            {
                throw new ArgumentException($"Mode {k} has weight {weights[k]}, mean {means[k]} and deviation {deviations[k]}.", nameof(weights));
            }
            total += weights[k];
        }
        if (weights.Length == 0 || means.Length != weights.Length || deviations.Length != weights.Length)
        {
            throw new ArgumentException("A mixture has at least one mode, and a weight, a mean and a deviation for each.", nameof(weights));
        }
        // What is scaled already stays as it is, to the bit.
        Weights = Math.Abs(total - 1) < 1e-12 ? weights : Array.ConvertAll(weights, weight => weight / total);
        Means = means;
        Deviations = deviations;
        _logScale = new double[weights.Length];
        for (int k = 0; k < _logScale.Length; k++)
        {
            _logScale[k] = Elementary.Log(Weights[k]) - Elementary.Log(deviations[k]);
        }
    }

    /// <summary>The modes' weights; their sum is 1.</summary>
    public double[] Weights { get; }

    /// <summary>The modes' means.</summary>
    public double[] Means { get; }

    /// <summary>The modes' standard deviations.</summary>
    public double[] Deviations { get; }

    /// <summary>The number of modes.</summary>
    public int Modes => Weights.Length;

    /// <summary>Learns a mixture.</summary>
    /// <param name="sorted">The values, ascending, finite; at least one.</param>
    /// <param name="options">How many modes, and what it takes to keep one.</param>
    /// <remarks>
    /// The values are first gathered into at most <see cref="GaussianMixtureOptions.Points"/> weighted points of all rows, so the work beyond
    /// one pass does not grow with the rows. Nothing is random.
    /// </remarks>
    public static GaussianMixture Fit(ReadOnlySpan<double> sorted, GaussianMixtureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(sorted));
        (double[] x, double[] weights) = Gather(sorted, options.Points);
        double total = 0, mean = 0, variance = 0;
        for (int i = 0; i < x.Length; i++)
        {
            total += weights[i];
            mean += weights[i] * x[i];
        }
        mean /= total;
        for (int i = 0; i < x.Length; i++)
        {
            variance += weights[i] * (x[i] - mean) * (x[i] - mean);
        }
        double deviation = Math.Max(Math.Sqrt(variance / total), options.LeastDeviation);
        if (x.Length == 1)
        {
            return new GaussianMixture([1], [x[0]], [deviation]);
        }
        // In units of the data's deviation, so that the priors mean the same for every column.
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = (x[i] - mean) / deviation;
        }
        var posterior = new Posterior(x, weights, Math.Min(options.MostModes, x.Length), options.WeightPrior, options.LeastDeviation / deviation);
        posterior.Run();
        double[] found = posterior.Weights();
        var modes = new List<ModeSums>();
        var rest = new ModeSums(0, 0, 0);
        for (int k = 0; k < found.Length; k++)
        {
            if (found[k] > options.Threshold)
            {
                modes.Add(posterior.Sums(k));
            }
            else
            {
                rest += posterior.Sums(k);
            }
        }
        if (rest.Rows >= options.LeastRestRows)
        {
            modes.Add(rest);
        }
        // Moments without the priors, which would make a spike of one repeated value as wide as a hundredth of the data.
        double least = options.LeastDeviation / deviation;
        return new GaussianMixture(
            [.. modes.Select(mode => mode.Rows)],
            [.. modes.Select(mode => mean + (deviation * mode.Mean))],
            [.. modes.Select(mode => deviation * Math.Max(Math.Sqrt(mode.Variance), least))]);
    }

    /// <summary>How likely a value is to come from each mode.</summary>
    /// <param name="value">The value.</param>
    /// <param name="shares">One share per mode; their sum is 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Responsibilities(double value, Span<double> shares)
    {
        double largest = double.NegativeInfinity;
        for (int k = 0; k < _logScale.Length; k++)
        {
            double z = (value - Means[k]) / Deviations[k];
            shares[k] = _logScale[k] - (0.5 * z * z);
            largest = Math.Max(largest, shares[k]);
        }
        if (double.IsNegativeInfinity(largest))
        {
            // So far out that no mode has any density in a double: the widest has the most.
            shares.Clear();
            shares[Array.IndexOf(Deviations, Deviations.Max())] = 1;
            return;
        }
        double sum = 0;
        for (int k = 0; k < _logScale.Length; k++)
        {
            shares[k] = Elementary.Exp(shares[k] - largest);
            sum += shares[k];
        }
        for (int k = 0; k < _logScale.Length; k++)
        {
            shares[k] /= sum;
        }
    }

    /// <summary>Gathers sorted values into weighted points: each distinct value, or if there are too many, neighbours with about equal counts. Frequent values stay alone.</summary>
    private static (double[] Points, double[] Weights) Gather(ReadOnlySpan<double> sorted, int most)
    {
        int distinct = 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        int perPoint = distinct <= most ? 1 : Math.Max(1, (2 * sorted.Length / most) + 1);
        var points = new List<double>();
        var weights = new List<double>();
        int start = 0;
        while (start < sorted.Length)
        {
            int end = start;
            while (end < sorted.Length && (end == start || end - start < perPoint))
            {
                int next = end + 1;
                while (next < sorted.Length && sorted[next] == sorted[end])
                {
                    next++;
                }
                if (end > start && next - end >= perPoint)
                {
                    break;
                }
                end = next;
            }
            double sum = 0;
            for (int i = start; i < end; i++)
            {
                sum += sorted[i];
            }
            points.Add(sorted[start] == sorted[end - 1] ? sorted[start] : sum / (end - start));
            weights.Add(end - start);
            start = end;
        }
        return ([.. points], [.. weights]);
    }

    /// <summary>What belongs to a mode: the rows, and the sums of the values and their squares.</summary>
    private readonly record struct ModeSums(double Rows, double Sum, double Squares)
    {
        public double Mean => Sum / Rows;

        public double Variance => Math.Max(0, (Squares / Rows) - (Mean * Mean));

        public static ModeSums operator +(ModeSums left, ModeSums right) => new(left.Rows + right.Rows, left.Sum + right.Sum, left.Squares + right.Squares);
    }

    /// <summary>The variational posterior of a mixture of standardised points; equation numbers are Bishop's.</summary>
    private sealed class Posterior
    {
        // Priors: one observation's worth of the data's own mean and variance.
        private const double MeanPrecision = 1;
        private const double Freedom = 1;

        private readonly double[] _x;
        private readonly double[] _counts;
        private readonly double _weightPrior;
        private readonly double _leastVariance;
        private readonly double[] _rows;
        private readonly double[] _sums;
        private readonly double[] _squares;
        private readonly double[] _stickA;
        private readonly double[] _stickB;

        public Posterior(double[] x, double[] counts, int modes, double weightPrior, double leastDeviation)
        {
            _x = x;
            _counts = counts;
            _weightPrior = weightPrior;
            _leastVariance = leastDeviation * leastDeviation;
            _rows = new double[modes];
            _sums = new double[modes];
            _squares = new double[modes];
            _stickA = new double[modes];
            _stickB = new double[modes];
            Means = new double[modes];
            Variances = new double[modes];
        }

        public double[] Means { get; }

        public double[] Variances { get; }

        private int Modes => Means.Length;

        public void Run()
        {
            Cluster();
            Update();
            for (int iteration = 0; iteration < MostIterations; iteration++)
            {
                double[] means = [.. Means], variances = [.. Variances], rows = [.. _rows];
                Expect();
                Update();
                double moved = 0;
                for (int k = 0; k < Modes; k++)
                {
                    // Modes that have nearly died may wander; nobody will see them.
                    double share = Math.Min(1, _rows[k]);
                    moved = Math.Max(moved, share * Math.Abs(Means[k] - means[k]));
                    moved = Math.Max(moved, share * Math.Abs(Math.Sqrt(Variances[k]) - Math.Sqrt(variances[k])));
                    moved = Math.Max(moved, Math.Abs(_rows[k] - rows[k]) / _stickTotal);
                }
                if (moved < Tolerance)
                {
                    break;
                }
            }
        }

        private double _stickTotal;

        /// <summary>What belongs to a mode.</summary>
        public ModeSums Sums(int mode) => new(_rows[mode], _sums[mode], _squares[mode]);

        /// <summary>The expected weights, by breaking off parts of a stick.</summary>
        public double[] Weights()
        {
            var weights = new double[Modes];
            double left = 1, sum = 0;
            for (int k = 0; k < Modes; k++)
            {
                double share = _stickA[k] / (_stickA[k] + _stickB[k]);
                weights[k] = left * share;
                left *= 1 - share;
                sum += weights[k];
            }
            return Array.ConvertAll(weights, weight => weight / sum);
        }

        /// <summary>First responsibilities: clusters around centres that lie far apart for their weight.</summary>
        private void Cluster()
        {
            var centres = new double[Modes];
            var nearest = new double[_x.Length];
            nearest.AsSpan().Fill(double.PositiveInfinity);
            int heaviest = 0;
            for (int i = 1; i < _x.Length; i++)
            {
                heaviest = _counts[i] > _counts[heaviest] ? i : heaviest;
            }
            centres[0] = _x[heaviest];
            for (int k = 1; k < Modes; k++)
            {
                int chosen = 0;
                double largest = -1;
                for (int i = 0; i < _x.Length; i++)
                {
                    double distance = _x[i] - centres[k - 1];
                    nearest[i] = Math.Min(nearest[i], distance * distance);
                    if (_counts[i] * nearest[i] > largest)
                    {
                        largest = _counts[i] * nearest[i];
                        chosen = i;
                    }
                }
                centres[k] = _x[chosen];
            }
            Array.Sort(centres);
            for (int iteration = 0; iteration < ClusterIterations; iteration++)
            {
                Array.Clear(_rows);
                Array.Clear(_sums);
                Array.Clear(_squares);
                int at = 0;
                for (int i = 0; i < _x.Length; i++)
                {
                    while (at + 1 < Modes && Math.Abs(_x[i] - centres[at + 1]) <= Math.Abs(_x[i] - centres[at]))
                    {
                        at++;
                    }
                    Add(at, _counts[i], _x[i]);
                }
                for (int k = 0; k < Modes; k++)
                {
                    centres[k] = _rows[k] > 0 ? _sums[k] / _rows[k] : centres[k];
                }
            }
        }

        private void Add(int mode, double rows, double x)
        {
            _rows[mode] += rows;
            _sums[mode] += rows * x;
            _squares[mode] += rows * x * x;
        }

        /// <summary>The parameters given the responsibilities, (10.58) to (10.63); sticks after Blei and Jordan.</summary>
        private void Update()
        {
            double later = 0;
            for (int k = Modes - 1; k >= 0; k--)
            {
                _stickA[k] = 1 + _rows[k];
                _stickB[k] = _weightPrior + later;
                later += _rows[k];
            }
            _stickTotal = later;
            for (int k = 0; k < Modes; k++)
            {
                double rows = Math.Max(_rows[k], 1e-12), mean = _sums[k] / rows;
                double spread = Math.Max(0, _squares[k] - (rows * mean * mean));
                double precision = MeanPrecision + rows;
                Means[k] = rows * mean / precision;
                double scale = 1 + spread + (rows * MeanPrecision / precision * mean * mean);
                Variances[k] = Math.Max(scale / (Freedom + rows), _leastVariance);
                if (rows < 1e-6)
                {
                    Means[k] = 0;
                    Variances[k] = 1;
                }
            }
        }

        /// <summary>The responsibilities given the parameters, (10.46), (10.64), (10.65), gathered at once into sums.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Expect()
        {
            Span<double> scale = stackalloc double[Modes], inverse = stackalloc double[Modes], share = stackalloc double[Modes];
            double stick = 0;
            for (int k = 0; k < Modes; k++)
            {
                double freedom = Freedom + _rows[k];
                double whole = SpecialFunctions.Digamma(_stickA[k] + _stickB[k]);
                double logWeight = stick + SpecialFunctions.Digamma(_stickA[k]) - whole;
                stick += SpecialFunctions.Digamma(_stickB[k]) - whole;
                double logPrecision = SpecialFunctions.Digamma(0.5 * freedom) + Elementary.Log(2 / freedom) - Elementary.Log(Variances[k]);
                scale[k] = logWeight + (0.5 * (logPrecision - (1 / (MeanPrecision + _rows[k]))));
                inverse[k] = 0.5 / Variances[k];
            }
            Array.Clear(_rows);
            Array.Clear(_sums);
            Array.Clear(_squares);
            for (int i = 0; i < _x.Length; i++)
            {
                double x = _x[i], largest = double.NegativeInfinity, sum = 0;
                for (int k = 0; k < share.Length; k++)
                {
                    double distance = x - Means[k];
                    share[k] = scale[k] - (inverse[k] * distance * distance);
                    largest = Math.Max(largest, share[k]);
                }
                for (int k = 0; k < share.Length; k++)
                {
                    double difference = share[k] - largest;
                    // Below e^-40 nothing of it would show in a sum of doubles.
                    share[k] = difference < -40 ? 0 : Elementary.Exp(difference);
                    sum += share[k];
                }
                for (int k = 0; k < share.Length; k++)
                {
                    if (share[k] > 0)
                    {
                        Add(k, _counts[i] * share[k] / sum, x);
                    }
                }
            }
        }
    }
}

/// <summary>How a <see cref="GaussianMixture"/> is learnt. The defaults are those of CTGAN.</summary>
public sealed record GaussianMixtureOptions
{
    /// <summary>The most modes. The default value is 10.</summary>
    public int MostModes { get; init; } = 10;

    /// <summary>The concentration of the prior on the weights: small values ask for few modes. The default value is 0.001.</summary>
    public double WeightPrior { get; init; } = 0.001;

    /// <summary>Modes of less weight are put together into one. The default value is 0.005.</summary>
    public double Threshold { get; init; } = 0.005;

    /// <summary>That one mode is dropped, too, if it has fewer rows. The default value is 10.</summary>
    /// <remarks>CTGAN drops it always, and with it the ends of the distribution: on adult the gains of 99,999 that go with high incomes.</remarks>
    public double LeastRestRows { get; init; } = 10;

    /// <summary>The smallest standard deviation of a mode. The default value is 1e-9.</summary>
    public double LeastDeviation { get; init; } = 1e-9;

    /// <summary>The most points that the values are gathered into. The default value is 2,048.</summary>
    public int Points { get; init; } = 2_048;
}

using Semblance.Numerics.Trees;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Trees;

public sealed class BinaryBoosterTests
{
    private static readonly BinaryBoosterOptions Options = new();

    [Fact]
    public void A_threshold_is_learnt_with_its_probabilities()
    {
        (CodeMatrix matrix, bool[] labels) = Make(8_000, [(100, false), (100, false)], row => row[0] < 40 ? 0.1 : 0.7);
        double[] learnt = Learnt(matrix, labels);
        // Standard error of a share of 3,200 or more rows: below .009; shrinkage and chance trees bring a little more.
        MeanWhere(learnt, row => matrix.Row(row)[0] < 40).ShouldBe(0.1, 0.03);
        MeanWhere(learnt, row => matrix.Row(row)[0] >= 40).ShouldBe(0.7, 0.03);
        Error(matrix, learnt, row => row[0] < 40 ? 0.1 : 0.7).ShouldBeLessThan(0.05);
    }

    [Fact]
    public void An_exclusive_or_is_learnt_though_neither_feature_tells_anything_alone()
    {
        // 8,000 rows: chance makes one of the first splits worth its gain, below which the other feature tells all.
        static double Truth(ReadOnlySpan<byte> row) => (row[0] < 5) ^ (row[1] < 5) ? 0.9 : 0.1;
        (CodeMatrix matrix, bool[] labels) = Make(8_000, [(10, false), (10, false)], Truth);
        Error(matrix, Learnt(matrix, labels, Options with { MinGain = 0 }), Truth).ShouldBeLessThan(0.08);
    }

    [Fact]
    public void A_set_of_levels_is_learnt_whatever_their_codes()
    {
        static double Truth(ReadOnlySpan<byte> row) => row[0] % 3 == 0 ? 0.85 : 0.2;
        (CodeMatrix matrix, bool[] labels) = Make(8_000, [(40, true), (10, false)], Truth);
        Error(matrix, Learnt(matrix, labels), Truth).ShouldBeLessThan(0.05);
    }

    [Fact]
    public void Noise_grows_fewer_trees_the_higher_the_least_gain_and_none_at_a_high_one()
    {
        int[] trees = [.. new[] { 0.0, Options.MinGain, 20.0 }.Select(gain => Enumerable.Range(0, 10).Sum(k =>
        {
            (CodeMatrix matrix, bool[] labels) = Make(500, [(20, false), (20, false)], _ => 0.5, (ulong)k);
            return Fit(matrix, labels, Options with { MinGain = gain }).Trees.Length;
        }))];
        trees[0].ShouldBeGreaterThan(trees[1]);
        // A gain on noise is a chi-squared variable with one degree; the best of 40 thresholds at some ten nodes exceeds 20 with a probability of about 1e-3.
        trees[2].ShouldBe(0);
    }

    [Fact]
    public void A_coin_that_a_binary_feature_does_not_touch_mostly_grows_no_tree()
    {
        // The gain of the one split possible is a chi-squared variable of one degree of freedom (the score test), less by the penalty Lambda: above 3.5 in
        // 6 % of tables. Of 100 tables more than 15 with a tree have a probability below 1e-3.
        var few = 0;
        for (int k = 0; k < 100; k++)
        {
            (CodeMatrix matrix, bool[] labels) = Make(400, [(2, false)], _ => 0.5, 1_000 + (ulong)k);
            few += Fit(matrix, labels, Options with { MinGain = 3.5, MaxTrees = 1 }).Trees.Length;
        }
        few.ShouldBeInRange(0, 15);
    }

    [Fact]
    public void An_instance_that_has_learnt_other_things_learns_the_same_bits()
    {
        (CodeMatrix matrix, bool[] labels) = Make(700, [(50, false), (9, true), (256, false)], row => row[0] < 20 || row[1] == 3 ? 0.8 : 0.2);
        byte[] alone = Bytes(new BinaryBooster(), matrix, labels);
        var used = new BinaryBooster();
        foreach ((int rows, (int Bins, bool Categorical)[] features) in new (int, (int, bool)[])[]
        {
            (2_000, [(256, false), (256, true), (3, false), (100, false)]),
            (40, [(2, false)]),
            (300, [(50, false), (10, true), (255, false)]),
        })
        {
            (CodeMatrix other, bool[] otherLabels) = Make(rows, features, row => row[0] % 2 == 0 ? 0.9 : 0.1, 77);
            Bytes(used, other, otherLabels);
            Bytes(used, matrix, labels).ShouldBe(alone);
            Bytes(used, matrix, labels).ShouldBe(alone, "the matrix is the one before, whose histograms are still there");
        }
    }

    [Fact]
    public void Rows_that_are_not_asked_for_do_not_matter()
    {
        (CodeMatrix matrix, bool[] labels) = Make(900, [(30, false), (7, true)], row => row[0] < 9 ? 0.9 : 0.3);
        int[] every = [.. Enumerable.Range(0, 300).Select(i => 3 * i)];
        bool[] some = [.. every.Select(row => labels[row])];
        var packed = new CodeMatrix([.. every.SelectMany(row => matrix.Row(row).ToArray())], 2, matrix.BinCounts, matrix.Categorical);
        Written(Fit(matrix, every, some, Options)).ShouldBe(Written(Fit(packed, [.. Enumerable.Range(0, 300)], some, Options)));
    }

    [Fact]
    public void The_first_split_and_its_leaves_are_those_of_a_plain_recount()
    {
        (CodeMatrix matrix, bool[] labels) = Make(1_000, [(20, false), (20, false), (20, false)], row => row[1] < 7 ? 0.75 : 0.35, 5);
        BinaryBoosterOptions stump = Options with { MaxTrees = 1, MaxDepth = 1, Subsample = 1, MinGain = 0 };
        double bias = Math.Log((labels.Count(yes => yes) + 0.5) / (labels.Count(yes => !yes) + 0.5));
        double p = 1 / (1 + Math.Exp(-bias)), curvature = p * (1 - p);
        (double Value, int Feature, int Bin) best = (double.NegativeInfinity, -1, -1);
        for (int f = 0; f < 3; f++)
        {
            for (int bin = 0; bin < 19; bin++)
            {
                (double left, double right) = (Gain(row => matrix.Row(row)[f] <= bin), Gain(row => matrix.Row(row)[f] > bin));
                best = left + right > best.Value ? (left + right, f, bin) : best;
            }
        }
        BoostedTree tree = Fit(matrix, labels, stump).Trees.ShouldHaveSingleItem();
        for (int row = 0; row < 1_000; row++)
        {
            bool onLeft = matrix.Row(row)[best.Feature] <= best.Bin;
            (double slope, double weight) = Sums(other => matrix.Row(other)[best.Feature] <= best.Bin == onLeft);
            // Slopes are whole numbers on a scale of 2^30 in all: single precision of the leaf is the coarsest step.
            ((double)tree.Evaluate(matrix.Row(row))).ShouldBe(-stump.LearningRate * slope / (weight + stump.Lambda), 1e-5);
            row += 90;
        }

        (double Slope, double Weight) Sums(Func<int, bool> isIn)
        {
            int[] rows = [.. Enumerable.Range(0, 1_000).Where(isIn)];
            return (rows.Sum(row => p - (labels[row] ? 1 : 0)), rows.Length * curvature);
        }
        double Gain(Func<int, bool> isIn)
        {
            (double slope, double weight) = Sums(isIn);
            return weight < stump.MinHessian ? double.NegativeInfinity : slope * slope / (weight + stump.Lambda);
        }
    }

    [Fact]
    public void An_answer_that_is_always_the_same_takes_no_tree()
    {
        (CodeMatrix matrix, bool[] labels) = Make(100, [(9, false)], _ => 0.5);
        Array.Fill(labels, true);
        BinaryEnsemble ensemble = Fit(matrix, labels, Options);
        ensemble.Trees.ShouldBeEmpty();
        ensemble.Bias.ShouldBe(Math.Log(100.5 / 0.5), 1e-12);
        Fit(new CodeMatrix([], 0, [], []), [0, 1], [true, false], Options).Trees.ShouldBeEmpty();
    }

    [Fact]
    public void An_ensemble_that_was_written_and_read_says_the_same()
    {
        (CodeMatrix matrix, bool[] labels) = Make(3_000, [(60, false), (200, true), (5, false)], row => row[0] < 20 ? 0.9 : row[1] % 5 == 0 ? 0.7 : 0.2);
        BinaryEnsemble ensemble = Fit(matrix, labels, Options);
        ensemble.Trees.Length.ShouldBeGreaterThan(3);
        byte[] written = Written(ensemble);
        BinaryEnsemble read = Read(written, 3);
        Written(read).ShouldBe(written);
        LogOdds(read, matrix).ShouldBe(LogOdds(ensemble, matrix));
    }

    [Fact]
    public void Bytes_that_are_no_ensemble_are_refused()
    {
        (CodeMatrix matrix, bool[] labels) = Make(1_000, [(60, false), (20, true)], row => row[0] < 20 ? 0.9 : row[1] % 5 == 0 ? 0.7 : 0.2);
        byte[] written = Written(Fit(matrix, labels, Options));
        Should.Throw<InvalidDataException>(() => Read(written, 1), "a feature beyond those there are");
        Should.Throw<InvalidDataException>(() => Read(written, 0));
        Should.Throw<InvalidDataException>(() => Read([.. BitConverter.GetBytes(double.NaN), 0], 2));
        Should.Throw<InvalidDataException>(() => Read([.. new byte[8], 0xFF, 0xFF, 0xFF, 0x7F], 2), "more trees than there can be");
        Should.Throw<InvalidDataException>(() => Read([.. new byte[8], 1, 9, 0, 0, 0, 0, 0], 2), "a deeper tree than there can be");
        Should.Throw<InvalidDataException>(() => Read([.. new byte[8], 1, 1, 3, 0, 0, 0, 0, 0], 2), "an unknown kind of node");
        Should.Throw<InvalidDataException>(() => Read([.. new byte[8], 1, 1, 0, .. BitConverter.GetBytes(float.NaN)], 2), "a leaf that is no number");
        // Whatever byte is changed, the outcome is an ensemble or one of these two errors, and what is read can be asked.
        for (int i = 0; i < written.Length; i += 3)
        {
            byte[] changed = [.. written];
            changed[i] ^= 0x5A;
            try
            {
                LogOdds(Read(changed, 2), matrix).Length.ShouldBe(1_000);
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
            {
            }
        }
    }

    private static (CodeMatrix Matrix, bool[] Labels) Make(int rows, (int Bins, bool Categorical)[] features, Truth truth, ulong seed = 1)
    {
        var random = new Philox(seed);
        var codes = new byte[rows * features.Length];
        var labels = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            RandomSequence r = random.At(3, (ulong)row);
            Span<byte> of = codes.AsSpan(row * features.Length, features.Length);
            for (int f = 0; f < of.Length; f++)
            {
                of[f] = (byte)r.NextInt32(features[f].Bins);
            }
            labels[row] = r.NextDouble() < truth(of);
        }
        return (new CodeMatrix(codes, features.Length, [.. features.Select(f => f.Bins)], [.. features.Select(f => f.Categorical)]), labels);
    }

    private static BinaryEnsemble Fit(CodeMatrix matrix, bool[] labels, BinaryBoosterOptions options) => Fit(matrix, [.. Enumerable.Range(0, labels.Length)], labels, options);

    private static BinaryEnsemble Fit(CodeMatrix matrix, int[] rows, bool[] labels, BinaryBoosterOptions options) => Fit(new BinaryBooster(), matrix, rows, labels, options);

    private static BinaryEnsemble Fit(BinaryBooster booster, CodeMatrix matrix, int[] rows, bool[] labels, BinaryBoosterOptions options)
    {
        RandomSequence random = new Philox(9).At(1, 1);
        return booster.Fit(matrix, rows, labels, options, ref random);
    }

    private static byte[] Bytes(BinaryBooster booster, CodeMatrix matrix, bool[] labels)
    {
        BinaryEnsemble ensemble = Fit(booster, matrix, [.. Enumerable.Range(0, labels.Length)], labels, Options);
        ensemble.Trees.ShouldNotBeEmpty();
        return Written(ensemble);
    }

    private static byte[] Written(BinaryEnsemble ensemble)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        ensemble.Write(writer);
        return stream.ToArray();
    }

    private static BinaryEnsemble Read(byte[] bytes, int features)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return BinaryEnsemble.Read(reader, features);
    }

    private static double[] Learnt(CodeMatrix matrix, bool[] labels, BinaryBoosterOptions? options = null) =>
        Array.ConvertAll(LogOdds(Fit(matrix, labels, options ?? Options), matrix), Elementary.Logistic);

    private static double[] LogOdds(BinaryEnsemble ensemble, CodeMatrix matrix)
    {
        var logOdds = new double[matrix.Codes.Length / matrix.Features];
        ensemble.LogOdds(matrix.Codes, matrix.Features, [.. Enumerable.Range(0, logOdds.Length)], logOdds);
        return logOdds;
    }

    private static double MeanWhere(double[] values, Func<int, bool> isIn) => Enumerable.Range(0, values.Length).Where(isIn).Average(row => values[row]);

    /// <summary>The mean absolute deviation from the true probabilities.</summary>
    private static double Error(CodeMatrix matrix, double[] learnt, Truth truth)
    {
        double sum = 0;
        for (int row = 0; row < learnt.Length; row++)
        {
            sum += Math.Abs(learnt[row] - truth(matrix.Row(row)));
        }
        return sum / learnt.Length;
    }

    private delegate double Truth(ReadOnlySpan<byte> row);
}

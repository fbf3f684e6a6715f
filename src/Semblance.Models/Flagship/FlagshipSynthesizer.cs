using Semblance.Models.Encoding;
using Semblance.Numerics;
using Semblance.Numerics.Trees;

namespace Semblance.Models.Flagship;

/// <summary>
/// The faithful family: one column after another, each as a path of yes-or-no questions whose answers are small boosted ensembles on
/// the earlier columns. No row of the training table is kept: a path ends in a level, a repeated value, or a range of the column's
/// own values.
/// </summary>
/// <remarks>
/// Types: all, missing values as outcomes of their own. Conditions: exact. Fit: rows x columns x predictors per tree, on at most
/// <see cref="FlagshipOptions.MaxRows"/> rows. Deterministic for a seed at any thread count.
/// Sources: sequential conditionals, Reiter, "Using CART to generate partially synthetic, public use microdata", 2005; paths of binary
/// splits, McCarter, "Unmasking Trees for Tabular Data", 2024.
/// </remarks>
internal sealed class FlagshipSynthesizer(FlagshipOptions options) : JointSynthesizer
{
    private const uint FirstStream = 0x2000_0000;

    /// <summary>Creates the family with its defaults.</summary>
    public FlagshipSynthesizer()
        : this(new FlagshipOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "flagship";

    /// <inheritdoc/>
    public override string Title => "Flagship";

    /// <inheritdoc/>
    public override string Description => "Sequential conditionals by boosted trees - the most faithful rows, in seconds";

    /// <inheritdoc/>
    public override ModelOptions Options { get; } = new("flagship", [SeedOption]);

    /// <inheritdoc/>
    protected override IJointModel FitJoint(EncodedColumn[] columns, FitContext context)
    {
        int total = columns.Length;
        context.Progress?.Report(new WorkProgress("fit", 0, total, "columns"));
        columns = Sampled(columns, options.MaxRows);
        int[] rows = [.. Enumerable.Range(0, columns[0].RowCount)];
        int[] order = ColumnOrder.Of(columns);
        EncodedColumn[] byPosition = [.. order.Select(column => columns[column])];
        Workers workers = context.Workers;
        var coders = new FeatureCoder[total];
        var codes = new byte[total][];
        var sorted = new double[]?[total];
        workers.For(total, position =>
        {
            EncodedColumn column = byPosition[position];
            sorted[position] = column.IsNumeric ? SortedValues(column) : null;
            coders[position] = FeatureCoder.Learn(column, sorted[position], options.FeatureBins);
            codes[position] = new byte[rows.Length];
            coders[position].Code(column, rows.Length, codes[position], 0, 1);
        });
        var predictors = new PredictorChoice(codes, coders, options.MaxPredictors);
        var models = new ColumnModel[total];
        int done = 0;
        // Later columns have more predictors: they start first, so that no thread is left with a long one at the end.
        workers.For(total, k =>
        {
            int position = total - 1 - k;
            EncodedColumn column = byPosition[position];
            int[] from = predictors.For(position);
            CodeMatrix matrix = Matrix(from, codes, coders);
            var fitter = new OutcomeTreeFitter(matrix, new BinaryBooster(), options, new Philox(context.Seed), FirstStream + (uint)position, context.Cancellation);
            models[position] = sorted[position] is double[] values
                ? FitNumbers(byPosition, position, values, from, fitter, rows)
                : new ColumnModel(fitter.FitLevels(column.Codes!, column.Levels, rows), from, null);
            context.Progress?.Report(new WorkProgress("fit", Interlocked.Increment(ref done), total, "columns"));
        });
        return new FlagshipModel(order, coders, models);
    }

    /// <inheritdoc/>
    protected override IJointModel ReadJoint(BinaryReader reader) => FlagshipModel.Read(reader);

    private static ColumnModel FitNumbers(EncodedColumn[] byPosition, int position, double[] sorted, int[] predictors, OutcomeTreeFitter fitter, int[] rows)
    {
        EncodedColumn column = byPosition[position];
        var baseline = BaselineSearch.Find(byPosition, position);
        EncodedColumn left = baseline?.Residual(column, byPosition) ?? column;
        double[] values = baseline is null ? sorted : SortedValues(left);
        (double minimum, double maximum) = sorted.Length == 0 ? (0, 0) : (sorted[0], sorted[^1]);
        return new ColumnModel(fitter.FitNumbers(left, rows, values), predictors, new NumberModel(NumberValues.Learn(values, left.Step), baseline, column.Step, minimum, maximum));
    }

    /// <summary>All rows, or every k-th of a large table.</summary>
    private static EncodedColumn[] Sampled(EncodedColumn[] columns, int most)
    {
        int count = columns[0].RowCount;
        int stride = (count + most - 1) / most;
        if (stride <= 1)
        {
            return columns;
        }
        int[] rows = [.. Enumerable.Range(0, (count + stride - 1) / stride).Select(i => i * stride)];
        return [.. columns.Select(column => column.Take(rows))];
    }

    private static double[] SortedValues(EncodedColumn column)
    {
        double[] present = Array.FindAll(column.Values!, value => !double.IsNaN(value));
        Array.Sort(present);
        return present;
    }

    private static CodeMatrix Matrix(int[] predictors, byte[][] codes, FeatureCoder[] coders)
    {
        int count = codes[0].Length, features = predictors.Length;
        var matrix = new byte[(long)count * features];
        for (int f = 0; f < features; f++)
        {
            byte[] source = codes[predictors[f]];
            long at = f;
            for (int row = 0; row < count; row++, at += features)
            {
                matrix[at] = source[row];
            }
        }
        return new CodeMatrix(matrix, features, [.. predictors.Select(p => coders[p].Codes)], [.. predictors.Select(p => coders[p].IsCategorical)]);
    }
}

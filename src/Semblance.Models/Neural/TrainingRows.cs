using Semblance.Models.Encoding;
using Semblance.Numerics;

namespace Semblance.Models.Neural;

/// <summary>A table's rows parted into those that train and those that are held back for the validation score.</summary>
/// <param name="Training">The columns to train on.</param>
/// <param name="Validation">Scores models.</param>
internal sealed record TrainingRows(EncodedColumn[] Training, ValidationScore Validation)
{
    /// <summary>With fewer rows than this held back, chance would decide: the training rows themselves are scored against.</summary>
    private const int FewestHeldBack = 200;
    private const int MostHeldBack = 10_000;
    private const uint SplitStream = 0x6000_0000;

    /// <summary>Parts the rows at random. Without early stopping all train, and they are what the model's certainty is scored against in the end.</summary>
    public static TrainingRows Part(EncodedColumn[] columns, FitContext context)
    {
        bool earlyStopping = context.Config.Get(NetworkOptions.EarlyStopping);
        int rows = columns[0].RowCount;
        int scored = (int)Math.Min(MostHeldBack, earlyStopping ? rows * context.Config.Get(NetworkOptions.ValidationShare) : rows);
        bool heldBack = earlyStopping && scored >= FewestHeldBack;
        scored = heldBack ? scored : Math.Min(MostHeldBack, rows);
        int[] order = [.. Enumerable.Range(0, rows)];
        RandomSequence sequence = new Philox(context.Seed).At(SplitStream, 0);
        for (int i = 0; i < scored; i++)
        {
            int other = i + sequence.NextInt32(rows - i);
            (order[i], order[other]) = (order[other], order[i]);
        }
        int[] scoredRows = order[..scored], trainingRows = order[scored..];
        Array.Sort(trainingRows);
        return new TrainingRows(
            heldBack ? [.. columns.Select(column => column.Take(trainingRows))] : columns,
            new ValidationScore([.. columns.Select(column => column.Take(scoredRows))], context.Seed, context.Threads));
    }
}

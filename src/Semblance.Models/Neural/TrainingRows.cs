using Semblance.Models.Encoding;
using Semblance.Numerics;

namespace Semblance.Models.Neural;

/// <summary>A table's rows parted into those that train and those that are held back for the validation score.</summary>
/// <param name="Training">The columns to train on.</param>
/// <param name="Validation">Scores models; null if there is to be no early stopping.</param>
internal sealed record TrainingRows(EncodedColumn[] Training, ValidationScore? Validation)
{
    /// <summary>With fewer rows than this held back, chance would decide: the training rows themselves are scored against.</summary>
    private const int FewestHeldBack = 200;
    private const int MostHeldBack = 10_000;
    private const uint SplitStream = 0x6000_0000;

    /// <summary>Parts the rows at random.</summary>
    public static TrainingRows Part(EncodedColumn[] columns, FitContext context)
    {
        if (!context.Config.Get(NetworkOptions.EarlyStopping))
        {
            return new TrainingRows(columns, null);
        }
        int rows = columns[0].RowCount;
        int held = (int)Math.Min(MostHeldBack, rows * context.Config.Get(NetworkOptions.ValidationShare));
        if (held < FewestHeldBack)
        {
            return new TrainingRows(columns, new ValidationScore(columns, context.Seed, context.Threads));
        }
        int[] order = [.. Enumerable.Range(0, rows)];
        RandomSequence sequence = new Philox(context.Seed).At(SplitStream, 0);
        for (int i = 0; i < held; i++)
        {
            int other = i + sequence.NextInt32(rows - i);
            (order[i], order[other]) = (order[other], order[i]);
        }
        int[] heldRows = order[..held], trainingRows = order[held..];
        Array.Sort(trainingRows);
        return new TrainingRows(
            [.. columns.Select(column => column.Take(trainingRows))],
            new ValidationScore([.. columns.Select(column => column.Take(heldRows))], context.Seed, context.Threads));
    }
}

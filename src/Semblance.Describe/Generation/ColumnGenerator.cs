namespace Semblance.Describe.Generation;

/// <summary>
/// Makes the values of one column for any rows of its table. A value depends on the seed, the table, the column and the row's number alone
/// (and, through other columns, on theirs), never on which rows are made with it. Used by several threads at a time: it keeps no state.
/// </summary>
internal abstract class ColumnGenerator
{
    /// <summary>How its values are kept.</summary>
    public abstract VectorKind Kind { get; }

    /// <summary>The latest date-time in seconds, or greatest number, that it makes by itself; null if it knows none.</summary>
    public virtual double? UpperBound => null;

    /// <summary>Makes the values of a block's rows.</summary>
    /// <param name="block">The rows, and their other columns.</param>
    /// <param name="into">Where values go; reset by this method.</param>
    public abstract void Fill(Block block, Vector into);
}

/// <summary>Something of each row that several columns are made from, such as the person whose name and e-mail address they hold: one number.</summary>
internal abstract class Latent
{
    /// <summary>Makes the numbers of a block's rows.</summary>
    public abstract void Fill(Block block, Span<long> into);
}

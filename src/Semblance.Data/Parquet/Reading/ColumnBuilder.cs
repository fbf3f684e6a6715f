using Semblance.Data.Typing;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Makes the column of a table of the chunks of a file.</summary>
/// <param name="context">Name and wishes.</param>
/// <param name="leaf">The column in the file.</param>
/// <param name="rows">The number of rows of the table.</param>
internal abstract class ColumnBuilder(ColumnContext context, LeafColumn leaf, int rows)
{
    private readonly List<string> _warnings = [];

    /// <summary>The column in the file.</summary>
    public LeafColumn Leaf => leaf;

    /// <summary>Whether several chunks may be read at a time; otherwise one after another in the order of the file.</summary>
    public abstract bool TakesAnyOrder { get; }

    /// <summary>What was changed, a sentence each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Name and wishes.</summary>
    protected ColumnContext Context => context;

    /// <summary>The number of rows of the table.</summary>
    protected int Rows => rows;

    /// <summary>Reads a chunk, at whose beginning the pages are.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="row">The first row.</param>
    /// <param name="ct">Looked at before each page.</param>
    public abstract void Read(ChunkPages pages, int row, CancellationToken ct);

    /// <summary>The finished column; null if it has to be read again as texts.</summary>
    /// <exception cref="TableException">The values are not of the type asked for.</exception>
    public abstract Column? Finish();

    /// <summary>Notes that something was changed.</summary>
    protected void Warn(string sentence) => _warnings.Add(sentence);

    /// <summary>The schema of the column.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="tokens">Its missing tokens.</param>
    /// <param name="nullCode">Which of them is null, from 1; 0 for none.</param>
    protected ColumnSchema Schema(ColumnKind kind, IReadOnlyList<string> tokens, int nullCode) => new(context.Name, kind)
    {
        Header = context.Header,
        MissingTokens = tokens,
        Parquet = TypeWith(nullCode),
    };

    /// <summary>The column's type with the code of its nulls.</summary>
    protected ParquetType TypeWith(int nullCode) => leaf.Type with { NullCode = nullCode, IsRequired = leaf.Type.IsRequired && nullCode == 0 };
}

using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>Texts of a kind, cut to a length; a review's words agree with its stars.</summary>
internal sealed class Sentences : ColumnGenerator
{
    private readonly Phrase[] _phrases;
    private readonly Phrase[][] _byRating = [];
    private readonly ColumnReference? _rating;
    private readonly Draws _draws;
    private readonly int _most;

    private Sentences(ColumnContext context, string kind)
    {
        PhraseBook book = PhraseBook.Get(kind);
        _phrases = book.Compile();
        _rating = kind == "review" ? context.Reference("rating") : null;
        if (_rating is not null)
        {
            _byRating = [book.Compile("bad"), book.Compile("fair"), book.Compile("good")];
        }
        _draws = context.Draws;
        _most = (int)context.Whole("max_length", int.MaxValue);
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <summary>Creates the generator of a kind of texts.</summary>
    public static Sentences Create(ColumnContext context) => new(context, context.Text("kind", "sentence"));

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        Vector? ratings = _rating?.In(block);
        into.Reset(VectorKind.Text, block.Count);
        ReadOnlySpan<long> rows = block.Rows;
        for (int i = 0; i < rows.Length; i++)
        {
            Phrase[] phrases = _phrases;
            if (ratings is not null && !ratings.IsMissing(i) && ratings.Kind != VectorKind.Text)
            {
                // Of five stars: 1 and 2 are bad, 3 is fair, 4 and 5 are good.
                double stars = ratings.Numbers[i] / (double)DecimalScale.Of(ratings.Decimals);
                phrases = _byRating[stars < 2.5 ? 0 : stars < 3.75 ? 1 : 2];
            }
            Phrases.Append(phrases, _draws.Sequence(rows[i]), into, _most);
        }
    }
}

using Semblance.Describe.Words;
using Semblance.Numerics;

namespace Semblance.Describe.Generation.Making;

/// <summary>Texts put together from phrases, at random places of their choices.</summary>
internal sealed class Phrases(ColumnContext context, PhraseBook book) : ColumnGenerator
{
    private readonly Phrase[] _phrases = book.Compile();
    private readonly Draws _draws = context.Draws;

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        foreach (long row in block.Rows)
        {
            Append(_phrases, _draws.Sequence(row), into, int.MaxValue);
        }
    }

    /// <summary>Appends a text.</summary>
    /// <param name="phrases">What to choose from.</param>
    /// <param name="random">What decides.</param>
    /// <param name="into">Where it goes.</param>
    /// <param name="most">The most bytes; a longer text ends at the last word within them.</param>
    public static void Append(Phrase[] phrases, RandomSequence random, Vector into, int most)
    {
        Phrase phrase = phrases[random.NextInt32(phrases.Length)];
        Span<byte> text = into.BeginText(phrase.MostBytes);
        int length = Write(phrase, ref random, text);
        if (length > 0 && text[0] is >= (byte)'a' and <= (byte)'z')
        {
            text[0] -= 'a' - 'A';
        }
        if (length > most)
        {
            int space = text[..most].LastIndexOf((byte)' ');
            length = space > 0 ? space : most;
        }
        into.EndText(length);
    }

    private static int Write(Phrase phrase, ref RandomSequence random, Span<byte> text)
    {
        int at = 0;
        foreach (PhrasePart part in phrase.Parts)
        {
            if (part.Choices.Length > 0)
            {
                at += Write(part.Choices[random.NextInt32(part.Choices.Length)], ref random, text[at..]);
            }
            else
            {
                part.Literal.CopyTo(text[at..]);
                at += part.Literal.Length;
            }
        }
        return at;
    }
}

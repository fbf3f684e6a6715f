using System.Text;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>Names of things, houses and places: two words and what it is, "Silver Harbor Lighthouse", with a number where they must be distinct.</summary>
internal sealed class ThingName : ColumnGenerator
{
    private readonly byte[][] _first = [.. WordLists.Get("place_firsts").Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] _second = [.. WordLists.Get("place_seconds").Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] _nouns;
    private readonly ulong _size;
    private readonly Shuffle? _shuffle;
    private readonly Draws _draws;

    public ThingName(ColumnContext context)
    {
        _nouns = [.. context.Text("noun").Split('/', StringSplitOptions.TrimEntries).Select(Encoding.UTF8.GetBytes)];
        _size = (ulong)_first.Length * (ulong)_second.Length * (ulong)_nouns.Length;
        _shuffle = context.IsUnique ? context.Distinct(_size * (((ulong)context.Table.Rows / _size) + 1)) : null;
        _draws = context.Draws;
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        foreach (long row in block.Rows)
        {
            ulong number = _shuffle is { } shuffle ? shuffle[(ulong)row] : (ulong)Draws.Below(_draws.At(row), _size);
            ulong round = number / _size, rest = number % _size;
            byte[] noun = _nouns[rest % (ulong)_nouns.Length];
            rest /= (ulong)_nouns.Length;
            byte[] first = _first[rest / (ulong)_second.Length], second = _second[rest % (ulong)_second.Length];
            Span<byte> text = into.BeginText(first.Length + second.Length + noun.Length + 24);
            int at = 0;
            foreach (byte[] word in (ReadOnlySpan<byte[]>)[first, second, noun])
            {
                if (word.Length > 0)
                {
                    word.CopyTo(text[at..]);
                    at += word.Length;
                    text[at++] = (byte)' ';
                }
            }
            at -= round > 0 ? 0 : 1;
            at += round > 0 ? ValueWriter.WriteWhole(text[at..], (long)round + 1) : 0;
            into.EndText(at);
        }
    }
}

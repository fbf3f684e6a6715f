namespace Semblance.Models.Strings;

/// <summary>
/// A Markov chain over the pieces of texts, in which nothing rests on fewer than a handful of training rows. Tokens are words, gaps
/// (what stands between words), and forms (words too rare to be kept, by the way they are written). Plain data.
/// </summary>
/// <param name="Tokens">The kept words and gaps. The first <see cref="TextTokens.Forms"/> entries stand for the forms and are empty.</param>
/// <param name="Contexts">Sorted keys of the contexts; see <see cref="WordContext"/> and <see cref="GapContext"/>.</param>
/// <param name="Firsts">Where each context's followers start in <paramref name="Followers"/>, and one entry more.</param>
/// <param name="Followers">Tokens, by context.</param>
/// <param name="Running">The running count of each follower within its context.</param>
/// <param name="LengthCounts">How many texts have 0, 1, 2, ... words.</param>
/// <param name="FormLengths">For each form, how many rare words have 0, 1, 2, ... characters.</param>
internal sealed record TextModel(
    string[] Tokens, long[] Contexts, int[] Firsts, int[] Followers, int[] Running, int[] LengthCounts, int[][] FormLengths)
{
    /// <summary>Stands for the beginning of the text.</summary>
    public const int Beginning = -1;

    /// <summary>Stands for any token, in contexts that have been widened.</summary>
    public const int Anything = -2;

    /// <summary>The context of a word: the word before and the gap between.</summary>
    public static long WordContext(int word, int gap) => (1L << 62) | ((long)(word + 2) << 31) | (uint)(gap + 2);

    /// <summary>The context of a gap: the word before it, and whether it is the last of the text.</summary>
    public static long GapContext(int word, bool last) => ((last ? 1L : 0) << 61) | (uint)(word + 2);

    /// <summary>The followers of a context, or an empty range.</summary>
    public (int First, int End) Find(long context)
    {
        int at = Array.BinarySearch(Contexts, context);
        return at < 0 ? (0, 0) : (Firsts[at], Firsts[at + 1]);
    }

    /// <summary>Writes the model.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Tokens.Length);
        foreach (string token in Tokens)
        {
            writer.Write(token);
        }
        writer.WriteLongs(Contexts);
        writer.WriteInts(Firsts);
        writer.WriteInts(Followers);
        writer.WriteInts(Running);
        writer.WriteInts(LengthCounts);
        foreach (int[] lengths in FormLengths)
        {
            writer.WriteInts(lengths);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TextModel Read(BinaryReader reader)
    {
        var tokens = new string[reader.ReadCount(1)];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = reader.ReadString();
        }
        var model = new TextModel(
            tokens, reader.ReadLongs(), reader.ReadInts(), reader.ReadInts(), reader.ReadInts(), reader.ReadInts(), new int[TextTokens.Forms][]);
        for (int form = 0; form < TextTokens.Forms; form++)
        {
            model.FormLengths[form] = reader.ReadInts();
        }
        return model;
    }
}

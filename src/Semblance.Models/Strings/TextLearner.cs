using System.Runtime.InteropServices;
using Semblance.Data;

namespace Semblance.Models.Strings;

/// <summary>Learns a <see cref="TextModel"/> and its words from a column.</summary>
internal static class TextLearner
{
    /// <summary>A word, a gap or a transition is kept if it occurs in this many different rows.</summary>
    private const int LeastRows = 5;

    private const int LargestSample = 50_000;
    private const int LargestVocabulary = 30_000;
    private const int LongestText = 2_000;

    /// <summary>Learns from evenly spaced rows of a column with at least one value.</summary>
    public static (TextModel Model, WordMaker Words) Learn(StringColumn column)
    {
        List<string> texts = SampleOf(column);
        var pieces = new List<Range>();
        Dictionary<string, int> kept = Vocabulary(texts, pieces, out HashSet<string> words);
        string[] tokens = new string[TextTokens.Forms + kept.Count];
        for (int form = 0; form < TextTokens.Forms; form++)
        {
            tokens[form] = "";
        }
        foreach ((string token, int id) in kept)
        {
            tokens[id] = token;
        }

        var lengths = new List<int>();
        var formLengths = new int[TextTokens.Forms][];
        for (int form = 0; form < TextTokens.Forms; form++)
        {
            formLengths[form] = new int[WordMaker.LongestWord + 1];
        }
        var counts = new Dictionary<(long Context, int Follower), (int Rows, int Last)>();
        for (int row = 0; row < texts.Count; row++)
        {
            string text = texts[row];
            TextTokens.Split(text, pieces);
            int wordCount = pieces.Count / 2;
            CollectionsMarshal.SetCount(lengths, Math.Max(lengths.Count, wordCount + 1));
            lengths[wordCount]++;
            int word = TextModel.Beginning;
            for (int piece = 0; piece < pieces.Count; piece += 2)
            {
                bool last = piece == pieces.Count - 1;
                int gap = kept.GetValueOrDefault(text[pieces[piece]], TextModel.Anything);
                if (gap != TextModel.Anything)
                {
                    Count(counts, TextModel.GapContext(word, last), gap, row);
                    Count(counts, TextModel.GapContext(TextModel.Anything, last), gap, row);
                }
                if (last)
                {
                    break;
                }
                string next = text[pieces[piece + 1]];
                if (!kept.TryGetValue(next, out int id))
                {
                    id = (int)TextTokens.FormOf(next);
                    formLengths[id][Math.Min(next.Length, WordMaker.LongestWord)]++;
                }
                Count(counts, TextModel.WordContext(word, gap), id, row);
                Count(counts, TextModel.WordContext(TextModel.Anything, gap), id, row);
                Count(counts, TextModel.WordContext(TextModel.Anything, TextModel.Anything), id, row);
                word = id;
            }
        }
        return (Pack(tokens, counts, lengths, formLengths), WordMaker.Learn([.. words.Order(StringComparer.Ordinal)]));
    }

    private static List<string> SampleOf(StringColumn column)
    {
        int stride = Math.Max(1, column.Count / LargestSample);
        var texts = new List<string>();
        for (int row = 0; row < column.Count; row++)
        {
            if (!column.IsMissing(row) && (row % stride == 0 || texts.Count == 0))
            {
                string text = column.Values.GetString(row);
                texts.Add(text.Length <= LongestText ? text : text[..LongestText]);
            }
        }
        return texts;
    }

    /// <summary>The words and gaps that occur in enough rows, with the numbers of their tokens; and all words made of letters, in lower case.</summary>
    private static Dictionary<string, int> Vocabulary(List<string> texts, List<Range> pieces, out HashSet<string> words)
    {
        var rowsOf = new Dictionary<string, (int Rows, int Last)>(StringComparer.Ordinal);
        words = new HashSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < texts.Count; row++)
        {
            TextTokens.Split(texts[row], pieces);
            for (int piece = 0; piece < pieces.Count; piece++)
            {
                string token = texts[row][pieces[piece]];
                ref (int Rows, int Last) entry = ref CollectionsMarshal.GetValueRefOrAddDefault(rowsOf, token, out bool exists);
                if (!exists || entry.Last != row)
                {
                    entry = (entry.Rows + 1, row);
                }
                if (piece % 2 == 1 && TextTokens.FormOf(token) is TextTokens.Form.Lower or TextTokens.Form.Capital or TextTokens.Form.Upper)
                {
                    words.Add(token.ToLowerInvariant());
                }
            }
        }
        int next = TextTokens.Forms;
        return rowsOf.Where(pair => pair.Value.Rows >= LeastRows)
            .OrderByDescending(pair => pair.Value.Rows).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(LargestVocabulary)
            .ToDictionary(pair => pair.Key, _ => next++, StringComparer.Ordinal);
    }

    private static void Count(Dictionary<(long, int), (int Rows, int Last)> counts, long context, int follower, int row)
    {
        ref (int Rows, int Last) entry = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, (context, follower), out bool exists);
        if (!exists || entry.Last != row)
        {
            entry = (entry.Rows + 1, row);
        }
    }

    private static TextModel Pack(string[] tokens, Dictionary<(long Context, int Follower), (int Rows, int Last)> counts, List<int> lengths, int[][] formLengths)
    {
        var contexts = new List<long>();
        var firsts = new List<int>();
        var followers = new List<int>();
        var running = new List<int>();
        // Followers in fewer rows go to the wider context, by way of a share of the draws there: the difference of the counts.
        foreach (IGrouping<long, KeyValuePair<(long Context, int Follower), (int Rows, int Last)>> group in counts
            .OrderBy(pair => pair.Key.Context).ThenBy(pair => pair.Key.Follower).GroupBy(pair => pair.Key.Context))
        {
            int sum = 0, rare = 0, first = followers.Count;
            foreach (KeyValuePair<(long Context, int Follower), (int Rows, int Last)> pair in group)
            {
                // A form says nothing about anybody, however rare.
                if (pair.Value.Rows < LeastRows && pair.Key.Follower >= TextTokens.Forms)
                {
                    rare += pair.Value.Rows;
                    continue;
                }
                followers.Add(pair.Key.Follower);
                running.Add(sum += pair.Value.Rows);
            }
            if (followers.Count == first)
            {
                continue;
            }
            if (rare > 0)
            {
                followers.Add(TextModel.Anything);
                running.Add(sum + rare);
            }
            contexts.Add(group.Key);
            firsts.Add(first);
        }
        firsts.Add(followers.Count);
        return new TextModel(tokens, [.. contexts], [.. firsts], [.. followers], [.. running], [.. lengths], formLengths);
    }
}

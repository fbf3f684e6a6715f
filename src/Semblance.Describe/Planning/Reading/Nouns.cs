using Semblance.Describe.Catalog;
using Semblance.Describe.Words;

namespace Semblance.Describe.Planning.Reading;

/// <summary>A table's name found in a prompt.</summary>
/// <param name="Length">Its tokens.</param>
/// <param name="Key">Its key.</param>
/// <param name="IsPlural">Whether it stands in the plural.</param>
/// <param name="Candidates">What the catalog knows by that name; empty for unknown ones.</param>
/// <param name="Corrected">The word that was meant by a misspelt one; null otherwise.</param>
internal sealed record NounMatch(int Length, string Key, bool IsPlural, IReadOnlyList<CatalogEntity> Candidates, string? Corrected = null);

/// <summary>Finds names of tables in a prompt.</summary>
internal sealed class Nouns(PlanCatalog catalog, TokenList tokens)
{
    private const int LongestName = 5;
    private readonly Dictionary<string, string?> _corrections = new(StringComparer.Ordinal);

    // The same places are looked at again and again.
    private readonly Dictionary<int, NounMatch?> _found = [];

    /// <summary>The longest name of the catalog that stands here; null if there is none.</summary>
    public NounMatch? Find(int i)
    {
        if (!_found.TryGetValue(i, out NounMatch? match))
        {
            _found[i] = match = Look(i);
        }
        return match;
    }

    /// <summary>The place after articles and adjectives that say nothing about the noun, up to a name of the catalog.</summary>
    public int SkipPlainWords(int i)
    {
        while (IsPlain(i) && Find(i) is null)
        {
            i++;
        }
        return i;
    }

    private bool IsPlain(int i) => tokens[i].IsWord && (WordSets.Determiners.Contains(tokens[i].Lower) || WordSets.Adjectives.Contains(tokens[i].Lower));

    private NounMatch? Look(int i)
    {
        if (!tokens[i].IsWord || (WordSets.Stops.Contains(tokens[i].Lower) && tokens[i].Lower.Length < 5))
        {
            return null;
        }
        int most = 1;
        while (most < LongestName && tokens[i + most].IsWord)
        {
            most++;
        }
        for (int length = most; length >= 1; length--)
        {
            string key = tokens.Key(i, length);
            if (catalog.Entities(key) is { Count: > 0 } entities)
            {
                return new NounMatch(length, key, IsPlural(i + length - 1, key), entities);
            }
        }
        return Corrected(i);
    }

    /// <summary>Whether a word stands in the plural, or has none.</summary>
    public bool IsPlural(int i, string key)
    {
        List<string> words = tokens.Words(i, 1);
        return catalog.LocaleOf(tokens[i].Lower) is not null || (words.Count > 0 && English.IsPlural(words[^1]) && !(words[^1] == key && catalog.Meaning(key) is not null && tokens[i].Lower is "stock" or "inventory" && tokens[i - 1].Is("in")));
    }

    // A plural with a slip of the finger: one letter wrong in short words, two in long ones, and no doubt which is meant.
    private NounMatch? Corrected(int i)
    {
        string word = tokens[i].Lower;
        if (word.Length < 6 || word[^1] != 's' || word.Any(c => !char.IsAsciiLetter(c)) || WordSets.Common.Contains(word) || WordSets.Verbs.Contains(word) || WordSets.Containers.Contains(word) || WordSets.Stops.Contains(word) || IsWord(English.Singular(word)))
        {
            return null;
        }
        if (!_corrections.TryGetValue(word, out string? corrected))
        {
            string singular = English.Singular(word);
            // In short words a letter may be missing, doubled, swapped with its neighbour, or a wrong vowel; another consonant makes another word.
            int most = singular.Length < 9 ? 1 : 2, best = most + 1;
            bool doubtful = false;
            foreach (string noun in catalog.Nouns)
            {
                if (noun[0] != singular[0] || (singular.Length < 7 && noun.Length == singular.Length && !IsSwapOrVowel(noun, singular)))
                {
                    continue;
                }
                int distance = Spelling.Distance(singular, noun, most);
                if (distance < best)
                {
                    (best, corrected, doubtful) = (distance, noun, false);
                }
                else if (distance == best && noun != corrected && distance <= most)
                {
                    doubtful = true;
                }
            }
            corrected = doubtful ? null : corrected;
            _corrections[word] = corrected;
        }
        return corrected is not null && catalog.Entities(corrected) is { Count: > 0 } entities ? new NounMatch(1, corrected, true, entities, English.Plural(corrected)) : null;
    }

    private static readonly Lazy<HashSet<string>> s_words = new(() => [.. WordLists.Names.SelectMany(WordLists.Get).SelectMany(Spelling.Words).Select(English.Singular)]);

    private static bool IsSwapOrVowel(string a, string b)
    {
        var wrong = Enumerable.Range(0, a.Length).Where(i => a[i] != b[i]).ToList();
        return (wrong.Count == 1 && "aeiouy".Contains(a[wrong[0]], StringComparison.Ordinal) && "aeiouy".Contains(b[wrong[0]], StringComparison.Ordinal)) || a.Order().SequenceEqual(b.Order());
    }

    // A word that means something is not misspelt.
    private bool IsWord(string singular) => catalog.Knows(singular) || s_words.Value.Contains(singular);

    /// <summary>The key of a column, or of the one that a misspelt word is meant for.</summary>
    public string Column(string key)
    {
        if (catalog.Meaning(key) is not null || catalog.Entities(key).Count > 0 || key.Contains(' ', StringComparison.Ordinal) || key.Length < 6 || IsWord(key))
        {
            return key;
        }
        return catalog.MeaningKeys.Where(name => name[0] == key[0] && !name.Contains(' ', StringComparison.Ordinal)).Select(name => (name, Distance: Spelling.Distance(key, name, 2))).Where(pair => pair.Distance <= 2).OrderBy(pair => pair.Distance).Select(pair => pair.name).FirstOrDefault() ?? key;
    }

    // "hosts, listings and guests": what could be a verb is a noun in a list of them.
    private bool IsListed(int start, int end) => tokens[start - 1].Kind == TokenKind.Mark && tokens[start - 1].Text is ":" or "," && tokens[end].Is(",");

    /// <summary>
    /// A name that the catalog does not know: up to three words, of which the last is a plural or anything if a bracket with columns follows.
    /// The place moves past words before it that say nothing about it.
    /// </summary>
    public (int Start, NounMatch Match)? Unknown(int i, bool anyNumber)
    {
        int start = i;
        while (IsPlain(start))
        {
            start++;
        }
        int end = start;
        while (end - start < 4 && tokens[end].IsWord && !WordSets.Stops.Contains(tokens[end].Lower) && !WordSets.Determiners.Contains(tokens[end].Lower) && !(end > start && WordSets.Verbs.Contains(tokens[end].Lower)))
        {
            end++;
        }
        if (end == start || end - start > 3)
        {
            return null;
        }
        // "public library's books" are books.
        for (int k = start + 1; k < end; k++)
        {
            if (Find(k) is { Corrected: null } inner && k + inner.Length == end && (inner.IsPlural || anyNumber))
            {
                return (k, inner);
            }
        }
        string last = tokens[end - 1].Lower;
        if ((WordSets.Verbs.Contains(tokens[start].Lower) && end - start > 1) || WordSets.Containers.Contains(last) || (WordSets.Verbs.Contains(last) && !IsListed(start, end)) || WordSets.Asking.Contains(last) || WordSets.Common.Contains(last) || last.Length < 3 || (!anyNumber && !English.IsPlural(last)) || last.All(c => !char.IsLetter(c)))
        {
            return null;
        }
        return (start, new NounMatch(end - start, tokens.Key(start, end - start), English.IsPlural(last), []));
    }
}

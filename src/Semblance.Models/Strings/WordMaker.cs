using System.Text;
using Semblance.Numerics;

namespace Semblance.Models.Strings;

/// <summary>
/// Makes words that look and sound like those of a column but are none of them: letters follow pairs of letters as they do in at least
/// <see cref="LeastWords"/> different words.
/// </summary>
internal sealed class WordMaker
{
    /// <summary>A letter may follow a pair only if it does so in this many different words.</summary>
    public const int LeastWords = 3;

    /// <summary>No word gets longer.</summary>
    public const int LongestWord = 24;

    private const int Attempts = 8;
    private const char Start = '^';

    // Sorted pairs (two characters in one int), and for each the letters that may follow with their running counts.
    private readonly int[] _pairs;
    private readonly int[] _firsts;
    private readonly char[] _letters;
    private readonly int[] _running;
    private readonly KnownValues _words;

    private WordMaker(int[] pairs, int[] firsts, char[] letters, int[] running, KnownValues words)
    {
        _pairs = pairs;
        _firsts = firsts;
        _letters = letters;
        _running = running;
        _words = words;
    }

    /// <summary>Learns from the different words of a column, in lower case.</summary>
    public static WordMaker Learn(IReadOnlyCollection<string> words)
    {
        var known = new KnownValues(words.Count);
        var counts = new Dictionary<(int Pair, char Letter), int>();
        foreach (string word in words)
        {
            known.Add(System.Text.Encoding.UTF8.GetBytes(word));
            char before = Start, last = Start;
            foreach (char letter in word)
            {
                if (!char.IsLetter(letter))
                {
                    before = last = Start;
                    continue;
                }
                (int, char) key = (Pair(before, last), letter);
                counts[key] = counts.GetValueOrDefault(key) + 1;
                (before, last) = (last, letter);
            }
        }
        var pairs = new List<int>();
        var firsts = new List<int>();
        var letters = new List<char>();
        var running = new List<int>();
        foreach (IGrouping<int, KeyValuePair<(int Pair, char Letter), int>> group in counts.Where(pair => pair.Value >= LeastWords)
            .OrderBy(pair => pair.Key.Pair).ThenBy(pair => pair.Key.Letter).GroupBy(pair => pair.Key.Pair))
        {
            pairs.Add(group.Key);
            firsts.Add(letters.Count);
            int sum = 0;
            foreach (KeyValuePair<(int Pair, char Letter), int> pair in group)
            {
                letters.Add(pair.Key.Letter);
                running.Add(sum += pair.Value);
            }
        }
        firsts.Add(letters.Count);
        return new WordMaker([.. pairs], [.. firsts], [.. letters], [.. running], known);
    }

    /// <summary>Appends a word of a given number of letters (at most <see cref="LongestWord"/>), in lower case.</summary>
    public void Append(ref RandomSequence random, int length, StringBuilder target)
    {
        length = Math.Min(length, LongestWord);
        Span<char> made = stackalloc char[LongestWord];
        Span<byte> utf8 = stackalloc byte[4 * LongestWord];
        for (int attempt = 0; ; attempt++)
        {
            char before = Start, last = Start;
            for (int i = 0; i < length; i++)
            {
                char letter = Next(ref random, before, last, i);
                made[i] = letter;
                (before, last) = (last, letter);
            }
            int bytes = System.Text.Encoding.UTF8.GetBytes(made[..length], utf8);
            // Of very short words most are taken; then one that exists says nothing.
            if (attempt == Attempts || !_words.Contains(utf8[..bytes]))
            {
                target.Append(made[..length]);
                return;
            }
        }
    }

    /// <summary>Writes the maker.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.WriteInts(_pairs);
        writer.WriteInts(_firsts);
        writer.WriteInts([.. _letters.Select(letter => (int)letter)]);
        writer.WriteInts(_running);
        _words.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static WordMaker Read(BinaryReader reader) =>
        new(reader.ReadInts(), reader.ReadInts(), [.. reader.ReadInts().Select(letter => (char)letter)], reader.ReadInts(), KnownValues.Read(reader));

    private char Next(ref RandomSequence random, char before, char last, int position)
    {
        int at = Array.BinarySearch(_pairs, Pair(before, last));
        if (at < 0)
        {
            // A pair too rare to follow: consonants and vowels in turn.
            const string consonants = "bcdfghklmnprstvw", vowels = "aeiou";
            string letters = position % 2 == 0 ? consonants : vowels;
            return letters[random.NextInt32(letters.Length)];
        }
        int first = _firsts[at], end = _firsts[at + 1];
        int place = random.NextInt32(_running[end - 1]);
        while (_running[first] <= place)
        {
            first++;
        }
        return _letters[first];
    }

    private static int Pair(char before, char last) => (before << 15) ^ last;
}

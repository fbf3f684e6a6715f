using System.Globalization;
using Semblance.Data;
using TextEncoding = System.Text.Encoding;

namespace Semblance.Models.Strings;

/// <summary>
/// Finds the patterns of a column of codes. Characters fall in classes (digit, lower, upper, other letter; everything else stands for itself),
/// and a value's pattern is its classes. Codes that mix digits and letters at will, such as UUIDs, have one pattern once both are one
/// class. Columns with a long tail of patterns keep the most frequent.
/// </summary>
internal sealed class ShapeLearner
{
    private const int LargestSample = 100_000;

    /// <summary>With up to so many patterns, each of four or more values on average, a column is regular.</summary>
    private const int RegularPatterns = 64;
    private const int KeptPatterns = 256;
    private const int CountedPatterns = 4096;

    /// <summary>A pattern with fewer values than this says nothing certain about single places: any character of the class may stand there.</summary>
    private const int CertainCount = 20;

    /// <summary>The characters seen at a place are taken for all there are if each was seen this often on average.</summary>
    private const int CompleteRatio = 8;

    /// <summary>Mail domains in fewer rows than this would name somebody.</summary>
    private const int PublicDomainCount = 5;
    private const int KeptDomains = 50;

    /// <summary>A pattern is widened until at most one of so many of its texts is real, but not by more than so many places.</summary>
    private const int LeastSparsity = 16;
    private const int LargestWidening = 16;

    private const string Vowels = "aeiou";
    private static readonly string[] Separators = ["-", "_", ".", ":", "/", "~", "#", "+", "--", "~~"];

    private readonly List<string> _values = [];
    private readonly Dictionary<char, SortedSet<char>> _ofClass = [];
    private readonly KnownValues _known;

    private ShapeLearner(StringColumn column)
    {
        _known = KnownValues.Of(column);
        int stride = Math.Max(1, column.Count / LargestSample);
        for (int row = 0; row < column.Count; row++)
        {
            if (!column.IsMissing(row) && (row % stride == 0 || _values.Count == 0))
            {
                _values.Add(column.Values.GetString(row));
            }
        }
    }

    /// <summary>Learns a column with at least one value.</summary>
    public static ShapeGenerator Learn(StringColumn column) => new ShapeLearner(column).Learn();

    private ShapeGenerator Learn()
    {
        if (LearnAddresses() is { } addresses)
        {
            return addresses;
        }
        string separator = Array.Find(Separators, candidate => !_values.Exists(value => value.Contains(candidate, StringComparison.Ordinal))) ?? "~#~";
        (byte[][] endings, long[] endingCounts) = CutDomains();
        foreach (string value in _values)
        {
            foreach (char character in value)
            {
                char kind = ClassOf(character);
                if (kind != '\0')
                {
                    if (!_ofClass.TryGetValue(kind, out SortedSet<char>? set))
                    {
                        _ofClass[kind] = set = [];
                    }
                    set.Add(character);
                }
            }
        }
        Dictionary<string, long>? patterns = Count(merged: false, RegularPatterns);
        if (patterns is not null && _values.Count >= 4 * patterns.Count)
        {
            return Build(patterns, merged: false, regular: true, separator, endings, endingCounts);
        }
        patterns = Count(merged: true, RegularPatterns);
        if (patterns is not null && _values.Count >= 4 * patterns.Count && !LooksLikeWords())
        {
            return Build(patterns, merged: true, regular: true, separator, endings, endingCounts);
        }
        patterns = Count(merged: false, CountedPatterns, cut: true)!
            .OrderByDescending(pattern => pattern.Value).ThenBy(pattern => pattern.Key, StringComparer.Ordinal).Take(KeptPatterns).ToDictionary();
        return Build(patterns, merged: false, regular: false, separator, endings, endingCounts);
    }

    /// <summary>Internet addresses of four numbers up to 255: each number from its own range, or from those seen if they are few.</summary>
    private ShapeGenerator? LearnAddresses()
    {
        var seen = new SortedSet<byte>[4];
        for (int part = 0; part < seen.Length; part++)
        {
            seen[part] = [];
        }
        foreach (string value in _values)
        {
            string[] parts = value.Split('.');
            for (int part = 0; part < parts.Length; part++)
            {
                if (parts.Length != seen.Length || !byte.TryParse(parts[part], NumberStyles.None, CultureInfo.InvariantCulture, out byte number)
                    || parts[part].Length != number.ToString(CultureInfo.InvariantCulture).Length)
                {
                    return null;
                }
                seen[part].Add(number);
            }
        }
        var slots = new List<byte[][]>();
        for (int part = 0; part < seen.Length; part++)
        {
            IEnumerable<int> numbers = _values.Count >= CompleteRatio * seen[part].Count
                ? seen[part].Select(number => (int)number)
                : Enumerable.Range(seen[part].Min, seen[part].Max - seen[part].Min + 1);
            slots.Add([.. numbers.Select(number => TextEncoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)))]);
            if (part < seen.Length - 1)
            {
                slots.Add([[(byte)'.']]);
            }
        }
        return new ShapeGenerator([new Shape([.. slots], _values.Count)], "-", [[]], [1], _known);
    }

    /// <summary>Cuts the domain from mail addresses. Rare domains are not kept: their rows get one reserved for examples.</summary>
    private (byte[][] Endings, long[] Counts) CutDomains()
    {
        if (!_values.TrueForAll(value => value.IndexOf('@', StringComparison.Ordinal) > 0 && value.IndexOf('@', StringComparison.Ordinal) == value.LastIndexOf('@')))
        {
            return ([[]], [1]);
        }
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < _values.Count; i++)
        {
            int at = _values[i].IndexOf('@', StringComparison.Ordinal);
            string domain = _values[i][at..];
            counts[domain] = counts.GetValueOrDefault(domain) + 1;
            _values[i] = _values[i][..at];
        }
        KeyValuePair<string, long>[] kept = [.. counts.Where(pair => pair.Value >= PublicDomainCount)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(KeptDomains)];
        long rest = _values.Count - kept.Sum(pair => pair.Value);
        string[] names = [.. kept.Select(pair => pair.Key), .. rest > 0 ? ["@example.com"] : Array.Empty<string>()];
        long[] shares = [.. kept.Select(pair => pair.Value), .. rest > 0 ? [rest] : Array.Empty<long>()];
        return ([.. names.Select(TextEncoding.UTF8.GetBytes)], shares);
    }

    /// <summary>Patterns and their counts; null if there are more than the limit and they may not be cut.</summary>
    private Dictionary<string, long>? Count(bool merged, int limit, bool cut = false)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var buffer = new char[_values.Max(value => value.Length)];
        foreach (string value in _values)
        {
            Span<char> pattern = PatternOf(value, merged, buffer);
            if (lookup.TryGetValue(pattern, out long count))
            {
                lookup[pattern] = count + 1;
            }
            else if (counts.Count < limit)
            {
                counts.Add(pattern.ToString(), 1);
            }
            else if (!cut)
            {
                return null;
            }
        }
        return counts;
    }

    private ShapeGenerator Build(Dictionary<string, long> patterns, bool merged, bool regular, string separator, byte[][] endings, long[] endingCounts)
    {
        string[] ordered = [.. patterns.Keys.Order(StringComparer.Ordinal)];
        var seen = ordered.ToDictionary(pattern => pattern, pattern => new SortedSet<char>[pattern.Length], StringComparer.Ordinal);
        Dictionary<string, SortedSet<char>[]>.AlternateLookup<ReadOnlySpan<char>> lookup = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        var buffer = new char[_values.Max(value => value.Length)];
        foreach (string value in _values)
        {
            if (lookup.TryGetValue(PatternOf(value, merged, buffer), out SortedSet<char>[]? places))
            {
                for (int i = 0; i < places.Length; i++)
                {
                    (places[i] ??= []).Add(value[i]);
                }
            }
        }
        bool words = LooksLikeWords();
        var taken = ordered.ToHashSet(StringComparer.Ordinal);
        var shapes = new List<Shape>();
        foreach (string pattern in ordered)
        {
            var slots = new List<char[]>();
            int letters = 0;
            for (int i = 0; i < pattern.Length; i++)
            {
                letters = pattern[i] is Lower or Upper ? letters + 1 : 0;
                slots.Add(Alphabet(seen[pattern][i], pattern[i], patterns[pattern], merged, regular, words ? letters : 0));
            }
            shapes.Add(Widened(slots, pattern, patterns[pattern], taken));
        }
        return new ShapeGenerator([.. shapes], separator, endings, endingCounts, _known);
    }

    /// <summary>The characters that may stand at a place.</summary>
    /// <param name="seen">Those of the training values.</param>
    /// <param name="kind">The class of the place.</param>
    /// <param name="count">The number of training values with the pattern.</param>
    /// <param name="merged">Whether digits and letters are one class.</param>
    /// <param name="regular">Whether places can be trusted at all.</param>
    /// <param name="letters">For words: the number of letters in the run up to here, from 1. Otherwise 0.</param>
    private char[] Alphabet(SortedSet<char> seen, char kind, long count, bool merged, bool regular, int letters)
    {
        if (kind is not (Digit or Lower or Upper or OtherLetter or Any))
        {
            return [.. seen];
        }
        bool certain = regular && count >= CertainCount;
        if (certain && count >= CompleteRatio * (long)seen.Count)
        {
            return [.. seen];
        }
        if (!certain && letters > 0 && !merged)
        {
            // Consonants and vowels in turn can be pronounced.
            char[] half = [.. _ofClass[kind].Where(character => Vowels.Contains(char.ToLowerInvariant(character), StringComparison.Ordinal) == (letters % 2 == 0))];
            if (half.Length > 0)
            {
                return half;
            }
        }
        IEnumerable<char> kinds = merged ? seen.Select(ClassOf).Distinct() : [kind];
        return [.. kinds.SelectMany(each => _ofClass[each]).Order()];
    }

    /// <summary>The pattern, with its last open place repeated until most of its texts are free; never one that is taken already.</summary>
    private static Shape Widened(List<char[]> slots, string pattern, long count, HashSet<string> taken)
    {
        Shape shape = MakeShape(slots, count);
        int open = slots.FindLastIndex(slot => slot.Length > 1);
        if (open < 0)
        {
            return shape;
        }
        var wider = new List<char[]>(slots);
        string name = pattern;
        for (int more = 1; more <= LargestWidening && shape.Size / LeastSparsity < (ulong)count; more++)
        {
            wider.Insert(open, slots[open]);
            name = name.Insert(open, name[open].ToString());
            if (!taken.Contains(name) && MakeShape(wider, count) is var candidate && candidate.Size / LeastSparsity >= (ulong)count)
            {
                taken.Add(name);
                shape = candidate;
            }
        }
        return shape;
    }

    private static Shape MakeShape(List<char[]> slots, long count)
    {
        // A pair of surrogates is two places in a pattern but one piece of text.
        var pieces = new List<byte[][]>();
        for (int i = 0; i < slots.Count; i++)
        {
            if (char.IsHighSurrogate(slots[i][0]) && i + 1 < slots.Count && char.IsLowSurrogate(slots[i + 1][0]))
            {
                pieces.Add([TextEncoding.UTF8.GetBytes([slots[i][0], slots[i + 1][0]])]);
                i++;
            }
            else
            {
                pieces.Add([.. slots[i].Select(character => TextEncoding.UTF8.GetBytes([character]))]);
            }
        }
        return new Shape([.. pieces], count);
    }

    private bool LooksLikeWords()
    {
        long vowels = 0, letters = 0;
        foreach (string value in _values)
        {
            foreach (char character in value)
            {
                bool letter = char.IsAsciiLetter(character);
                letters += letter ? 1 : 0;
                vowels += letter && Vowels.Contains(char.ToLowerInvariant(character), StringComparison.Ordinal) ? 1 : 0;
            }
        }
        // Random letters have 19 % vowels, hexadecimal ones 33 % among 6; words of most languages 35 to 50 %.
        return letters > 0 && vowels > 0.28 * letters && _ofClass.TryGetValue(Lower, out SortedSet<char>? lower) && lower.Max > 'g';
    }

    private const char Digit = '0';
    private const char Lower = 'a';
    private const char Upper = 'A';
    private const char OtherLetter = 'ß';
    private const char Any = 'x';

    private static char ClassOf(char character) => character switch
    {
        >= '0' and <= '9' => Digit,
        >= 'a' and <= 'z' => Lower,
        >= 'A' and <= 'Z' => Upper,
        _ when char.IsLetter(character) => OtherLetter,
        _ => '\0',
    };

    private static Span<char> PatternOf(string value, bool merged, char[] buffer)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char kind = ClassOf(value[i]);
            buffer[i] = kind == '\0' ? value[i] : merged ? Any : kind;
        }
        return buffer.AsSpan(0, value.Length);
    }
}

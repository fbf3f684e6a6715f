using System.Text;
using Semblance.Data.Text;

namespace Semblance.Data.Typing;

/// <summary>Says of a text whether it stands for a missing value.</summary>
internal delegate bool TextTest(ReadOnlySpan<byte> text);

/// <summary>The distinct texts of a column, parted into values and missing tokens.</summary>
/// <param name="texts">The texts.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="nullCode">The code that stands for no text at all, which is missing whatever is asked, and written as an empty one; -1 for none.</param>
internal sealed class DistinctTexts(ByteDictionary texts, int rows, int nullCode = -1)
{
    private readonly bool[] _missing = new bool[texts.Count];
    private List<string>? _valueStrings;

    /// <summary>The number of distinct texts.</summary>
    public int Count => texts.Count;

    /// <summary>The number of rows.</summary>
    public int Rows => rows;

    /// <summary>The number of distinct values that are not missing.</summary>
    public int ValueCount { get; private set; } = texts.Count;

    /// <summary>The number of rows with a value that is not missing.</summary>
    public long ValueRows { get; private set; } = rows;

    /// <summary>Whether nearly all texts are two letters, as codes of countries and states are.</summary>
    public bool AreTwoLetterCodes
    {
        get
        {
            int codes = 0, others = 0;
            for (int i = 0; i < texts.Count; i++)
            {
                ReadOnlySpan<byte> text = Bytes(i);
                _ = text.Length == 2 && char.IsAsciiLetter((char)text[0]) && char.IsAsciiLetter((char)text[1]) ? codes++ : text.Length == 0 ? 0 : others++;
            }
            return codes >= 5 && others * 10 <= codes;
        }
    }

    /// <summary>Whether signs are among the texts: + or other single marks beside the minus.</summary>
    public bool HasSigns
    {
        get
        {
            for (int i = 0; i < texts.Count; i++)
            {
                if (Bytes(i) is [(byte)'+' or (byte)'<' or (byte)'>' or (byte)'=' or (byte)'0' or (byte)'.'] or [(byte)'+', (byte)'+'])
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>The bytes of a text.</summary>
    public ReadOnlySpan<byte> Bytes(int code) => code == nullCode ? [] : texts[code];

    /// <summary>A text.</summary>
    public string Text(int code) => Encoding.UTF8.GetString(Bytes(code));

    /// <summary>How many rows have a text.</summary>
    public long Occurrences(int code) => texts.Occurrences(code);

    /// <summary>Whether a text stands for a missing value, by the last <see cref="SetMissing"/>.</summary>
    public bool IsMissing(int code) => _missing[code];

    /// <summary>Whether all texts pass a test.</summary>
    public bool AllAre(TextTest test)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            if (i != nullCode && !test(texts[i]))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Decides which texts stand for missing values.</summary>
    public void SetMissing(TextTest isMissing)
    {
        _valueStrings = null;
        ValueCount = 0;
        ValueRows = 0;
        for (int i = 0; i < _missing.Length; i++)
        {
            _missing[i] = i == nullCode || isMissing(texts[i]);
            ValueCount += _missing[i] ? 0 : 1;
            ValueRows += _missing[i] ? 0 : texts.Occurrences(i);
        }
    }

    /// <summary>The distinct values, decoded.</summary>
    public IReadOnlyList<string> Values()
    {
        if (_valueStrings is null)
        {
            _valueStrings = new List<string>(ValueCount);
            for (int i = 0; i < texts.Count; i++)
            {
                if (!_missing[i])
                {
                    _valueStrings.Add(Text(i));
                }
            }
        }
        return _valueStrings;
    }

    /// <summary>The first distinct values, decoded.</summary>
    public List<string> FirstValues(int limit)
    {
        var values = new List<string>(limit);
        for (int i = 0; i < texts.Count && values.Count < limit; i++)
        {
            if (!_missing[i])
            {
                values.Add(Text(i));
            }
        }
        return values;
    }

    /// <summary>Whether all values (or all missing tokens) were in quotes; false if there are none.</summary>
    public bool AlwaysQuoted(bool ofMissing)
    {
        byte seen = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            seen |= _missing[i] == ofMissing ? texts.Seen(i) : (byte)0;
        }
        return seen == ByteDictionary.SeenQuoted;
    }
}

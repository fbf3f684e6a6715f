using System.Text;
using Semblance.Data;
using Semblance.Numerics;

namespace Semblance.Models.Strings;

/// <summary>
/// Free text: new sentences from words that many rows share and words made up for the rest, as long as the real ones, never a real one.
/// </summary>
internal sealed class TextGenerator : IStringGenerator
{
    /// <summary>The name in model files.</summary>
    public const string Name = "text";

    private const int Attempts = 8;
    private const int LongestExtension = 4;

    /// <summary>One made-up word in 300 fails to make a text new; that many do not happen.</summary>
    private const int LongestEscape = 64;

    private readonly TextModel _model;
    private readonly WordMaker _words;
    private readonly KnownValues _known;
    private readonly int[] _lengths;
    private readonly int[][] _formLengths;

    private TextGenerator(TextModel model, WordMaker words, KnownValues known)
    {
        _model = model;
        _words = words;
        _known = known;
        _lengths = RunningSums(model.LengthCounts);
        _formLengths = Array.ConvertAll(model.FormLengths, RunningSums);
    }

    /// <summary>Learns a column with at least one value.</summary>
    public static TextGenerator Learn(StringColumn column)
    {
        (TextModel model, WordMaker words) = TextLearner.Learn(column);
        return new TextGenerator(model, words, KnownValues.Of(column));
    }

    /// <inheritdoc/>
    public void Append(StringBlock block, int row)
    {
        RandomSequence random = block.Random(row);
        StringBuilder text = block.Scratch;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            text.Clear();
            Compose(ref random, text);
            if (IsNew(block) && (attempt == Attempts - 1 || IsBalanced(text)))
            {
                block.Target.Add(block.ScratchBytes());
                return;
            }
        }
        // A column of short texts may be used up: made-up words make a text new.
        for (int words = 0; words < LongestEscape && !IsNew(block); words++)
        {
            text.Append(text.Length == 0 ? "" : " ");
            AppendForm(ref random, TextTokens.Form.Lower, text);
        }
        block.Target.Add(block.ScratchBytes());
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        _model.Write(writer);
        _words.Write(writer);
        _known.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TextGenerator Read(BinaryReader reader) => new(TextModel.Read(reader), WordMaker.Read(reader), KnownValues.Read(reader));

    private bool IsNew(StringBlock block) => block.Scratch.Length > 0 && !_known.Contains(block.ScratchBytes());

    private bool IsUnfinished(int word)
    {
        (int first, int end) = _model.Find(TextModel.GapContext(word, last: true));
        return first == end;
    }

    /// <summary>Whether every bracket and every quotation that opens closes; the chain sees too little of a text to know.</summary>
    private static bool IsBalanced(StringBuilder text)
    {
        int open = 0, quotes = 0;
        for (int i = 0; i < text.Length; i++)
        {
            quotes += text[i] == '"' ? 1 : 0;
            open += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (open < 0)
            {
                return false;
            }
        }
        return open == 0 && quotes % 2 == 0;
    }

    private void Compose(ref RandomSequence random, StringBuilder text)
    {
        int words = Draw(ref random, _lengths), longest = words + LongestExtension, word = TextModel.Beginning;
        for (int i = 0; i <= words; i++)
        {
            // A word that texts do not end with gets a few more behind it.
            if (i == words && i > 0 && words < longest && IsUnfinished(word))
            {
                words++;
            }
            bool last = i == words;
            int gap = Follow(ref random, TextModel.GapContext(word, last), TextModel.GapContext(TextModel.Anything, last));
            if (gap >= 0)
            {
                text.Append(_model.Tokens[gap]);
            }
            else if (i > 0 && !last)
            {
                text.Append(' ');
            }
            if (last)
            {
                return;
            }
            word = Follow(ref random, TextModel.WordContext(word, gap), TextModel.WordContext(TextModel.Anything, gap), TextModel.WordContext(TextModel.Anything, TextModel.Anything));
            if (word >= TextTokens.Forms)
            {
                text.Append(_model.Tokens[word]);
            }
            else
            {
                AppendForm(ref random, word < 0 ? TextTokens.Form.Lower : (TextTokens.Form)word, text);
            }
        }
    }

    /// <summary>Draws what follows the first of some ever wider contexts that knows.</summary>
    private int Follow(ref RandomSequence random, params ReadOnlySpan<long> contexts)
    {
        foreach (long context in contexts)
        {
            (int first, int end) = _model.Find(context);
            if (first == end)
            {
                continue;
            }
            int follower = _model.Followers[first + Draw(ref random, _model.Running.AsSpan(first, end - first))];
            if (follower != TextModel.Anything)
            {
                return follower;
            }
        }
        return TextModel.Anything;
    }

    private void AppendForm(ref RandomSequence random, TextTokens.Form form, StringBuilder text)
    {
        int start = text.Length, length = Math.Max(1, Draw(ref random, _formLengths[(int)form]));
        if (form is TextTokens.Form.Digits)
        {
            text.Append((char)('1' + random.NextInt32(9)));
            for (int i = 1; i < length; i++)
            {
                text.Append((char)('0' + random.NextInt32(10)));
            }
            return;
        }
        if (form is TextTokens.Form.Mixed)
        {
            for (int i = 0; i < length; i++)
            {
                int place = random.NextInt32(36);
                text.Append(place < 10 ? (char)('0' + place) : (char)('A' + place - 10));
            }
            return;
        }
        _words.Append(ref random, length, text);
        int upper = form == TextTokens.Form.Upper ? length : form == TextTokens.Form.Capital ? 1 : 0;
        for (int i = 0; i < upper; i++)
        {
            text[start + i] = char.ToUpperInvariant(text[start + i]);
        }
    }

    /// <summary>An index by running sums; 4 if they are empty or all zero, a usual length of a word.</summary>
    private static int Draw(ref RandomSequence random, ReadOnlySpan<int> running)
    {
        if (running.IsEmpty || running[^1] == 0)
        {
            return 4;
        }
        int place = random.NextInt32(running[^1]);
        int low = 0, high = running.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = running[middle] > place ? (low, middle) : (middle + 1, high);
        }
        return low;
    }

    private static int[] RunningSums(int[] counts)
    {
        var sums = new int[counts.Length];
        int sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sums[i] = sum += counts[i];
        }
        return sums;
    }
}

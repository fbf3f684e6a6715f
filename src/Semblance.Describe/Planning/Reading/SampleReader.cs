namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads samples of values.</summary>
internal sealed class SampleReader(TokenList tokens)
{
    /// <summary>Reads a sample, which is taken as written: "like AB-1234", "e.g. LH4521", "format: ###-##".</summary>
    public bool TryRead(ref int i, ColumnWish column)
    {
        int lead = tokens.AtAny(i, "in the format of", "in the format", "with the format", "of the form", "in the form", "formatted like", "formatted as", "such as", "for example", "looking like", "looks like", "look like", "in format", "with format", "pattern", "format", "like", "e.g.", "eg", "e.g", "ex", "i.e.", "matching", "following the pattern", "as in", "similar to");
        if (lead == 0)
        {
            return false;
        }
        int at = i + lead + (tokens[i + lead].Is(":") || tokens[i + lead].Is(".") || tokens[i + lead].Is(",") ? 1 : 0);
        Token token = tokens[at];
        string sample;
        int end;
        if (token.Kind == TokenKind.Quoted)
        {
            (sample, end) = (token.Text, token.End);
        }
        else
        {
            int start = token.Start;
            end = start;
            while (end < tokens.Text.Length && !char.IsWhiteSpace(tokens.Text[end]) && tokens.Text[end] is not (',' or ';' or ')' or '('))
            {
                end++;
            }
            sample = tokens.Text[start..end].TrimEnd('.', ':', '!', '?', '"', '\'').TrimStart('"', '\'');
        }
        if (sample.Length is 0 or > 40 || !sample.Any(c => char.IsAsciiDigit(c) || c == '#') || !(sample.Any(char.IsLetter) || sample.Contains('#', StringComparison.Ordinal) || sample.Contains('-', StringComparison.Ordinal) || sample.Length > 4))
        {
            return false;
        }
        column.Sample = sample;
        i = at;
        while (!tokens.IsEnd(i) && tokens[i].Start < end)
        {
            i++;
        }
        return true;
    }
}

namespace Semblance.EndToEnd.Tests;

/// <summary>One fenced block of a page.</summary>
/// <param name="Language">What follows the fence.</param>
/// <param name="Text">The lines inside, each ended by a newline.</param>
/// <param name="FirstLine">The number of the first line inside, from 0.</param>
internal sealed record MarkdownBlock(string Language, string Text, int FirstLine)
{
    /// <summary>All blocks of a page, in order.</summary>
    public static List<MarkdownBlock> Of(string markdown)
    {
        var blocks = new List<MarkdownBlock>();
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }
            int first = i + 1;
            int end = Array.FindIndex(lines, first, line => line.StartsWith("```", StringComparison.Ordinal));
            blocks.Add(new MarkdownBlock(lines[i][3..].Trim(), string.Concat(lines[first..end].Select(line => line + "\n")), first));
            i = end;
        }
        return blocks;
    }
}

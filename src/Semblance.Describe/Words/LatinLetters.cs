using System.Text;

namespace Semblance.Describe.Words;

/// <summary>Words in small Latin letters without marks, as addresses and file names have them.</summary>
internal static class LatinLetters
{
    private const string Marked = "àáâãåāăąçćčďđèéêëēėęěğìíîïīįıłńñňòóôõōőøŕřśšşșťţțùúûūůűųýÿźżž";
    private const string Plainly = "aaaaaaaacccddeeeeeeeegiiiiiiilnnnooooooorrsssstttuuuuuuuyyzzz";

    /// <summary>A word in letters a to z and digits; ä becomes ae, ß ss; everything else is left out.</summary>
    public static string Plain(string word)
    {
        var plain = new StringBuilder(word.Length);
        foreach (char upper in word)
        {
            char c = char.ToLowerInvariant(upper);
            switch (c)
            {
                case >= 'a' and <= 'z' or >= '0' and <= '9':
                    plain.Append(c);
                    break;
                case 'ä' or 'æ':
                    plain.Append("ae");
                    break;
                case 'ö' or 'œ':
                    plain.Append("oe");
                    break;
                case 'ü':
                    plain.Append("ue");
                    break;
                case 'ß':
                    plain.Append("ss");
                    break;
                default:
                    int index = Marked.IndexOf(c, StringComparison.Ordinal);
                    if (index >= 0)
                    {
                        plain.Append(Plainly[index]);
                    }
                    break;
            }
        }
        return plain.ToString();
    }
}

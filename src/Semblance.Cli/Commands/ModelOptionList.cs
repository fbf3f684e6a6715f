using Semblance.Models;

namespace Semblance.Cli.Commands;

/// <summary>The options of all families, as the help of train lists them.</summary>
internal static class ModelOptionList
{
    private const int NameWidth = 22;
    private const int TextWidth = 76;

    /// <summary>Writes one paragraph per family.</summary>
    public static void Write(TextWriter output)
    {
        foreach (ISynthesizer family in Synthesizers.All)
        {
            output.WriteLine($"Options of {family.Name} (--config KEY=VALUE):");
            foreach (ModelOption option in family.Options.All)
            {
                string name = option.Name;
                foreach (string line in Wrap($"{option.Meaning} Takes {option.Range}; {option.DefaultText} if left out."))
                {
                    output.WriteLine($"  {name.PadRight(NameWidth)}{line}");
                    name = "";
                }
            }
            output.WriteLine();
        }
    }

    private static IEnumerable<string> Wrap(string text)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > TextWidth)
            {
                yield return line;
                line = "";
            }
            line += line.Length == 0 ? word : " " + word;
        }
        yield return line;
    }
}

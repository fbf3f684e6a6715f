using System.Text;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>Web addresses, domains, slugs and file names: two words, and a number where they must be distinct.</summary>
internal sealed class WordCode : ColumnGenerator
{
    private static readonly string[] s_extensions = ["pdf", "docx", "xlsx", "jpg", "png", "csv", "txt", "zip"];
    private static readonly string[] s_topLevels = ["com", "org", "net", "io"];
    private static readonly string[] s_paths = ["products", "blog", "about", "news", "items"];

    private readonly byte[][] _first = [.. WordLists.Get("adjectives").Select(Encoding.ASCII.GetBytes)];
    private readonly byte[][] _second = [.. WordLists.Get("nouns").Select(Encoding.ASCII.GetBytes)];
    private readonly byte[][] _endings;
    private readonly byte[] _start = [];
    private readonly ulong _size;
    private readonly Shuffle? _shuffle;
    private readonly Draws _draws;

    private WordCode(ColumnContext context)
    {
        string[] endings = context.Column.Generator switch
        {
            "url" => [.. s_topLevels.SelectMany(top => s_paths.Select(path => $".example.{top}/{path}"))],
            "domain" => [.. s_topLevels.Select(top => "." + top)],
            "file_name" => context.Has("extension") ? ["." + context.Text("extension").TrimStart('.')] : [.. s_extensions.Select(extension => "." + extension)],
            _ => [""],
        };
        _endings = [.. endings.Select(Encoding.UTF8.GetBytes)];
        if (context.Column.Generator == "url")
        {
            _start = [.. "https://"u8];
        }
        _size = (ulong)_first.Length * (ulong)_second.Length * (ulong)_endings.Length;
        _shuffle = context.IsUnique ? context.Distinct(_size * (((ulong)context.Table.Rows / _size) + 1)) : null;
        _draws = context.Draws;
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <summary>Creates the generator that the column names.</summary>
    public static WordCode Create(ColumnContext context) => new(context);

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        foreach (long row in block.Rows)
        {
            ulong number = _shuffle is { } shuffle ? shuffle[(ulong)row] : (ulong)Draws.Below(_draws.At(row), _size);
            ulong round = number / _size, rest = number % _size;
            byte[] ending = _endings[rest % (ulong)_endings.Length];
            rest /= (ulong)_endings.Length;
            byte[] first = _first[rest / (ulong)_second.Length], second = _second[rest % (ulong)_second.Length];
            Span<byte> text = into.BeginText(_start.Length + first.Length + second.Length + ending.Length + 24);
            int at = 0;
            Put(text, ref at, _start);
            Put(text, ref at, first);
            text[at++] = (byte)'-';
            Put(text, ref at, second);
            if (round > 0)
            {
                text[at++] = (byte)'-';
                at += ValueWriter.WriteWhole(text[at..], (long)round + 1);
            }
            Put(text, ref at, ending);
            into.EndText(at);
        }
    }

    private static void Put(Span<byte> text, ref int at, byte[] part)
    {
        part.CopyTo(text[at..]);
        at += part.Length;
    }
}

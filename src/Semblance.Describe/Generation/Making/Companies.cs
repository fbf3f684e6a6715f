using System.Text;
using Semblance.Describe.Plans;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>The companies of a table's rows: a family name, what the company does and a legal form, distinct by a shuffle of the row number.</summary>
internal sealed class Companies : Latent
{
    private readonly Shuffle _shuffle;

    /// <summary>Creates the companies of a number of rows.</summary>
    public Companies(LocaleWords words, long rows, ulong key)
    {
        Lasts = [.. words.Last.DistinctBy(name => name.Latin)];
        (string Word, string Industry)[] kinds = [.. WordLists.Read("words/companies.txt").Select(line => line.Split('|')).Select(part => (part[0], part[1]))];
        Kinds = [.. kinds.Select(kind => Encoding.UTF8.GetBytes(kind.Word))];
        KindsLatin = [.. kinds.Select(kind => Encoding.ASCII.GetBytes(LatinLetters.Plain(kind.Word)))];
        Industries = [.. kinds.Select(kind => Encoding.UTF8.GetBytes(kind.Industry))];
        // A form of weight 4 stands four times in the list.
        Forms = [.. words.CompanyForms.SelectMany(form => Enumerable.Repeat(Encoding.UTF8.GetBytes(form.Word), (int)form.Weight))];
        // The usual form goes without saying in a domain; the others are written out, or numbered where Latin letters don't tell them apart.
        string[] latin = [.. Forms.Select(form => LatinLetters.Plain(Encoding.UTF8.GetString(form)))];
        FormsLatin = [.. latin.Select(form => Encoding.ASCII.GetBytes(form == latin[0] ? "" : form))];
        FormNumbers = [.. Forms.Select((_, i) => latin.Take(i).Count(other => other == latin[i]))];
        Size = (ulong)Lasts.Length * (ulong)Kinds.Length * (ulong)Forms.Length;
        _shuffle = new Shuffle(Size * (((ulong)rows / Size) + 1), key);
    }

    /// <summary>Family names that differ in Latin letters.</summary>
    public PersonName[] Lasts { get; }

    /// <summary>What companies do, as part of the name.</summary>
    public byte[][] Kinds { get; }

    /// <summary>The same in Latin letters.</summary>
    public byte[][] KindsLatin { get; }

    /// <summary>The industry of each kind.</summary>
    public byte[][] Industries { get; }

    /// <summary>Legal forms, each as often as its weight.</summary>
    public byte[][] Forms { get; }

    /// <summary>What each form adds to a domain; nothing for the usual one.</summary>
    public byte[][] FormsLatin { get; }

    /// <summary>The number of each form among those before it that look alike in Latin letters.</summary>
    public int[] FormNumbers { get; }

    /// <summary>How many companies there are before numbers are needed.</summary>
    public ulong Size { get; }

    /// <inheritdoc/>
    public override void Fill(Block block, Span<long> into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = (long)_shuffle[(ulong)rows[i]];
        }
    }

    /// <summary>The parts of a company, and the number of the round in which all names are used again.</summary>
    public (int Last, int Kind, int Form, long Round) Parts(long company)
    {
        ulong round = (ulong)company / Size, rest = (ulong)company % Size;
        int form = (int)(rest % (ulong)Forms.Length);
        rest /= (ulong)Forms.Length;
        return ((int)(rest / (ulong)Kinds.Length), (int)(rest % (ulong)Kinds.Length), form, (long)round);
    }
}

/// <summary>A company's name, industry, website or e-mail address; columns with the same "company" describe the same one.</summary>
internal sealed class CompanyValue : ColumnGenerator
{
    private static readonly byte[][] s_mailboxes = [.. new[] { "info", "contact", "sales", "office", "hello", "support" }.Select(Encoding.ASCII.GetBytes)];

    private readonly Companies _companies;
    private readonly string _generator;
    private readonly int _latent;
    private readonly bool _isUnique;
    private readonly (bool IsPart, string Part, byte[] Literal)[] _form;
    private readonly byte[] _ending;
    private readonly Draws _draws;

    private CompanyValue(ColumnContext context)
    {
        string locale = context.Locale, company = context.Text("company");
        LocaleWords words = context.Words;
        _latent = context.Table.LatentIndex($"company:{company}:{locale}", () => new Companies(words, context.Table.Rows, context.SharedDraws("company:" + company).Key));
        _companies = (Companies)context.Table.Latents[_latent];
        _generator = context.Column.Generator;
        _isUnique = context.IsUnique;
        string form = locale == "ja-JP" ? words.Format("company") : "{last} {kind} {form}";
        _form = [.. ColumnReferences.TemplateParts(form).Select(part => (part.IsColumn, part.Text, Encoding.UTF8.GetBytes(part.Text)))];
        _ending = Encoding.ASCII.GetBytes(words.CountryCode switch { "US" or "IN" => ".com", "GB" => ".co.uk", "BR" => ".com.br", "JP" => ".co.jp", string code => "." + code.ToLowerInvariant() });
        _draws = context.Draws;
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <summary>Creates the generator that the column names.</summary>
    public static CompanyValue Create(ColumnContext context) => new(context);

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        ReadOnlySpan<long> rows = block.Rows, companies = block.Latent(_latent);
        for (int i = 0; i < rows.Length; i++)
        {
            (int last, int kind, int form, long round) = _companies.Parts(companies[i]);
            Span<byte> text = into.BeginText(256);
            int at = 0;
            switch (_generator)
            {
                case "company":
                    at = Name(text, last, kind, form, round);
                    break;
                case "industry":
                    Put(text, ref at, _companies.Industries[kind]);
                    break;
                case "website":
                    Put(text, ref at, "https://www."u8);
                    Domain(text, ref at, last, kind, form, round);
                    break;
                default:
                    Put(text, ref at, s_mailboxes[Draws.Below(_draws.At(rows[i]), (ulong)s_mailboxes.Length)]);
                    text[at++] = (byte)'@';
                    Domain(text, ref at, last, kind, form, round);
                    break;
            }
            into.EndText(at);
        }
    }

    private int Name(Span<byte> text, int last, int kind, int form, long round)
    {
        int at = 0;
        bool hasKind = false;
        foreach ((bool isPart, string part, byte[] literal) in _form)
        {
            hasKind |= isPart && part == "kind";
            Put(text, ref at, !isPart ? literal : part switch { "last" => _companies.Lasts[last].Written, "kind" => _companies.Kinds[kind], _ => _companies.Forms[form] });
        }
        // Equal names get numbers where the column asks for distinct ones.
        long number = (((round * _companies.Forms.Length) + _companies.FormNumbers[form]) * (hasKind ? 1 : _companies.Kinds.Length)) + (hasKind ? 0 : kind);
        if (_isUnique && number > 0)
        {
            text[at++] = (byte)' ';
            at += ValueWriter.WriteWhole(text[at..], number + 1);
        }
        return at;
    }

    private void Domain(Span<byte> text, ref int at, int last, int kind, int form, long round)
    {
        at += Encoding.ASCII.GetBytes(_companies.Lasts[last].Latin, text[at..]);
        text[at++] = (byte)'-';
        Put(text, ref at, _companies.KindsLatin[kind]);
        if (_companies.FormsLatin[form].Length > 0)
        {
            text[at++] = (byte)'-';
            Put(text, ref at, _companies.FormsLatin[form]);
        }
        long number = (round * _companies.Forms.Length) + _companies.FormNumbers[form];
        if (number > 0)
        {
            at += ValueWriter.WriteWhole(text[at..], number + 1);
        }
        Put(text, ref at, _ending);
    }

    private static void Put(Span<byte> text, ref int at, ReadOnlySpan<byte> part)
    {
        part.CopyTo(text[at..]);
        at += part.Length;
    }
}

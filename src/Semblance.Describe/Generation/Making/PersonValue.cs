using System.Text;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>Names, e-mail addresses and what else describes a person; columns with the same "person" describe the same one.</summary>
internal abstract class PersonValue : ColumnGenerator
{
    private readonly int _latent;
    private readonly bool _isPlain;

    private PersonValue(ColumnContext context)
    {
        string locale = context.Locale;
        string person = context.Text("person");
        _latent = context.Table.LatentIndex($"person:{person}:{locale}", () => new People(LocaleWords.Get(locale), context.Table.Rows, context.SharedDraws("person:" + person).Key));
        People = (People)context.Table.Latents[_latent];
        // Names and signs of addresses have no quotes, commas or spaces at their ends; a domain of the plan's could have anything.
        _isPlain = !context.Has("domain");
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <summary>The persons.</summary>
    protected People People { get; }

    /// <summary>Creates the generator that the column names.</summary>
    public static ColumnGenerator Create(ColumnContext context)
    {
        LocaleWords words = context.Words;
        return context.Column.Generator switch
        {
            "first_name" => new OneName(context, isFirst: true),
            "last_name" => new OneName(context, isFirst: false),
            "full_name" => new FullName(context),
            "gender" => context.Text("style", "word") switch
            {
                "letter" => new ByGender(context, "F", "M"),
                "capital" => new ByGender(context, "Female", "Male"),
                _ => new ByGender(context, "female", "male"),
            },
            "salutation" => new ByGender(context, words.Format("female_title"), words.Format("male_title")),
            "username" => new Address(context, [], "_."),
            _ => new Address(context, context.Has("domain") ? [(context.Text("domain"), 1)] : words.Mail, "..._-"),
        };
    }

    /// <inheritdoc/>
    public sealed override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        into.IsPlain = _isPlain;
        Fill(block.Rows, block.Latent(_latent), into);
    }

    /// <summary>Appends a text for each person.</summary>
    protected abstract void Fill(ReadOnlySpan<long> rows, ReadOnlySpan<long> persons, Vector into);

    private sealed class OneName(ColumnContext context, bool isFirst) : PersonValue(context)
    {
        protected override void Fill(ReadOnlySpan<long> rows, ReadOnlySpan<long> persons, Vector into)
        {
            foreach (long person in persons)
            {
                into.AddText(isFirst ? People.First(person).Written : People.Last(person).Written);
            }
        }
    }

    private sealed class ByGender(ColumnContext context, string female, string male) : PersonValue(context)
    {
        private readonly byte[] _female = Encoding.UTF8.GetBytes(female);
        private readonly byte[] _male = Encoding.UTF8.GetBytes(male);

        protected override void Fill(ReadOnlySpan<long> rows, ReadOnlySpan<long> persons, Vector into)
        {
            foreach (long person in persons)
            {
                into.AddText(People.IsFemale(person) ? _female : _male);
            }
        }
    }

    /// <summary>Both names; where names must be distinct, with initials in between that are.</summary>
    private sealed class FullName(ColumnContext context) : PersonValue(context)
    {
        private readonly bool _lastFirst = context.Words.Format("name").StartsWith("{last}", StringComparison.Ordinal);
        private readonly bool _isUnique = context.IsUnique;

        protected override void Fill(ReadOnlySpan<long> rows, ReadOnlySpan<long> persons, Vector into)
        {
            foreach (long person in persons)
            {
                ref readonly NameSlot given = ref People.First(person);
                ref readonly NameSlot family = ref People.Last(person);
                byte[] first = _lastFirst ? family.Written : given.Written, last = _lastFirst ? given.Written : family.Written;
                Span<byte> text = into.BeginText(first.Length + last.Length + 64);
                first.CopyTo(text);
                int at = first.Length;
                text[at++] = (byte)' ';
                if (_isUnique)
                {
                    // 1 is "A.", 27 is "A. A.": no two numbers have the same initials.
                    for (long number = People.NumberAmongSame(given, family); number > 0; number = (number - 1) / 26)
                    {
                        text[at++] = (byte)('A' + ((number - 1) % 26));
                        text[at++] = (byte)'.';
                        text[at++] = (byte)' ';
                    }
                }
                last.CopyTo(text[at..]);
                into.EndText(at + last.Length);
            }
        }
    }

    /// <summary>first.last, first_last42, first-last@domain: distinct, since the names decide the sign between them and the number is that of the names.</summary>
    private sealed class Address : PersonValue
    {
        private readonly byte[] _signs;
        private readonly byte[][] _domains;
        private readonly WeightedPick? _pick;
        private readonly Draws _draws;
        private readonly int _longestDomain;

        public Address(ColumnContext context, IReadOnlyList<(string Word, double Weight)> domains, string signs)
            : base(context)
        {
            _signs = Encoding.ASCII.GetBytes(signs);
            _domains = [.. domains.Select(domain => Encoding.UTF8.GetBytes("@" + domain.Word))];
            _pick = domains.Count > 1 ? new WeightedPick([.. domains.Select(domain => domain.Weight)]) : null;
            _longestDomain = _domains.Length > 0 ? _domains.Max(domain => domain.Length) : 0;
            _draws = context.SharedDraws("mail:" + context.Text("person"));
        }

        protected override void Fill(ReadOnlySpan<long> rows, ReadOnlySpan<long> persons, Vector into)
        {
            for (int i = 0; i < persons.Length; i++)
            {
                ref readonly NameSlot first = ref People.First(persons[i]);
                ref readonly NameSlot last = ref People.Last(persons[i]);
                Span<byte> text = into.BeginText(first.Latin.Length + last.Latin.Length + _longestDomain + 32);
                first.Latin.CopyTo(text);
                int at = first.Latin.Length;
                text[at++] = _signs[(int)Math.BigMul(first.Hash ^ last.Hash, (ulong)_signs.Length, out _)];
                last.Latin.CopyTo(text[at..]);
                at += last.Latin.Length;
                long number = People.NumberAmongSame(first, last);
                if (number > 0)
                {
                    at += ValueWriter.WriteWhole(text[at..], number);
                }
                if (_domains.Length > 0)
                {
                    byte[] domain = _pick is { } pick ? _domains[pick[_draws.At(rows[i])]] : _domains[0];
                    domain.CopyTo(text[at..]);
                    at += domain.Length;
                }
                into.EndText(at);
            }
        }
    }
}

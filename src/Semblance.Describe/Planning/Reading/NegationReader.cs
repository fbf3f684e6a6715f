using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads what is not wanted: "without addresses and phone numbers".</summary>
internal sealed class NegationReader(PromptContext prompt) : PhraseReader(prompt)
{
    // "without addresses and phone numbers", "no e-mails please": columns and tables that are not wanted.
    public bool Negation(ref int i)
    {
        int lead = Tokens.AtAny(i, "without any", "without", "excluding", "exclude", "except for", "except", "do not include", "don't include", "don’t include", "not including", "leave out", "omit", "skip", "no need for", "no");
        if (lead == 0 || Tokens[i + lead].IsNumber || Constrains(i))
        {
            return false;
        }
        int at = i + lead;
        bool any = false;
        while (!Tokens.EndsStatement(at))
        {
            int item = at;
            while (Tokens.IsSeparator(at) || WordSets.Determiners.Contains(Tokens[at].Lower) || Tokens.AtAny(at, "without", "no", "any") > 0)
            {
                at++;
            }
            if (Nouns.Find(at) is { } match && any && !Tokens[at - 1].Is("without") && !Tokens[at - 1].Is("no") && Catalog.Meaning(match.Key) is null && match.IsPlural)
            {
                // "customers without addresses and orders": what is no column is the next table.
                at = item;
                break;
            }
            int length = 0;
            while (length < 3 && Tokens[at + length].IsWord && !WordSets.Stops.Contains(Tokens[at + length].Lower) && Tokens[at + length].Lower is not "please")
            {
                length++;
            }
            if (length == 0)
            {
                at = item;
                break;
            }
            Wishes.Unwanted.Add(Nouns.Column(Tokens.Key(at, length)));
            any = true;
            at += length;
            if (!Tokens.IsSeparator(at) || Tokens[at].Is("plus"))
            {
                break;
            }
        }
        if (any)
        {
            i = at;
            Prompt.ExpectsTable = true;
        }
        return any;
    }

    private bool Constrains(int i) => Tokens.AtAny(i, "no nulls", "no null", "no missing", "no empty", "no blank", "no duplicate", "no duplicates", "no repeated", "without nulls", "without missing", "without duplicate", "no more", "no less", "no later", "no earlier", "no longer", "no fewer") > 0;
}

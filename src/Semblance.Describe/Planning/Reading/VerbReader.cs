using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads verbs between tables: "customers place orders", "the castles they guard".</summary>
internal sealed class VerbReader(PromptContext prompt) : PhraseReader(prompt)
{
    // "customers place orders", "dragons guard castles": a relation.
    public void VerbTable(ref int i, EntityWish entity)
    {
        int at = i + Tokens.AtAny(i, "can", "may", "will", "then", "also", "usually", "who", "that", "which", "have to");
        if (Prompt.Hierarchies.Hierarchy(ref at))
        {
            i = at;
            return;
        }
        if (!Tokens[at].IsWord || !WordSets.Verbs.Contains(Tokens[at].Lower))
        {
            return;
        }
        bool belongs = Tokens.At(at, "belong to") || Tokens.At(at, "belongs to") || Tokens.At(at, "belong") || Tokens.At(at, "belongs");
        bool eachOther = Tokens.At(at + 1, "each other") || Tokens.At(at + 1, "one another");
        if (eachOther && Tokens[at].Lower is "follow" or "follows" && Catalog.EntityNamed("follows") is { } follows && !Wishes.Entities.Exists(other => other.Catalog == follows))
        {
            Wishes.Entities.Add(new EntityWish { Name = follows.Name, Singular = follows.Singular, Catalog = follows, IsFirm = true });
            i = at + 3;
            Prompt.ExpectsTable = true;
            return;
        }
        // "parcels travel from warehouses", "staff work in stores": those are what the table refers to.
        int next = at + 1 + Tokens.AtAny(at + 1, "in", "on", "at", "to", "for", "from", "with", "into", "by", "of", "after");
        belongs |= next > at + 1 && Tokens[next - 1].Lower is "in" or "at" or "to" or "from" or "into";
        // "and the keepers who look after them"
        if (Tokens[next].Lower is "them" or "it" or "these" or "those" && Wishes.Entities.IndexOf(entity) is > 0 and var place && (entity.Catalog is null || Wishes.Entities[place - 1].Catalog is null))
        {
            Wishes.Relations.Add(belongs ? new RelationWish(Wishes.Entities[place - 1], entity) : new RelationWish(entity, Wishes.Entities[place - 1]));
            i = next + 1;
            return;
        }
        // "belong to one category"
        int single = next + Tokens.AtAny(next, "exactly one", "one", "a single", "a", "an", "the");
        if (belongs && single > next && Nouns.Find(single) is { } owner && Prompt.Wanted.Existing(owner.Key) is { } existing && existing != entity)
        {
            Wishes.Relations.Add(new RelationWish(existing, entity));
            i = single + owner.Length;
            int child = i + 1;
            if (Tokens[i].Is("and") && Prompt.Children.Children(ref child, entity))
            {
                i = child;
            }
            return;
        }
        if (Prompt.Tables.TableAt(ref next) is { } other && other != entity)
        {
            Wishes.Relations.Add(belongs ? new RelationWish(other, entity) : new RelationWish(entity, other));
            i = next;
            // "write posts and leave comments": the same ones go on doing things.
            Prompt.Subject = Tokens[i].Is("and") && WordSets.Verbs.Contains(Tokens[i + 1].Lower) ? entity : other;
            if (Prompt.Subject == entity)
            {
                i++;
                VerbTable(ref i, entity);
                return;
            }
            AfterOther(ref i, other);
        }
    }

    private void AfterOther(ref int i, EntityWish other)
    {
        Prompt.Subject = other;
        if (Tokens.IsOpen(i) || WordSets.Having.Contains(Tokens[i].Lower) || Tokens[i].Is(":"))
        {
            Prompt.Sequels.AfterTable(ref i, other);
        }
        else
        {
            Prompt.ExpectsTable = Tokens.IsSeparator(i);
        }
    }

    // "the castles they guard": one each of the table spoken of before.
    public bool TheyVerb(ref int i)
    {
        if (Tokens.AtAny(i, "they", "we", "he", "she", "it", "that they", "which they") is > 0 and var who && WordSets.Verbs.Contains(Tokens[i + who].Lower))
        {
            int place = Wishes.Entities.IndexOf(Prompt.Subject!);
            if (Tokens[i + who - 1].Is("they") && place > 0)
            {
                Wishes.Relations.Add(new RelationWish(Wishes.Entities[place - 1], Prompt.Subject!));
            }
            i += who + 1;
            // "with their price": columns of the table.
            if (WordSets.Having.Contains(Tokens[i].Lower) || Tokens.At(i, "on each") || Tokens[i].Is("(") || Tokens[i].Is(":"))
            {
                Prompt.Sequels.AfterTable(ref i, Prompt.Subject!);
            }
            return true;
        }
        return false;
    }
}

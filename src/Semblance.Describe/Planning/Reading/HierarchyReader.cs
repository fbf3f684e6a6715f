using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads that rows of a table are above and below each other: "employees report to managers", "categories have subcategories".</summary>
internal sealed class HierarchyReader(PromptContext prompt) : PhraseReader(prompt)
{
    // "employees report to managers", "categories have subcategories", "comments can reply to comments".
    public bool Hierarchy(ref int i)
    {
        if (Tokens.AtAny(i, "report to", "reports to", "reporting to", "are managed by", "is managed by", "supervised by", "are supervised by", "managed by") is > 0 and var lead && Prompt.Subject is not null)
        {
            int at = i + lead;
            while (WordSets.Determiners.Contains(Tokens[at].Lower) || Tokens[at].Lower is "one" or "another" or "other" or "direct")
            {
                at++;
            }
            if (Tokens[at].IsWord && !WordSets.Stops.Contains(Tokens[at].Lower))
            {
                string role = English.Singular(Tokens[at].Lower);
                bool other = Wishes.Entities.Exists(entity => entity != Prompt.Subject && entity.Key == role && entity.IsComplete);
                if (other)
                {
                    return false;
                }
                Prompt.Subject.Hierarchy = role == Prompt.Subject.Key || role is "employee" or "one" ? "manager" : role;
                Wishes.Entities.RemoveAll(entity => entity != Prompt.Subject && entity.Key == role && entity.Columns.Count == 0 && entity.Rows is null);
                i = at + 1;
                return true;
            }
        }
        if (Prompt.Subject is not null && Tokens.AtAny(i, "hierarchy", "hierarchical", "subcategories", "sub-categories", "parent categories", "nested", "reply to each other", "in a tree", "parent-child") is > 0 and var tree)
        {
            EntityWish? named = Wishes.Entities.Find(entity => entity.Key.EndsWith("category", StringComparison.Ordinal));
            (named ?? Prompt.Subject).Hierarchy ??= (named ?? Prompt.Subject).Catalog?.Columns.FirstOrDefault(column => column.Forms is [{ Key.Span: not null }, ..])?.Name is { } own ? own[..^3] : "parent";
            i += tree;
            return true;
        }
        return false;
    }
}

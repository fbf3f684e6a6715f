using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads CREATE TABLE.</summary>
internal sealed class CreateTableReader(PromptContext prompt) : PhraseReader(prompt)
{
    // create table clinics (id int primary key, name varchar(80))
    public bool CreateTable(ref int i)
    {
        int lead = Tokens.AtAny(i, "create table if not exists", "create table");
        int at = i + lead;
        // The schema, "public.", says nothing.
        while (lead > 0 && Tokens[at + 1].Is("."))
        {
            at += 2;
        }
        if (lead == 0 || !(Tokens[at].IsWord || Tokens[at].Kind == TokenKind.Quoted) || !Tokens.IsOpen(at + 1))
        {
            return false;
        }
        string key = Tokens.Key(at, 1);
        NounMatch match = new(1, key, true, Catalog.Entities(key));
        EntityWish entity = Prompt.Wanted.Existing(key) ?? new EntityWish
        {
            Name = Prompt.Wanted.FreeName(ColumnNames.Of([Tokens[at].Text]) ?? "table"),
            Singular = key,
            Catalog = match.Candidates.Count > 0 ? Domains.Choose(key, match.Candidates) : null,
            IsFirm = true,
        };
        if (!Wishes.Entities.Contains(entity))
        {
            Wishes.Entities.Add(entity);
        }
        int close = Tokens.Closing(at + 1);
        Prompt.Wanted.TakeColumns(entity, Columns.ReadAll(at + 2, close, key => Prompt.Known(entity, key), true), true);
        Prompt.Subject = entity;
        i = Math.Min(close + 1, Tokens.Count);
        return true;
    }
}

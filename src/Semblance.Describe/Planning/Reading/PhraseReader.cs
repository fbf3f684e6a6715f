using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>
/// A reader of one kind of phrase. Its methods look at a place of the prompt; where they find their phrase they take what it says into the
/// reading and move the place behind it.
/// </summary>
internal abstract class PhraseReader(PromptContext prompt)
{
    protected PromptContext Prompt => prompt;

    protected PlanCatalog Catalog => prompt.Catalog;

    protected TokenList Tokens => prompt.Tokens;

    protected Nouns Nouns => prompt.Nouns;

    protected ColumnReader Columns => prompt.Columns;

    protected DomainScores Domains => prompt.Domains;

    protected PromptReading Wishes => prompt.Wishes;

    protected List<LateMention> Late => prompt.Late;
}

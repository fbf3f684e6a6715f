using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>One prompt that is being read: its words, what was understood so far, the table that is spoken of, and the readers of its phrases, which call each other.</summary>
internal sealed class PromptContext
{
    public PromptContext(PlanCatalog catalog, string prompt)
    {
        Catalog = catalog;
        Tokens = new TokenList(prompt);
        Nouns = new Nouns(catalog, Tokens);
        Columns = new ColumnReader(catalog, Tokens);
        Domains = new DomainScores(catalog, Tokens, Nouns);
        Tables = new TableReader(this);
        Brackets = new BracketReader(this);
        Wanted = new WantedTables(this);
        Sequels = new SequelReader(this);
        Verbs = new VerbReader(this);
        Lists = new SentenceListReader(this);
        Children = new ChildrenReader(this);
        Hierarchies = new HierarchyReader(this);
        Amounts = new AmountReader(this);
        Shares = new ShareReader(this);
        Passing = new PassingReader(this);
        Negations = new NegationReader(this);
        Sql = new CreateTableReader(this);
    }

    public PlanCatalog Catalog { get; }

    public TokenList Tokens { get; }

    public Nouns Nouns { get; }

    public ColumnReader Columns { get; }

    public DomainScores Domains { get; }

    /// <summary>What was understood.</summary>
    public PromptReading Wishes { get; } = new();

    /// <summary>What can be understood only when all tables are known.</summary>
    public List<LateMention> Late { get; } = [];

    /// <summary>The table that is spoken of; null before the first.</summary>
    public EntityWish? Subject { get; set; }

    /// <summary>Whether another table may come next.</summary>
    public bool ExpectsTable { get; set; }

    /// <summary>A table whose name stood before a colon and a list of tables, "hotel bookings: guests, rooms and reservations"; null for none.</summary>
    public EntityWish? Heading { get; set; }

    /// <summary>A number of rows for the table that comes next: "500 rows of customers".</summary>
    public long? RowsOfNext { get; set; }

    /// <summary>Whether columns in passing stand in a list of them.</summary>
    public bool ListsColumns { get; set; }

    /// <summary>Where the name of the last table, with its bracket, ended; -1 before the first.</summary>
    public int TableEnd { get; set; } = -1;

    public TableReader Tables { get; }

    public BracketReader Brackets { get; }

    public WantedTables Wanted { get; }

    public SequelReader Sequels { get; }

    public VerbReader Verbs { get; }

    public SentenceListReader Lists { get; }

    public ChildrenReader Children { get; }

    public HierarchyReader Hierarchies { get; }

    public AmountReader Amounts { get; }

    public ShareReader Shares { get; }

    public PassingReader Passing { get; }

    public NegationReader Negations { get; }

    public CreateTableReader Sql { get; }

    /// <summary>Whether a key is that of a column that the table spoken of may have.</summary>
    public bool Known(string key) => Known(Subject, key);

    /// <summary>Whether a key is that of a column that a table may have.</summary>
    public bool Known(EntityWish? entity, string key) => entity?.Catalog?.Column(key) is not null || Catalog.Meaning(key) is not null || key.EndsWith(" id", StringComparison.Ordinal) || key == "id";
}

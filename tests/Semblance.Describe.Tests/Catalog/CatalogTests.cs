using Semblance.Describe.Catalog;
using Semblance.Describe.Output;
using Semblance.Describe.Planning;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Tests.Catalog;

/// <summary>The catalog that comes with the program: how much it holds, and that all of it can be made.</summary>
public sealed class CatalogTests
{
    private static readonly string[] s_domains =
    [
        "e-commerce", "health", "banking", "insurance", "education", "human resources", "logistics", "travel", "telecom", "social media", "internet of things", "real estate", "gaming",
        "software as a service", "energy", "government", "food", "media", "manufacturing", "automotive", "sports", "events", "agriculture", "legal", "marketing",
    ];

    public static TheoryData<string> Domains() => [.. PlanCatalog.Default.DomainNames];

    [Fact]
    public void Holds_the_promised_domains_entities_and_meanings()
    {
        PlanCatalog catalog = PlanCatalog.Default;
        s_domains.ShouldBeSubsetOf(catalog.DomainNames);
        catalog.EntityNames.Count.ShouldBeGreaterThanOrEqualTo(150);
        catalog.MeaningNames.Count.ShouldBeGreaterThanOrEqualTo(200);
    }

    [Theory]
    [MemberData(nameof(Domains))]
    public async Task Each_entity_of_a_domain_alone_makes_a_table(string domain)
    {
        foreach (CatalogEntity entity in PlanCatalog.Default.Domain(domain).Entities)
        {
            var reading = new PromptReading();
            reading.Entities.Add(Wish(entity));
            Plan plan = PlanBuilder.Build(PlanCatalog.Default, reading, 60, null);

            reading.Warnings.ShouldBeEmpty($"the lines of {entity.Name} fit together");
            plan.Entities[0].Columns.Count.ShouldBeGreaterThanOrEqualTo(4, $"{entity.Name} has its usual columns");
            await Make(plan);
        }
    }

    [Theory]
    [MemberData(nameof(Domains))]
    public async Task All_entities_of_a_domain_together_make_related_tables(string domain)
    {
        var reading = new PromptReading();
        reading.Entities.AddRange(PlanCatalog.Default.Domain(domain).Entities.Select(Wish));
        Plan plan = PlanBuilder.Build(PlanCatalog.Default, reading, 60, null);

        reading.Warnings.ShouldBeEmpty();
        await Make(plan);
    }

    [Fact]
    public void Each_meaning_is_a_column_that_can_be_made()
    {
        foreach ((string name, CatalogColumn meaning) in PlanCatalog.Default.Meanings)
        {
            foreach (ColumnForm form in meaning.Forms)
            {
                var plan = new Plan { Entities = [new PlanEntity { Name = "things", Columns = [new PlanColumn { Name = "value", Generator = form.Generator, Parameters = form.Parameters, Type = form.Type ?? Generators.Find(form.Generator)!.Types[0], Unique = meaning.Unique, Nullable = meaning.Nullable }] }] };
                PlanValidator.Problems(plan).ShouldBeEmpty($"meaning '{name}'");
            }
        }
    }

    [Theory]
    [InlineData("order_date")]
    [InlineData("orderDate")]
    [InlineData("OrderDate")]
    [InlineData("Order Date")]
    [InlineData("ORDER_DATE")]
    [InlineData("order-dates")]
    [InlineData("ord_dt")]
    public void A_name_means_the_same_in_any_spelling(string name) => PlanCatalog.Default.Meaning(Spelling.Key(name))!.Name.ShouldBe("date");

    [Theory]
    [InlineData("emailAddress", "email")]
    [InlineData("E-Mail", "email")]
    [InlineData("firstName", "first_name")]
    [InlineData("lname", "last_name")]
    [InlineData("DOB", "birth_date")]
    [InlineData("ZipCode", "postcode")]
    [InlineData("qty", "quantity")]
    [InlineData("phoneNumbers", "phone")]
    [InlineData("favouriteColour", null)]
    [InlineData("colour", "color")]
    [InlineData("IBAN", "iban")]
    [InlineData("isActive", "is_active")]
    public void Names_are_recognised_by_abbreviation_and_spelling(string name, string? meaning) => PlanCatalog.Default.Meaning(Spelling.Key(name))?.Name.ShouldBe(meaning);

    [Theory]
    [InlineData("people", "person")]
    [InlineData("categories", "category")]
    [InlineData("addresses", "address")]
    [InlineData("status", "status")]
    [InlineData("statuses", "status")]
    [InlineData("houses", "house")]
    [InlineData("classes", "class")]
    [InlineData("boxes", "box")]
    [InlineData("movies", "movie")]
    [InlineData("diagnoses", "diagnosis")]
    [InlineData("aircraft", "aircraft")]
    [InlineData("buses", "bus")]
    [InlineData("series", "series")]
    public void Plurals_are_found(string plural, string singular) => English.Singular(plural).ShouldBe(singular);

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("pateint", "patient", 1)]
    [InlineData("order", "order", 0)]
    [InlineData("", "abc", 3)]
    public void The_distance_of_words_counts_swapped_neighbours_once(string a, string b, int distance) => Spelling.Distance(a, b, 5).ShouldBe(distance);

    [Fact]
    public void A_folder_of_an_operator_adds_entities_and_meanings()
    {
        string folder = Directory.CreateTempSubdirectory("semblance-catalog").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "cheese.json"), """
                {
                  // Remarks are allowed.
                  "domain": "cheese dairy",
                  "words": ["cheese", "creamery"],
                  "entities": [
                    { "name": "cheese_wheels", "also": ["wheels of cheese"], "columns": ["variety: Gouda=40, Edam=30, Comté=30", "weight_kg: 2.0..38.0 normal", "made_on: date(from=-2y)", "ripe_on: after made_on 30..400 days"] }
                  ],
                  "meanings": { "ripeness": { "names": ["ripeness", "maturity"], "is": "young=50, medium=30, old=20" } }
                }
                """);
            PlanCatalog catalog = PlanCatalog.Load(folder);

            catalog.EntityNames.ShouldContain("cheese_wheels");
            Plan plan = new BuiltInPlanner(catalog).Plan(new PlanRequest { Prompt = "cheese wheels (id, variety, maturity, made_on, ripe_on)" }).Plan.ShouldNotBeNull();
            plan.Entities[0].Columns.Select(column => column.Generator).ShouldBe(["sequence", "choice", "choice", "date", "after"]);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public async Task The_documented_file_is_one_and_its_tables_can_be_made()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "catalog.md"));
        int start = page.IndexOf("```json\n", StringComparison.Ordinal) + 8;
        PlanCatalog catalog = PlanCatalog.With("cheese.json", page[start..page.IndexOf("```", start, StringComparison.Ordinal)]);

        Plan plan = new BuiltInPlanner(catalog).Plan(new PlanRequest { Prompt = "cheese wheels and their makers" }).Plan.ShouldNotBeNull();
        plan.Entities.Select(entity => entity.Name).ShouldBe(["cheese_wheels", "makers"]);
        plan.Rules.ShouldContain(rule => rule.Columns != null && rule.Columns[0] == "maker_id.member_since");
        await Make(plan);
    }

    [Theory]
    [InlineData("pets", "cat", "Domestic Shorthair, Siamese, Persian, Maine Coon", 2.2, 7.8)]
    [InlineData("pets (species: cat, dog; breed; weight_kg between 1 and 4)", "cat", "Domestic Shorthair, Siamese, Persian, Maine Coon", 2.2, 4)]
    [InlineData("pets (species: cat, axolotl; breed: Siamese, Wild; weight_kg)", "cat", "Siamese", 2.2, 7.8)]
    public void Values_follow_those_of_another_column_as_far_as_the_prompt_leaves_them(string prompt, string species, string breeds, double lightest, double heaviest)
    {
        PlanRule[] rules = [.. new BuiltInPlanner(PlanCatalog.Default).Plan(new PlanRequest { Prompt = prompt }).Plan.ShouldNotBeNull().Rules
            .Where(rule => rule.Kind == RuleKinds.ValueWhen && rule.When!.In!.Any(value => value!.ToString() == species))];

        string.Join(", ", rules.Single(rule => rule.Column == "breed").Values!.Select(value => value!.ToString())).ShouldBe(breeds);
        PlanRule weight = rules.Single(rule => rule.Column == "weight_kg");
        (weight.Min, weight.Max).ShouldBe((lightest, heaviest));
    }

    [Fact]
    public void Numbers_follow_the_words_of_another_column() =>
        new BuiltInPlanner(PlanCatalog.Default).Plan(new PlanRequest { Prompt = "SaaS workspaces" }).Plan.ShouldNotBeNull().Rules
            .Single(rule => rule.Column == "mrr" && rule.When!.In!.Any(value => value!.ToString() == "Pro")).Values!.ToJsonString().ShouldBe("[99,299]");

    [Theory]
    [InlineData("""{ "domain": "x", "entities": [ { "name": "things", "columns": ["frobnication"] } ] }""", "Entity 'things' (x) has column 'frobnication', whose name means nothing; say what it holds after a colon.")]
    [InlineData("""{ "domain": "x", "entities": [ { "name": "things", "columns": ["size: 9..1"] } ] }""", "extra.json: entity 'things', column 'size: 9..1': '9..1' has the higher number first.")]
    [InlineData("""{ "domain": "x", "entities": [ { "name": "things", "columns": ["size: a=1, b"] } ] }""", "extra.json: entity 'things', column 'size: a=1, b': 'a=1, b' gives some values a weight and others none.")]
    [InlineData("""{ "domain": "x", "entities": [ { "name": "things", "columns": ["owner_id: -> nobodies"] } ] }""", "Entity 'things' (x) has column 'owner_id' that refers to 'nobodies', which is no entity.")]
    [InlineData("""{ "domain": "x", "entities": [ { "name": "things", "columns": ["email"], "rules": ["a <= email"] } ] }""", "Entity 'things' (x) has a rule about 'a', which is none of its columns.")]
    [InlineData("""{ "domain": "x", "entities": [ { "name": "things", "columns": ["a: date(form=-2y)"] } ] }""", "extra.json: entity 'things', column 'a: date(form=-2y)': generator 'date' has no parameter 'form'.")]
    [InlineData("""{ "domain": "x", "entities": [ { "name": "things", "columns": ["email; sometimes"] } ] }""", "extra.json: entity 'things', column 'email; sometimes': 'sometimes' is not understood after ';'; 'unique', '5% null', 'when COLUMN = VALUE, VALUE' and 'VALUE, VALUE where COLUMN = VALUE' are.")]
    [InlineData("""{ "domain": "x", "entities": [ { "name": "things", "columns": ["size: big, small", "use: home, work; home where size = huge"] } ] }""", "Entity 'things' (x) has values of 'use' where 'size' = 'huge', which is none of its values.")]
    [InlineData("""{ "domain": "x", "entities": [ { "name": "things", "columns": ["size: big, small", "use: home, work; school where size = big"] } ] }""", "Entity 'things' (x) has 'school' where 'size' = 'big', which is none of the values of 'use'.")]
    [InlineData("""{ "domain": "x", "entities": [ { "name": "things" } ] }""", "extra.json: entity 'things' needs a name and columns.")]
    [InlineData("""{ "meanings": { "m": { "names": [], "is": "1..2" } } }""", "extra.json: meaning 'm' has no names.")]
    [InlineData("""{ "meanings": { "m": { "names": ["m"] } } }""", "extra.json: meaning 'm' lacks \"is\", such as \"is\": \"1..10 skewed\".")]
    public void A_mistake_in_a_file_is_named(string json, string message) => Should.Throw<CatalogException>(() => PlanCatalog.With("extra.json", json)).Message.ShouldBe(message);

    [Theory]
    [InlineData("{ \"domian\": \"x\" }", "extra.json, line 1: ")]
    [InlineData("{\n \"domain\": }", "extra.json, line 2: ")]
    [InlineData("null", "extra.json: the file is null")]
    public void A_file_of_another_form_is_refused_with_its_line(string json, string beginning) => Should.Throw<CatalogException>(() => PlanCatalog.With("extra.json", json)).Message.ShouldStartWith(beginning);

    private static EntityWish Wish(CatalogEntity entity) => new() { Name = entity.Name, Singular = entity.Singular, Catalog = entity, IsFirm = true };

    private static async Task Make(Plan plan)
    {
        TableSet tables = TableSet.Create(plan, new TableSetOptions { Size = 60, Seed = 7 });
        for (int i = 0; i < tables.Tables.Count; i++)
        {
            using var output = new MemoryStream();
            await tables.WriteAsync(i, OutputFormat.Csv, output, cancellation: TestContext.Current.CancellationToken);
            output.Length.ShouldBeGreaterThan(60, plan.Entities[i].Name);
        }
        tables.Score(long.MaxValue, TestContext.Current.CancellationToken).Checks.Where(check => check.Broken > 0).ShouldBeEmpty($"keys and rules hold in every row of {plan.Entities[0].Name}");
    }
}

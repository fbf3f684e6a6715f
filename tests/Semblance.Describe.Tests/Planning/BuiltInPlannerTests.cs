using System.Text.Json.Nodes;
using Semblance.Describe.Planning;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Tests.Planning;

/// <summary>What the built-in planner understands, one way of saying it after another.</summary>
public sealed class BuiltInPlannerTests
{
    private const string GoodPrompt = "E-commerce platform with customers (id, name, email, signup_date), products (id, name, price, category_id), and orders (id, customer_id, product_id, quantity, order_date, status). Include 5 product categories and realistic order patterns.";

    [Fact]
    public void The_documented_good_prompt_gives_exactly_its_tables_and_columns()
    {
        PlanOutcome outcome = Ask(GoodPrompt);
        Plan plan = outcome.Plan.ShouldNotBeNull();

        plan.Entities.Select(entity => $"{entity.Name}: {string.Join(" ", entity.Columns.Select(column => column.Name))}").ShouldBe(
        [
            "customers: id name email signup_date",
            "products: id name price category_id",
            "orders: id customer_id product_id quantity order_date status",
        ]);
        outcome.Warnings.ShouldBe(["Prompt mentions 3 entities (customers, products, orders); datasets was corrected from the default 2 to 3"]);
        Column(plan, "products", "category_id").Parameters!.ToJsonString().ShouldBe("""{"min":1,"max":5}""");
        plan.Relations.Select(relation => $"{relation.Parent} {relation.Child}.{relation.Column}").ShouldBe(["customers orders.customer_id", "products orders.product_id"]);
        plan.Rules.ShouldContain(rule => rule.Kind == RuleKinds.Order && rule.Columns!.SequenceEqual(new[] { "customer_id.signup_date", "order_date" }), "orders come after sign-up");
        Column(plan, "orders", "status").Generator.ShouldBe("lifecycle", "statuses agree with dates");
    }

    [Fact]
    public void The_same_prompt_gives_the_same_plan() => PlanJson.Write(Ask(GoodPrompt).Plan!).ShouldBe(PlanJson.Write(Ask(GoodPrompt).Plan!));

    // Tables

    [Theory]
    [InlineData("E-commerce platform with customers, products, orders, and reviews", "customers products orders reviews")]
    [InlineData("Healthcare system with patients and appointments", "patients appointments")]
    [InlineData("customers and their orders", "customers orders")]
    [InlineData("a table of employees", "employees")]
    [InlineData("customer data", "customers")]
    [InlineData("I need a dataset of students, please", "students")]
    [InlineData("Give me an order table and a product table", "orders products")]
    [InlineData("SUPPLIERS, WAREHOUSES", "suppliers warehouses")]
    [InlineData("pateints and docters", "patients doctors")]
    [InlineData("flights & passengers", "flights passengers")]
    [InlineData("generate realistic fake invoices", "invoices")]
    [InlineData("customers\nproducts\norders", "customers products orders")]
    [InlineData("- customers\n- products", "customers products")]
    [InlineData("tables: cars, drivers, trips", "cars drivers trips")]
    [InlineData("spaceships (id, captain, top_speed_kmh) and missions (id, spaceship_id, launched_at)", "spaceships missions")]
    [InlineData("unicorns and the stables they visit", "unicorns stables")]
    [InlineData("customers without orders", "customers")]
    [InlineData("Datensatz mit customers und orders", "customers orders")]
    public void Tables_are_found(string prompt, string names) => Names(Ask(prompt)).ShouldBe(names);

    [Theory]
    [InlineData("E-commerce", "customers products")]
    [InlineData("data for a hospital", "patients doctors")]
    public void A_field_alone_gives_its_most_usual_tables(string prompt, string names) => Names(Ask(prompt)).ShouldBe(names);

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("hello")]
    [InlineData("42")]
    [InlineData("?!")]
    [InlineData("the and of")]
    public void A_prompt_without_tables_is_said_to_have_none(string prompt)
    {
        PlanOutcome outcome = Ask(prompt);
        outcome.Plan.ShouldBeNull();
        outcome.Issues.Count.ShouldBe(1);
        outcome.Suggestions.ShouldNotBeEmpty();
    }

    [Fact]
    public void Related_tables_fill_the_number_that_was_asked_for() => Names(Ask("orders", datasets: 3)).ShouldBe("orders customers products");

    [Fact]
    public void The_entities_decide_when_no_number_was_asked_for() => Names(Ask("orders")).ShouldBe("orders");

    // Values

    [Theory]
    [InlineData("customers with ages 18 to 65", "customers", "age", """{"min":18,"max":65}""")]
    [InlineData("customers (name, age between 18 and 65)", "customers", "age", """{"min":18,"max":65}""")]
    [InlineData("customers (name, age 18-65)", "customers", "age", """{"min":18,"max":65}""")]
    [InlineData("products with prices between 10 and 500", "products", "price", """{"min":10,"max":500}""")]
    [InlineData("products with prices from €10 to €1,500", "products", "price", """{"min":10,"max":1500}""")]
    [InlineData("employees (name, salary up to 120k)", "employees", "salary", """{"min":28000,"max":120000,"distribution":"lognormal"}""")]
    [InlineData("orders (id, status: pending, shipped, delivered)", "orders", "status", """{"values":["pending","shipped","delivered"]}""")]
    [InlineData("orders (id, status (pending 20%, shipped 30%, delivered 50%))", "orders", "status", """{"values":["pending","shipped","delivered"],"weights":[20,30,50]}""")]
    [InlineData("orders (id, status: pending/shipped/delivered)", "orders", "status", """{"values":["pending","shipped","delivered"]}""")]
    [InlineData("products (name, SKU like AB-1234)", "products", "sku", """{"pattern":"@@-####"}""")]
    [InlineData("products (name, sku e.g. 'X-99')", "products", "sku", """{"pattern":"@-###"}""")]
    [InlineData("products in 4 categories", "products", "category", null)]
    [InlineData("customers, 20% returning", "customers", "is_returning", """{"true_share":0.2}""")]
    [InlineData("employees, 30 percent of employees are remote", "employees", "is_remote", """{"true_share":0.3}""")]
    [InlineData("subscribers. A tenth of subscribers have churned", "subscribers", "churned", """{"true_share":0.1}""")]
    [InlineData("orders over the last two years", "orders", "order_date", """{"from":"-2y","to":"0d","season":"retail","trend":2}""")]
    [InlineData("orders (id, order_date during 2023)", "orders", "order_date", """{"from":"2023-01-01","to":"2023-12-31","season":"retail","trend":2}""")]
    [InlineData("movies with release year since 1980", "movies", "release_year", """{"min":1980,"max":2025,"distribution":"normal"}""")]
    [InlineData("rooms (id, energy label A to D)", "rooms", "energy_label", """{"values":["A","B","C","D"]}""")]
    public void What_is_said_of_values_holds(string prompt, string entity, string column, string? parameters)
    {
        Plan plan = Ask(prompt).Plan.ShouldNotBeNull();
        PlanColumn found = Column(plan, entity, column);
        if (parameters is null)
        {
            found.Generator.ShouldBe("choice");
            found.Parameters!["values"]!.AsArray().Count.ShouldBe(4);
        }
        else
        {
            found.Parameters!.ToJsonString().ShouldBe(parameters);
        }
    }

    [Fact]
    public void Types_in_brackets_hold()
    {
        Plan plan = Ask("gadgets (id uuid, label string, weight decimal(8,3), shipped bool, made_on date, seen datetime, pieces int)").Plan!;
        plan.Entities[0].Columns.Select(column => $"{column.Name} {column.Type}").ShouldBe(["id string", "label string", "weight decimal", "shipped boolean", "made_on date", "seen datetime", "pieces integer"]);
        Column(plan, "gadgets", "weight").Parameters!["decimals"]!.GetValue<int>().ShouldBe(3);
        Column(plan, "gadgets", "id").Generator.ShouldBe("uuid");
    }

    [Fact]
    public void Statuses_that_are_named_without_shares_go_by_their_date()
    {
        PlanColumn status = Column(Ask("orders (id, order_date, status: pending, shipped, delivered)").Plan!, "orders", "status");
        status.Generator.ShouldBe("lifecycle");
        status.Parameters!["steps"]!.AsArray().Select(step => step!["value"]!.GetValue<string>()).ShouldBe(["pending", "shipped", "delivered"]);
    }

    [Fact]
    public void Uniqueness_and_missing_values_are_as_said()
    {
        Plan plan = Ask("contacts (name, email unique, phone optional, city not null, fax 40% missing). No nulls in name.").Plan!;
        Column(plan, "contacts", "email").Unique.ShouldBeTrue();
        Column(plan, "contacts", "phone").Nullable.ShouldBeGreaterThan(0);
        Column(plan, "contacts", "city").Nullable.ShouldBe(0);
        Column(plan, "contacts", "fax").Nullable.ShouldBe(0.4);
        Column(plan, "contacts", "name").Nullable.ShouldBe(0);
    }

    [Fact]
    public void Columns_that_are_not_wanted_are_left_out()
    {
        Plan plan = Ask("customers without phone numbers and addresses").Plan!;
        plan.Entities.Count.ShouldBe(1);
        plan.Entities[0].Columns.Select(column => column.Name).ShouldNotContain(name => name.Contains("phone") || name.Contains("address") || name.Contains("postcode"));
    }

    // Relations and rules

    [Fact]
    public void Bounds_of_children_per_parent_hold_and_the_tables_sizes_fit_them()
    {
        Plan plan = Ask("customers and orders; each customer has 1 to 5 orders").Plan!;
        PlanRelation relation = plan.Relations.Single();
        relation.PerParent.ShouldBe(new PerParent { Min = 1, Max = 5 });
        plan.Entities[0].Share.ShouldBe(0.333333);
        Should.NotThrow(() => TableSet.Create(plan, new TableSetOptions { Size = 1000, Seed = 1 }));
    }

    [Theory]
    [InlineData("employees report to managers")]
    [InlineData("Employees and departments. Every employee reports to a manager.")]
    public void A_hierarchy_refers_to_its_own_table(string prompt)
    {
        Plan plan = Ask(prompt).Plan!;
        plan.Entities.Select(entity => entity.Name).ShouldNotContain("managers");
        plan.Relations.ShouldContain(relation => relation.Kind == RelationKinds.Self && relation.Child == "employees" && relation.Column == "manager_id");
    }

    [Fact]
    public void Many_on_both_sides_are_linked_by_a_table()
    {
        PlanOutcome outcome = Ask("Students and clubs. A student joins several clubs and a club has many students.");
        Names(outcome).ShouldBe("students clubs student_clubs");
        PlanRelation relation = outcome.Plan!.Relations.Single(relation => relation.Kind == RelationKinds.ManyToMany);
        (relation.Child, relation.Column, relation.OtherColumn).ShouldBe(("student_clubs", "student_id", "club_id"));
    }

    [Fact]
    public void A_key_of_a_table_that_has_another_name_refers_to_it()
    {
        Plan plan = Ask("clients and their orders").Plan!;
        plan.Relations.Single().Parent.ShouldBe("clients");
        plan.Relations.Single().Column.ShouldBe("client_id");
    }

    [Theory]
    [InlineData("projects (id, name, start_date, end_date). The end date is after the start date.", "end_date", "start_date")]
    [InlineData("projects (id, start_date, end_date after start_date)", "end_date", "start_date")]
    [InlineData("trips (id, left_on date, back_on date never before left_on)", "back_on", "left_on")]
    public void A_later_date_follows_the_earlier_one(string prompt, string later, string earlier)
    {
        PlanColumn column = Ask(prompt).Plan!.Entities[0].Columns.Single(column => column.Name == later);
        column.Generator.ShouldBe("after");
        column.Parameters!["column"]!.GetValue<string>().ShouldBe(earlier);
    }

    [Fact]
    public void An_exact_distance_of_dates_is_kept()
    {
        PlanColumn due = Column(Ask("book loans (id, loan_date, due_date); due date is 21 days after the loan date").Plan!, "book_loans", "due_date");
        (due.Parameters!["min"]!.ToJsonString(), due.Parameters["max"]!.ToJsonString()).ShouldBe(("21", "21"));
    }

    [Fact]
    public void An_age_agrees_with_the_date_of_birth_beside_it()
    {
        Plan plan = Ask("patients (id, name, birth_date, age between 30 and 40)").Plan!;
        Column(plan, "patients", "age").Parameters!["birth_date"]!.GetValue<string>().ShouldBe("birth_date");
        Column(plan, "patients", "birth_date").Parameters!.ToJsonString().ShouldBe("""{"min_age":30,"max_age":40}""");
    }

    [Theory]
    [InlineData("a table with 250 employees", "employees", 250L)]
    [InlineData("5 departments and employees", "departments", 5L)]
    [InlineData("Twenty classes and pupils", "classes", 20L)]
    [InlineData("two thousand customers", "customers", 2000L)]
    public void Numbers_of_rows_are_kept(string prompt, string entity, long rows) => Ask(prompt).Plan!.Entities.Single(found => found.Name == entity).Rows.ShouldBe(rows);

    [Theory]
    [InlineData("customers in Germany", "de-DE")]
    [InlineData("French customers", "fr-FR")]
    [InlineData("patients of a clinic in London", "en-GB")]
    [InlineData("customers", "en-US")]
    public void The_place_gives_the_locale(string prompt, string locale) => Ask(prompt).Plan!.Locale.ShouldBe(locale);

    [Fact]
    public void The_locale_of_the_request_comes_before_the_prompts() =>
        new BuiltInPlanner().Plan(new PlanRequest { Prompt = "customers in Germany", Locale = "sv" }).Plan!.Locale.ShouldBe("sv-SE");

    [Fact]
    public void Unique_codes_have_room_for_the_rows_asked_for()
    {
        Plan plan = new BuiltInPlanner().Plan(new PlanRequest { Prompt = "products (id, sku like AB-12 unique)", DatasetSize = 5_000_000 }).Plan!;
        string pattern = Column(plan, "products", "sku").Parameters!["pattern"]!.GetValue<string>();
        Math.Pow(10, pattern.Count(c => c == '#')).ShouldBeGreaterThan(5_000_000.0 / 676);
    }

    private static PlanOutcome Ask(string prompt, int? datasets = null) => new BuiltInPlanner().Plan(new PlanRequest { Prompt = prompt, Datasets = datasets });

    private static string Names(PlanOutcome outcome) => string.Join(' ', outcome.Plan?.Entities.Select(entity => entity.Name) ?? outcome.Issues);

    private static PlanColumn Column(Plan plan, string entity, string column) =>
        plan.Entities.Single(found => found.Name == entity).Columns.SingleOrDefault(found => found.Name == column).ShouldNotBeNull($"{entity} has {column} among {string.Join(", ", plan.Entities.Single(found => found.Name == entity).Columns.Select(found => found.Name))}");
}

using System.Text.Json.Nodes;
using Semblance.Describe.Planning;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Tests.Planning;

/// <summary>Ways of saying things that were misread once, one kind of phrase after another.</summary>
public sealed class PhraseTests
{
    // Formulas and rates

    [Theory]
    [InlineData("timesheets (employee, hours between 1 and 10, rate 20 to 60, total = rate x hours)", "total", "rate * hours")]
    [InlineData("invoices with quantity, price and total. Total is price times quantity.", "total", "price * quantity")]
    [InlineData("receipts (net amount 5-200, VAT 19%, gross = net + VAT)", "gross", "net_amount + vat")]
    [InlineData("receipts (net amount 5-200, VAT 19%, gross = net + VAT)", "vat", "net_amount * 0.19")]
    [InlineData("receipts with net price and tax at 22%", "tax", "net_price * 0.22")]
    [InlineData("quotes (price, discount 10%)", "discount", "price * 0.1")]
    [InlineData("tax returns (income, tax rate 10% to 45%, tax due = income * tax rate)", "tax_due", "income * tax_rate / 100")]
    [InlineData("trades (price, quantity, fee = 0.1% of price * quantity)", "fee", "0.001 * price * quantity")]
    [InlineData("payslips (gross pay, tax 22%, social security 6.2%, net pay = gross pay - tax - social security)", "net_pay", "gross_pay - tax - social_security")]
    [InlineData("bills (quantity 1-10, unit price 5-90, discount 0%, 5% or 15%, total = quantity * unit price - discount)", "total", "quantity * unit_price - (quantity * unit_price) * discount / 100")]
    [InlineData("scores (maths 0-100, physics 0-100, sum = (maths + physics) / 2)", "sum", "(maths + physics) / 2")]
    [InlineData("rides (base fare 2-5, distance km 1-20, fare is the sum of base fare and distance km)", "fare", "base_fare + distance_km")]
    public void A_formula_or_rate_is_computed(string prompt, string column, string expression)
    {
        PlanColumn found = Only(prompt).Columns.Single(made => made.Name == column);
        found.Generator.ShouldBe("formula");
        Text(found, "expression").ShouldBe(expression);
    }

    [Fact]
    public void A_formula_of_what_is_no_column_is_left_out() => Only("orders (id, colour: red/white, total = foo * bar)").Columns.ShouldAllBe(column => column.Generator != "formula" && column.Generator != "constant");

    [Fact]
    public void A_rate_by_its_name_or_without_an_amount_is_a_number_or_a_share()
    {
        PlanEntity loans = Only("loan applications with default flag 8% and interest rate 5%");
        loans.Columns.Single(column => column.Name == "default_flag").Parameters!.ToJsonString().ShouldBe("""{"true_share":0.08}""");
        loans.Columns.Single(column => column.Name == "interest_rate").Parameters!.ToJsonString().ShouldBe("""{"value":5}""");
        Only("dreams (date, lucid (10%), mood 1-5)").Columns.Single(column => column.Name == "lucid").Parameters!.ToJsonString().ShouldBe("""{"true_share":0.1}""");
    }

    // Shares

    [Theory]
    [InlineData("users. 70% are verified, sorry, 30%.", "users", "is_verified", 0.3)]
    [InlineData("accounts. 70 percent of the accounts are verified? no, 3 percent.", "accounts", "is_verified", 0.03)]
    [InlineData("shops (name); customers (name, email). 20% returning customers.", "customers", "is_returning", 0.2)]
    [InlineData("employees, of whom one in five works remotely", "employees", "is_remote", 0.2)]
    [InlineData("patients, of whom one third are smokers", "patients", "smoker", 0.333)]
    [InlineData("patients; 12 out of 100 are diabetic", "patients", "is_diabetic", 0.12)]
    [InlineData("Three quarters of employees have a company car", "employees", "has_company_car", 0.75)]
    [InlineData("Half of the employees are remote", "employees", "is_remote", 0.5)]
    public void Shares_and_their_corrections_hold(string prompt, string entity, string column, double share) =>
        Entity(prompt, entity).Columns.Single(made => made.Name == column).Parameters!["true_share"]!.GetValue<double>().ShouldBe(share, 0.0011);

    [Fact]
    public void A_share_that_is_said_not_to_hold_is_passed_over()
    {
        PlanColumn status = Entity("orders (id, order date, status). 10% of orders are cancelled, not 20%.", "orders").Columns.Single(column => column.Name == "status");
        status.Parameters!["exits"]!.AsArray().Single(exit => exit!["value"]!.GetValue<string>() == "cancelled")!["share"]!.GetValue<double>().ShouldBe(0.1);
        Entity("houses (list price, address); offers, offer amount within 10% of list price", "houses").Columns.Single(column => column.Name == "list_price").Type.ShouldBe(PlanTypes.Decimal);
    }

    // Values

    [Theory]
    [InlineData("orders with id, status pending, shipped or delivered, and amount", "status", "pending shipped delivered")]
    [InlineData("trades: side buy or sell, price", "side", "buy sell")]
    [InlineData("trades (pair (BTC/USD, ETH/USD), price)", "pair", "BTC/USD ETH/USD")]
    [InlineData("games (id, result (1-0, 0-1, 1/2-1/2))", "result", "1-0 0-1 1/2-1/2")]
    [InlineData("survey responses: age group (18-24, 25-34, 35-44, 45+), gender", "age_group", "18-24 25-34 35-44 45+")]
    [InlineData("tickets (id, priority P1 to P4)", "priority", "P1 P2 P3 P4")]
    [InlineData("subscriptions: monthly price 9.99, 14.99 or 19.99; started on", "monthly_price", "9.99 14.99 19.99")]
    [InlineData("visits (id, week 0, 4, 8, 12)", "week", "0 4 8 12")]
    [InlineData("chats (id, level low, medium or high, topic)", "level", "low medium high")]
    [InlineData("subscribers (name, plan £9.99/£19.99)", "plan", "9.99 19.99")]
    [InlineData("Sales in Italy, flavors: vanilla, lemon, pistachio; scoops 1 to 4", "flavor", "vanilla lemon pistachio")]
    public void Values_are_found_without_a_colon_and_with_marks_in_them(string prompt, string column, string values)
    {
        PlanColumn found = Only(prompt).Columns.Single(made => made.Name == column);
        JsonArray listed = (JsonArray)(found.Parameters!["values"] ?? found.Parameters["steps"])!;
        string.Join(' ', listed.Select(value => value is JsonObject step ? step["value"]!.ToString() : value!.ToString())).ShouldBe(values);
    }

    [Theory]
    [InlineData("patients (name, gender M/F)", "letter")]
    [InlineData("patients (name, gender: Male, Female)", "capital")]
    public void Genders_are_written_as_asked_and_go_on_fitting_the_name(string prompt, string style)
    {
        PlanColumn gender = Only(prompt).Columns.Single(column => column.Name == "gender");
        (gender.Generator, Text(gender, "style")).ShouldBe(("gender", style));
    }

    [Theory]
    [InlineData("university: each department has between 3 and 8 professors")]
    [InlineData("school grades: student_name, subject, grade (A-F), teacher")]
    public void A_sentence_or_list_after_a_colon_is_no_value(string prompt) => Ask(prompt).Entities.SelectMany(entity => entity.Columns).ShouldAllBe(column => column.Generator != "constant");

    // Tables

    [Theory]
    [InlineData("hotel bookings: guests, rooms (room number, floor 1-12) and reservations with check-in, adults 1 to 4", "guests rooms reservations")]
    [InlineData("product catalogue in Japanese: product name, price in yen, stock", "products")]
    [InlineData("games between two players: white, black, result (1-0, 0-1)", "games")]
    [InlineData("cust_id, cust_nm, dob, addr_city, addr_zip, tel_no", "customers")]
    [InlineData("\"dream journal\" entries: date, mood 1-5, tags", "dream_journals")]
    [InlineData("create table public.orders (order_id bigint primary key, placed_at timestamptz default now(), notes text);", "orders")]
    [InlineData("lighthouses with name, height in metres between 10 and 60, automated yes/no and the keepers who look after them", "lighthouses keepers")]
    [InlineData("job applicants in Poland (name, phone, years of experience 0-25)", "job_applicants")]
    [InlineData("Kunden mit Name, Stadt und Geburtsdatum", "kunden")]
    [InlineData("clientes (nombre, apellido) y pedidos (fecha, total)", "clientes pedidos")]
    public void The_right_tables_are_found(string prompt, string names) => string.Join(' ', Ask(prompt).Entities.Select(entity => entity.Name)).ShouldBe(names);

    [Theory]
    [InlineData("survey responses (id, q1, q2, q3)", "survey_responses", "id q1 q2 q3")]
    [InlineData("customers (id, foo, bar, baz)", "customers", "id foo bar baz")]
    [InlineData("users (col0, col1, col2)", "users", "col0 col1 col2")]
    [InlineData("games (player1, player2, score)", "games", "player1 player2 score")]
    [InlineData("measurements (a, b, c)", "measurements", "a b c")]
    [InlineData("letters (sender, date)", "letters", "sender date")]
    [InlineData("moves (from_city, to_city)", "moves", "from_city to_city")]
    public void Columns_in_a_bracket_may_be_called_anything(string prompt, string entity, string columns) => string.Join(' ', Entity(prompt, entity).Columns.Select(column => column.Name)).ShouldBe(columns);

    [Fact]
    public void Columns_after_a_table_for_another_belong_to_the_first()
    {
        Plan plan = Ask("payroll for 40 employees: gross pay, tax 22%, net pay = gross pay - tax");
        plan.Entities.Select(entity => $"{entity.Name} {entity.Rows}").ShouldBe(["payroll ", "employees 40"]);
        plan.Entities[0].Columns.ShouldContain(column => column.Name == "gross_pay");
        plan.Entities[1].Columns.ShouldNotContain(column => column.Name == "gross_pay");

        Plan wallets = Ask("wallets (walletId, ownerName, balance), transfers between wallets (amount 1-5000, fee 1.5%, createdAt)");
        wallets.Relations.Single().Child.ShouldBe("transfers");
        wallets.Entities[0].Columns.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("Kunden mit Name", "de-DE")]
    [InlineData("clientes (nombre, teléfono) y pedidos", "es-ES")]
    [InlineData("products with names in Japanese", "ja-JP")]
    public void The_language_gives_the_locale(string prompt, string locale) => Ask(prompt).Locale.ShouldBe(locale);

    // Relations

    [Fact]
    public void At_least_and_at_most_bound_children()
    {
        PlanRelation relation = Ask("orders and order lines; an order has at least 1 and at most 20 order lines").Relations.Single();
        relation.PerParent.ShouldBe(new PerParent { Min = 1, Max = 20 });
    }

    [Theory]
    [InlineData("each customer has exactly 3 addresses", 3, 3)]
    [InlineData("every team has exactly 11 players", 11, 11)]
    [InlineData("each order has exactly 2 items", 2, 2)]
    [InlineData("a customer has exactly 2 accounts", 2, 2)]
    [InlineData("each customer has on average 3 orders", 1, 5)]
    [InlineData("at least 2 orders per customer", 2, null)]
    [InlineData("customers and orders, exactly 4 orders per customer", 4, 4)]
    public void A_number_of_children_is_kept(string prompt, int min, int? max)
    {
        Plan plan = Ask(prompt);
        plan.Relations.Single().PerParent.ShouldBe(new PerParent { Min = min, Max = max });
        plan.Entities.SelectMany(entity => entity.Columns).ShouldNotContain(column => column.Name == "exactly");
    }

    [Fact]
    public void Several_of_what_is_usually_one_are_linked_by_a_table()
    {
        Plan plan = Ask("Three tables: authors, books, publishers. Every book has exactly one publisher and 1 to 3 authors.");
        PlanRelation link = plan.Relations.Single(relation => relation.Kind == RelationKinds.ManyToMany);
        (link.Parent, link.Child, link.OtherParent, link.PerParent).ShouldBe(("books", "book_authors", "authors", new PerParent { Min = 1, Max = 3 }));
        plan.Relations.ShouldContain(relation => relation.Parent == "publishers" && relation.Child == "books" && relation.Column == "publisher_id");
        plan.Entities[1].Columns.ShouldNotContain(column => column.Name == "author_id" || column.Name == "publisher");
    }

    [Fact]
    public void A_column_called_like_a_table_refers_to_it()
    {
        Plan plan = Ask("machines (machine code like MC-001, model), maintenance logs (machine, technician, cost)");
        plan.Entities[0].PrimaryKey.ShouldBe("machine_code");
        plan.Relations.Single().Column.ShouldBe("machine");
    }

    [Fact]
    public void Parts_belong_to_one_whole_and_have_parts_of_their_own()
    {
        Plan plan = Ask("categories have subcategories; products belong to one category and have between 1 and 4 images");
        plan.Relations.Select(relation => $"{relation.Kind} {relation.Parent} {relation.Child}").ShouldBe(["self categories categories", "one_to_many categories products", "one_to_many products images"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("users and orders", "users", "orders", "user_id")]
    [InlineData("members and payments", "members", "payments", "member_id")]
    [InlineData("users and transactions", "users", "transactions", "user_id")]
    [InlineData("hotels, rooms (number, floor)", "hotels", "rooms", "hotel_id")]
    [InlineData("veterinary clinic: pet owners, pets (species: dog, cat)", "pet_owners", "pets", "pet_owner_id")]
    public void Everyday_pairs_are_related(string prompt, string parent, string child, string column)
    {
        PlanRelation relation = Ask(prompt).Relations.ShouldHaveSingleItem();
        (relation.Parent, relation.Child, relation.Column).ShouldBe((parent, child, column));
    }

    // Uniqueness

    [Theory]
    [InlineData("no two users share an email", "email")]
    [InlineData("customers; no two customers have the same email", "email")]
    [InlineData("no two employees have the same phone number", "phone")]
    [InlineData("no two orders have the same number", "order_number")]
    public void What_no_two_share_is_unique(string prompt, string column)
    {
        PlanEntity entity = Only(prompt);
        entity.Rows.ShouldBeNull();
        entity.Columns.Single(made => made.Name == column).Unique.ShouldBeTrue();
    }

    // Dates

    [Theory]
    [InlineData("stays (id, check_in, check_out)", "check_out", "check_in", 1, 14)]
    [InlineData("leave requests (from date, to date, approved by)", "to_date", "from_date", 1, 21)]
    [InlineData("trips with distance km, start and end time", "end_time", "start_time", 0.01, 0.35)]
    [InlineData("taxi rides with pickup time, dropoff time", "dropoff_time", "pickup_time", 0.01, 0.35)]
    [InlineData("parcels (dispatched_at, delivered_at)", "delivered_at", "dispatched_at", 1, 9)]
    public void Dates_that_belong_together_are_in_order(string prompt, string later, string earlier, double min, double max)
    {
        PlanColumn column = Only(prompt).Columns.Single(made => made.Name == later);
        (column.Generator, Text(column, "column")).ShouldBe(("after", earlier));
        (column.Parameters!["min"]!.GetValue<double>(), column.Parameters["max"]!.GetValue<double>()).ShouldBe((min, max));
    }

    [Theory]
    [InlineData("orders placed in March 2024", "order_date", "2024-03-01", "2024-03-31")]
    [InlineData("orders from June 2024 to August 2024", "order_date", "2024-06-01", "2024-08-31")]
    [InlineData("orders between June 2024 and August 2024", "order_date", "2024-06-01", "2024-08-31")]
    public void Months_are_a_span(string prompt, string column, string from, string to)
    {
        PlanColumn date = Only(prompt).Columns.Single(made => made.Name == column);
        (Text(date, "from"), Text(date, "to")).ShouldBe((from, to));
    }

    [Fact]
    public void Years_before_1900_and_times_of_day_are_read()
    {
        Only("lighthouses with year built since 1800").Columns.Single(column => column.Name == "year_built").Parameters!["min"]!.ToJsonString().ShouldBe("1800");
        Text(Only("sessions (plate, entry time, exit time after entry time)").Columns.Single(column => column.Name == "exit_time"), "column").ShouldBe("entry_time");
    }

    // Names

    [Theory]
    [InlineData("lighthouses with height and colour", "lighthouses", "thing_name")]
    [InlineData("dragons with wingspan and colour", "dragons", "choice")]
    [InlineData("plumbers", "plumbers", "full_name")]
    public void Things_animals_and_people_have_names_that_fit_them(string prompt, string entity, string generator) => Entity(prompt, entity).Columns.Single(column => column.Name == "name").Generator.ShouldBe(generator);

    [Theory]
    [InlineData("parcels (id, sender, recipient)", "sender", "recipient")]
    [InlineData("births (id, mother, father)", "mother", "father")]
    public void Two_people_of_a_row_have_names_of_their_own(string prompt, string one, string other)
    {
        PlanEntity entity = Only(prompt);
        foreach (string name in new[] { one, other })
        {
            Text(entity.Columns.Single(column => column.Name == name), "person").ShouldBe(name);
        }
    }

    [Theory]
    [InlineData("people with weight in kg and height in cm", "42")]
    [InlineData("patients (id, name, weight)", "42")]
    [InlineData("boxes (id, weight, colour)", "0.1")]
    public void People_weigh_more_than_parcels(string prompt, string min) => Only(prompt).Columns.Single(column => column.Name == "weight").Parameters!["min"]!.ToJsonString().ShouldBe(min);

    [Theory]
    [InlineData("users (id, username)", "username")]
    [InlineData("users (id, user_name)", "user_name")]
    [InlineData("users (id, userName, createdAt)", "userName")]
    public void A_username_is_no_full_name(string prompt, string name) => Only(prompt).Columns.Single(column => column.Name == name).Generator.ShouldBe("username");

    [Fact]
    public void First_and_last_name_need_no_full_name()
    {
        string[] names = [.. Only("users with first and last name").Columns.Select(column => column.Name)];
        names.ShouldContain("first_name");
        names.ShouldContain("last_name");
        names.ShouldNotContain("full_name");
    }

    private static Plan Ask(string prompt)
    {
        PlanOutcome outcome = new BuiltInPlanner().Plan(new PlanRequest { Prompt = prompt });
        return outcome.Plan.ShouldNotBeNull(string.Join('\n', outcome.Issues));
    }

    private static PlanEntity Only(string prompt) => Ask(prompt).Entities[0];

    private static PlanEntity Entity(string prompt, string name) => Ask(prompt).Entities.Single(entity => entity.Name == name);

    private static string Text(PlanColumn column, string parameter) => column.Parameters![parameter]!.GetValue<string>();
}

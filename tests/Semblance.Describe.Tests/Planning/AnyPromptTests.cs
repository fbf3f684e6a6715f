using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Semblance.Describe.Catalog;
using Semblance.Describe.Planning;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Tests.Planning;

/// <summary>Whatever somebody types, the planner gives a plan that can be carried out or says what is missing.</summary>
public sealed class AnyPromptTests
{
    // Words that the planner knows something of, in any order, are the hardest text for it.
    private static readonly string[] s_words =
    [
        .. PlanCatalog.Default.EntityNames.Select(name => name.Replace('_', ' ')), .. PlanCatalog.Default.MeaningNames.Select(name => name.Replace('_', ' ')), .. PlanCatalog.Default.DomainNames,
        .. "with and or their each every has have from to between like e.g. unique optional not null without no after before is are must be never in over during since last two years 5 10 500 20% 1,000 3.5 -2 50k (  ) [ ] : ; , . / - \n \" ' € % ... per of the a an 1 to 5 up to at least 2023 2024-01-31 int varchar(80) decimal(8,2) bool date primary key create table report to managers follow each other many several belongs to 18-65 A to G AB-1234 ###-## 'x'".Split(' '),
    ];

    private static readonly BuiltInPlanner s_planner = new();

    [Fact]
    public void Random_text_gives_a_plan_or_an_issue() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(7, 11), Prop.ForAll<string>(text => GivesPlanOrIssue(text ?? "")));

    [Fact]
    public void Words_of_the_trade_in_any_order_give_a_plan_or_an_issue()
    {
        Gen<string> prompts = Gen.Choose(1, 40).SelectMany(count => Gen.ArrayOf(Gen.Elements(s_words), count)).Select(words => string.Join(' ', words));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(600).WithReplay(3, 5), Prop.ForAll(Arb.From(prompts), GivesPlanOrIssue));
    }

    [Fact]
    public void Brackets_of_anything_give_a_plan_or_an_issue()
    {
        Gen<string> prompts = Gen.Choose(1, 15).SelectMany(count => Gen.ArrayOf(Gen.Elements(s_words), count)).SelectMany(inside => Gen.Elements(s_words).Select(name => $"{name} ({string.Join(", ", inside)}) and orders (id, {name.Replace(' ', '_')}_id, total, order_date)"));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(13, 17), Prop.ForAll(Arb.From(prompts), GivesPlanOrIssue));
    }

    [Theory]
    [InlineData("customers (")]
    [InlineData("customers ((((((((((")]
    [InlineData("customers )))) orders")]
    [InlineData("\uD800 customers")]
    [InlineData("顧客と注文")]
    [InlineData("customers (id, 名前, e-mail, 🎂)")]
    [InlineData("orders (select, from, where, null, true)")]
    [InlineData("a (a, a, a, A)")]
    [InlineData("customers (id, id, id)")]
    [InlineData("between and between and from to to")]
    [InlineData("100% of 100% of")]
    [InlineData("employees email over 99999999999999999999 ) } name rows c between 10 million ,")]
    [InlineData("1e999 customers")]
    [InlineData("customers and customers and clients and customers")]
    [InlineData("orders (total = quantity * price, quantity after price after quantity)")]
    [InlineData("nodes (id, parent_id) each node has 1 to 2 nodes")]
    public void Odd_prompts_give_a_plan_or_an_issue(string prompt) => GivesPlanOrIssue(prompt);

    [Fact]
    public void A_long_prompt_is_read_and_a_longer_one_refused()
    {
        var text = new StringBuilder();
        while (text.Length < PlanRequest.LongestPrompt - 100)
        {
            text.Append("customers (id, name, email) have orders of 5 categories; ");
        }
        GivesPlanOrIssue(text.ToString());
        s_planner.Plan(new PlanRequest { Prompt = new string('x', PlanRequest.LongestPrompt + 1) }).Issues[0].ShouldContain("20001 characters");
    }

    private static void GivesPlanOrIssue(string prompt)
    {
        PlanOutcome outcome = s_planner.Plan(new PlanRequest { Prompt = prompt });
        if (outcome.Plan is { } plan)
        {
            PlanValidator.Problems(plan).ShouldBeEmpty(prompt);
            plan.Entities.Count.ShouldBeInRange(1, DatasetCheck.MostDatasets);
            PlanJson.Write(PlanJson.Read(PlanJson.Write(plan))).ShouldBe(PlanJson.Write(plan));
            Should.NotThrow(() => TableSet.Create(plan, new TableSetOptions { Size = 1000, Seed = 1 }), prompt);
        }
        else
        {
            outcome.Issues.ShouldNotBeEmpty(prompt);
        }
    }
}

using FsCheck;
using FsCheck.Fluent;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Tests.Plans;

/// <summary>Plans survive writing and reading; what is no plan is refused with a sentence.</summary>
public sealed class PlanJsonTests
{
    [Fact]
    public void A_plan_read_and_written_says_the_same()
    {
        string once = PlanJson.Write(Shop.Plan);
        PlanJson.Write(PlanJson.Read(once)).ShouldBe(once);
        PlanRelation relation = Shop.Plan.Relations[2] with { Skew = 0 };
        PlanJson.Read(PlanJson.Write(Shop.Plan with { Relations = [relation] })).Relations[0].Skew.ShouldBe(0, "0 is not the default");
    }

    [Theory]
    [InlineData("", "The plan is not a plan document")]
    [InlineData("null", "The plan is null")]
    [InlineData("[]", "The plan is not a plan document")]
    [InlineData("{\"entites\": []}", "entites")]
    [InlineData("{\"entities\": [{\"name\": 5}]}", "$.entities[0].name")]
    [InlineData("{\"as_of\": \"yesterday\", \"entities\": []}", "$.as_of")]
    public void What_is_no_plan_is_refused_with_its_place(string json, string part) => Should.Throw<PlanException>(() => PlanJson.Read(json)).Message.ShouldContain(part);

    [Theory]
    [InlineData("{}", "The plan has no entities; it needs at least one.")]
    [InlineData("{\"as_of\": \"0001-01-01\", \"entities\": []}", "The plan has as_of 0001-01-01; its year is 1900 to 2200.")]
    [InlineData("{\"entities\": [{\"name\": \"t\", \"columns\": [{\"name\": \"x\", \"type\": \"date\", \"generator\": \"constant\", \"parameters\": {\"value\": \"soon\"}}]}]}", "Column 't.x' has type 'date', which \"soon\" is not.")]
    [InlineData("{\"version\": 2, \"entities\": []}", "The plan has version 2; this program reads version 1.")]
    [InlineData("{\"locale\": \"tlh\", \"entities\": []}", "The plan has locale 'tlh'; the locales are en-US, en-GB")]
    [InlineData("{\"entities\": [{\"name\": \"a/b\", \"columns\": [{\"name\": \"x\", \"generator\": \"uuid\"}]}]}", "An entity is called 'a/b'; names are 1 to 63 letters")]
    [InlineData("{\"entities\": [{\"name\": \"t\", \"columns\": [{\"name\": \"x\", \"generator\": \"uid\"}]}]}", "Column 't.x' has generator 'uid', which does not exist. Did you mean 'uuid'?")]
    [InlineData("{\"entities\": [{\"name\": \"t\", \"columns\": [{\"name\": \"x\", \"type\": \"integer\", \"generator\": \"email\"}]}]}", "Column 't.x' has type 'integer', but generator 'email' makes string.")]
    [InlineData("{\"entities\": [{\"name\": \"t\", \"columns\": [{\"name\": \"x\", \"type\": \"integer\", \"generator\": \"integer\", \"parameters\": {\"min\": 9, \"max\": 3}}]}]}", "Column 't.x' has min 9 above max 3.")]
    [InlineData("{\"entities\": [{\"name\": \"t\", \"columns\": [{\"name\": \"x\", \"type\": \"integer\", \"generator\": \"integer\", \"parameters\": {\"maximum\": 3}}]}]}", "Column 't.x' has parameter 'maximum', which generator 'integer' does not have; it has min, max, step, distribution, mean, deviation.")]
    [InlineData("{\"entities\": [{\"name\": \"t\", \"columns\": [{\"name\": \"x\", \"type\": \"decimal\", \"generator\": \"formula\", \"parameters\": {\"expression\": \"2 *\"}}]}]}", "Column 't.x' has expression \"2 *\", which is not a formula: it ends too early.")]
    [InlineData("{\"entities\": [{\"name\": \"t\", \"columns\": [{\"name\": \"x\", \"type\": \"decimal\", \"generator\": \"formula\", \"parameters\": {\"expression\": \"y + 1\"}}, {\"name\": \"y\", \"type\": \"decimal\", \"generator\": \"formula\", \"parameters\": {\"expression\": \"x + 1\"}}]}]}", "The values go round in a circle: 't.x' from 't.y' from 't.x'.")]
    [InlineData("{\"entities\": [{\"name\": \"t\", \"columns\": [{\"name\": \"x\", \"type\": \"integer\", \"generator\": \"foreign_key\"}]}]}", "Column 't.x' is a foreign_key, but no relation names it.")]
    [InlineData("{\"entities\": [{\"name\": \"t\", \"primary_key\": \"x\", \"columns\": [{\"name\": \"x\", \"type\": \"integer\", \"generator\": \"integer\"}]}]}", "Entity 't' has primary_key 'x', whose values repeat; set \"unique\": true.")]
    public void A_plan_that_cannot_be_carried_out_is_refused_with_what_to_change(string json, string sentence) =>
        PlanValidator.Problems(PlanJson.Read(json)).ShouldContain(problem => problem.StartsWith(sentence, StringComparison.Ordinal), string.Join(" / ", PlanValidator.Problems(PlanJson.Read(json))));

    [Fact]
    public void Any_change_of_a_plan_is_either_refused_with_sentences_or_made()
    {
        // Names, numbers and words of a good plan replaced by each other: most results are wrong in some way, none may crash.
        string[] tokens = [.. Shop.Json.Split('"').Where((_, i) => i % 2 == 1).Distinct()];
        Gen<(int Place, int Token)> changes = Gen.Choose(0, 10_000).SelectMany(place => Gen.Choose(0, tokens.Length - 1).Select(token => (place, token)));
        Prop.ForAll(Arb.From(changes), change =>
        {
            string[] parts = Shop.Json.Split('"');
            int at = (2 * (change.Place % (parts.Length / 2))) + 1;
            parts[at] = tokens[change.Token];
            try
            {
                Plan plan = PlanJson.Read(string.Join('"', parts));
                IReadOnlyList<string> problems = PlanValidator.Problems(plan);
                if (problems.Count > 0)
                {
                    return problems.All(problem => problem.EndsWith('.') || problem.EndsWith('?'));
                }
                TableSet.Create(plan, new TableSetOptions { Size = 20 }).Score(20);
                return true;
            }
            catch (PlanException)
            {
                return true;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260101, 7));
    }

    [Fact]
    public void Formulas_of_any_text_are_read_or_refused() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Elements("1", "2.5", "a", "b.c", "+", "-", "*", "/", "(", ")", ",", "min", "max(", "round", " ", ".", "é", "~")).Select(string.Concat)), text =>
        {
            try
            {
                Formula.Parse(text).Columns();
                return true;
            }
            catch (FormatException)
            {
                return true;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20260101, 7));
}

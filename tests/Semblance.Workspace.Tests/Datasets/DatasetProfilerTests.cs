using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Semblance.Data;
using Semblance.Workspace.Datasets;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Datasets;

public sealed class DatasetProfilerTests
{
    [Fact]
    public void Columns_of_every_type_are_summed_up()
    {
        DatasetProfile profile = Profile("""
            id,price,ward,seen,ok,note,none
            a1b2,1.50,North,2026-01-05,yes,the first of them all,
            c3d4,,South,2026-01-01,no,the second of them all,
            e5f6,-2.25,North,2026-01-09,yes,the third of them all,
            g7h8,10.00,North,,yes,the last one of them all,
            """, new() { ["id"] = ColumnType.Identifier, ["note"] = ColumnType.Text });
        profile.Columns.Select(column => (column.Name, column.Type, column.Missing, column.Distinct)).ShouldBe(
        [
            ("id", "identifier", 0, 4), ("price", "decimal", 1, 3), ("ward", "category", 0, 2), ("seen", "date", 1, 3), ("ok", "boolean", 0, 2), ("note", "text", 0, 4), ("none", "empty", 4, 0),
        ]);
        ColumnProfile price = profile.Columns[1], seen = profile.Columns[3], ward = profile.Columns[2];
        (price.Min, price.Max, price.Mean).ShouldBe((-2.25, 10.0, 9.25 / 3));
        price.StandardDeviation!.Value.ShouldBe(6.2766, 1e-4, "of 1.5, -2.25 and 10, by n - 1");
        price.Quantiles!.Select(quantile => $"{quantile.Key}={quantile.Value}").ShouldBe(["p05=-2.25", "p25=-2.25", "p50=1.5", "p75=10", "p95=10"]);
        price.MissingShare.ShouldBe(0.25);
        (seen.Min, seen.Max, seen.Quantiles!["p50"]).ShouldBe(("2026-01-01", "2026-01-09", "2026-01-05"));
        ward.Top!.ShouldBe([new LevelCount("North", 3), new LevelCount("South", 1)]);
    }

    [Fact]
    public void The_score_is_what_its_description_says()
    {
        // 5 rows: 3 of 15 cells are missing, 1 row repeats another, 1 of 3 columns is constant.
        DatasetProfile profile = Profile("a,b,c\n1,x,k\n1,x,k\n2,,k\n,y,k\n4,,k\n");
        profile.DuplicateRows.ShouldBe(1);
        profile.Quality.OverallScore.ShouldBe(Math.Round((50 * 12 / 15.0) + (25 * 4 / 5.0) + (25 * 2 / 3.0), 1));
        profile.Quality.Issues.Select(issue => (issue.Kind, issue.Column)).ShouldBe([("too_small", null), ("duplicate_rows", null), ("missing", "a"), ("missing", "b"), ("constant", "c")]);
        profile.Quality.Issues[2].Message.ShouldBe("20% of the values are missing.");
    }

    [Fact]
    public void A_clean_table_has_a_full_score_and_what_is_generated_anew_is_said()
    {
        var text = new StringBuilder("id,age,city,rare\n");
        for (int i = 0; i < 200; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"u{i * 7919 % 1000:000}x,{20 + (i % 50)},{(i % 2 == 0 ? "Oslo" : "Rome")},{(i == 0 ? "A" : "B")}\n");
        }
        DataQuality quality = Profile(text.ToString()).Quality;
        quality.OverallScore.ShouldBe(100);
        quality.Issues.Select(issue => (issue.Kind, issue.Column)).ShouldBe([("generated_anew", "id"), ("imbalanced", "rare")]);
    }

    [Fact]
    public void No_message_holds_a_value()
    {
        DatasetProfile profile = Profile("name,secret,id\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"Xanadu,Zanzibar{(i < 3 ? i : 9)},\n")));
        profile.Quality.Issues.ShouldNotBeEmpty();
        profile.Quality.Issues.ShouldAllBe(issue => !issue.Message.Contains("Xanadu") && !issue.Message.Contains("Zanzibar"));
    }

    [Fact]
    public void The_profile_is_the_same_at_any_number_of_threads_and_after_being_kept()
    {
        var text = new StringBuilder("a,b,c,d\n");
        for (int i = 0; i < 3_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i * 37 % 101},{i % 11}x,{i % 997 / 10.0:0.0},{(i % 5 == 0 ? "" : "q")}\n");
        }
        TableDocument document = Read(text.ToString());
        string one = DatasetProfiler.Profile(document, threads: 1, cancellation: TestContext.Current.CancellationToken).ToJson();
        DatasetProfiler.Profile(document, threads: 4, cancellation: TestContext.Current.CancellationToken).ToJson().ShouldBe(one);
        DatasetProfile.Parse(one).ToJson().ShouldBe(one);
        DatasetPreview preview = DatasetPreview.Of(document.Table);
        preview.Rows.Count.ShouldBe(DatasetPreview.MostRows);
        DatasetPreview.Parse(preview.ToJson()).ToJson().ShouldBe(preview.ToJson());
    }

    [Fact]
    public void Distinct_values_and_repeated_rows_are_counted_as_by_sets()
    {
        Gen<string[]> rows = Gen.Elements("a", "b", "longer than eight bytes", "longer than eight bytez", "1", "01", "-0", "0", "").ArrayOf(3).ArrayOf(40).Select(table => table.Select(row => string.Join(',', row)).ToArray());
        Prop.ForAll(rows.ToArbitrary(), table =>
        {
            TableDocument document = Read("p,q,r\n" + string.Join('\n', table.Append("x,y,z")) + "\n");
            DatasetProfile profile = DatasetProfiler.Profile(document);
            for (int i = 0; i < 3; i++)
            {
                Column column = document.Table.Columns[i];
                int expected = Enumerable.Range(0, column.Count).Where(row => !column.IsMissing(row)).Select(row => ValueText.Format(column, row)).Distinct().Count();
                profile.Columns[i].Distinct.ShouldBe(expected);
            }
            int distinct = Enumerable.Range(0, document.Table.RowCount).Select(row => string.Join('|', document.Table.Columns.Select(column => column.IsMissing(row) ? "\0" : ValueText.Format(column, row)))).Distinct().Count();
            profile.DuplicateRows.ShouldBe(document.Table.RowCount - distinct);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Very_wide_tables_have_a_shorter_preview()
    {
        string wide = string.Concat(Enumerable.Range(0, 100).Select(_ => string.Join(',', Enumerable.Range(0, 300).Select(i => new string((char)('a' + (i % 26)), 100))) + "\n"));
        DatasetPreview preview = DatasetPreview.Of(Read(string.Join(',', Enumerable.Range(0, 300).Select(i => $"c{i}")) + "\n" + wide).Table);
        preview.Rows.Count.ShouldBe(34, "a row has 30,000 characters, and no more is begun after a million");
    }

    private static DatasetProfile Profile(string csv, Dictionary<string, ColumnType>? types = null) =>
        DatasetProfiler.Profile(Read(csv, types), cancellation: TestContext.Current.CancellationToken);

    private static TableDocument Read(string csv, Dictionary<string, ColumnType>? types = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        return TableFiles.Read(stream, "table.csv", new TableReadOptions { Types = types ?? [] });
    }
}

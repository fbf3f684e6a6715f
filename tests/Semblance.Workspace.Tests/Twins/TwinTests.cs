using System.Text;
using Semblance.Data;
using Semblance.Quality;
using Semblance.Workspace.Twins;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Twins;

public sealed class TwinTests
{
    private static readonly Table s_real = Real(3_000);

    [Fact]
    public void Rows_and_figures_do_not_depend_on_the_threads()
    {
        (Table One, TwinFigures Figures, double Trend) Made(int threads)
        {
            var twin = Twin.Fit(s_real, new TwinOptions { Seed = 5, Threads = threads, MeasureTrends = true });
            Table rows = TableBlocks.Join(twin.Schema, twin.Rows(TwinMeasures.MostTrendRows + 10_000));
            return (rows, twin.Figures(), twin.TrendError());
        }
        (Table rows, TwinFigures figures, double trend) = Made(1);
        (Table again, TwinFigures same, double sameTrend) = Made(3);
        same.ShouldBe(figures);
        sameTrend.ShouldBe(trend);
        trend.ShouldBeInRange(0.0001, 0.2);
        ((NumberColumn)again.Columns[0]).Values.ShouldBe(((NumberColumn)rows.Columns[0]).Values);
    }

    [Fact]
    public void The_first_rows_can_be_made_again()
    {
        var twin = Twin.Fit(s_real, new TwinOptions { Seed = 5, Family = "flagship" });
        Table all = TableBlocks.Join(twin.Schema, twin.Rows(500));
        ((NumberColumn)twin.FirstRows(100).Columns[0]).Values.ShouldBe(((NumberColumn)all.Columns[0]).Values[..100]);
        twin.TrendError().ShouldBe(double.NaN, "it was not asked for");
    }

    [Fact]
    public void The_privacy_share_of_a_model_that_copies_nothing_is_a_half()
    {
        // 3,000 rows give 1,500 synthetic ones: the standard error of the share is 0.013; four of them are allowed for.
        TwinMeasures.PrivacyShare(s_real, new TwinOptions { Seed = 1 }).ShouldBe(0.5, 0.052);
        TwinMeasures.PrivacyShare(Real(81), new TwinOptions()).ShouldBe(double.NaN);
    }

    [Fact]
    public void Halves_are_disjoint_and_random()
    {
        (Table first, Table second) = TableRows.Halves(s_real, 1_000, seed: 1, stream: 7);
        (first.RowCount, second.RowCount).ShouldBe((1_000, 1_000));
        double[] a = ((NumberColumn)first.Columns[0]).Values, b = ((NumberColumn)second.Columns[0]).Values;
        a.Concat(b).Distinct().Count().ShouldBe(2_000, "the first column counts the rows");
        // The mean row number of 1,000 of 3,000 rows: 1,500 with a standard error of 22.
        a.Average().ShouldBe(1_500, 110);
        TableRows.Halves(s_real, 1_000, seed: 2, stream: 7).First.Columns[0].ShouldBeOfType<NumberColumn>().Values.ShouldNotBe(a);
    }

    [Theory]
    [InlineData(3_000, 3_000)]
    [InlineData(2_999, 1_500)]
    [InlineData(1_000, 1_000)]
    [InlineData(7, 7)]
    public void A_table_is_thinned_to_no_more_rows_than_asked_for(int most, int rows) => TableRows.Thin(s_real, most).RowCount.ShouldBe(rows);

    private static Table Real(int rows)
    {
        var text = new StringBuilder("row,amount,city,day\n");
        for (int i = 0; i < rows; i++)
        {
            text.Append(i).Append(',').Append((i * 7919 % 1000) / 10.0).Append(',').Append("ABC"[i % 3] == 'A' ? "Oslo" : "Rome").Append(",2026-01-").Append((1 + i % 28).ToString("00", System.Globalization.CultureInfo.InvariantCulture)).Append('\n');
        }
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        // Whole numbers that count are identifiers by inference; here they are to be numbers.
        return TableFiles.Read(csv, "real.csv", new TableReadOptions { Types = new Dictionary<string, ColumnType> { ["row"] = ColumnType.Integer } }).Table;
    }
}

using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

/// <summary>The search on vectors against a plain one, for the numbers of rows around the widths of vectors, tiles and chunks.</summary>
public sealed class NearestRowsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_smallest_distances_are_those_of_a_plain_search() => OnTables((space, reference, rows) =>
    {
        double[] found = new NearestRows(space, reference).Distances(rows, 3, threads: 2, Cancellation);
        for (int row = 0; row < rows.RowCount; row++)
        {
            double[] expected = [.. Sums(space, reference, rows, row, except: -1).Order().Take(3).Select(space.ToDistance)];
            found.AsSpan(3 * row, expected.Length).ToArray().ShouldBe(expected);
        }
    });

    [Fact]
    public void The_nearest_row_is_the_first_of_those_that_are_equally_near() => OnTables((space, reference, rows) =>
    {
        (int[] nearest, double[] distances) = new NearestRows(space, reference).Nearest(rows, threads: 2, Cancellation);
        for (int row = 0; row < rows.RowCount; row++)
        {
            int[] sums = Sums(space, reference, rows, row, except: -1);
            nearest[row].ShouldBe(Array.IndexOf(sums, sums.Min()));
            distances[row].ShouldBe(space.ToDistance(sums.Min()));
        }
    });

    [Fact]
    public void Without_a_column_the_nearest_row_is_that_by_all_others() => OnTables((space, reference, rows) =>
    {
        int[] columns = [3, 0, 2];
        int[][] nearest = new NearestRows(space, reference).NearestWithout(rows, columns, threads: 2, Cancellation);
        for (int i = 0; i < columns.Length; i++)
        {
            for (int row = 0; row < rows.RowCount; row++)
            {
                int[] sums = Sums(space, reference, rows, row, space.DimensionOf(columns[i]));
                nearest[i][row].ShouldBe(Array.IndexOf(sums, sums.Min()));
            }
        }
    });

    private static void OnTables(Action<DistanceSpace, TableView, TableView> check) => Prop.ForAll(Gen.Choose(1, 150).Two().ToArbitrary(), pair =>
    {
        // One decimal, so that many rows are equally near.
        TableView[] views = TableView.Align(new MetricSettings(), TestTables.Coarse(TestTables.Related(pair.Item1, 4), 1), TestTables.Coarse(TestTables.Related(pair.Item2, 5), 1));
        check(new DistanceSpace(views[0]), views[0], views[1]);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static int[] Sums(DistanceSpace space, TableView reference, TableView rows, int row, int except)
    {
        int[][] from = space.Coordinates(rows), to = space.Coordinates(reference);
        return
        [
            .. Enumerable.Range(0, reference.RowCount).Select(other => Enumerable.Range(0, space.Dimensions).Where(dimension => dimension != except).Sum(dimension =>
                dimension < space.NumericCount ? Math.Abs(from[dimension][row] - to[dimension][other])
                : from[dimension][row] == to[dimension][other] ? 0 : space.Unit)),
        ];
    }
}

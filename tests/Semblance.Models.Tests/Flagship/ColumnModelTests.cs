using Semblance.Models.Encoding;
using Semblance.Models.Flagship;
using Semblance.Numerics;
using Semblance.Numerics.Trees;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Flagship;

public sealed class ColumnModelTests
{
    private const int Rows = 3_000;

    /// <summary>What all columns are learnt from: four codes that are told, row by row.</summary>
    private static readonly byte[] Known = [.. Enumerable.Range(0, Rows).Select(row => (byte)new Philox(2).At(1, (ulong)row).NextInt32(4))];

    private static readonly int[] AllRows = [.. Enumerable.Range(0, Rows)];

    private static OutcomeTreeFitter Fitter() =>
        new(new CodeMatrix(Known, 1, [4], [false]), new BinaryBooster(), new FlagshipOptions(), new Philox(0), 1, CancellationToken.None);

    private static double U(uint stream, int row) => new Philox(3).At(stream, (ulong)row).NextDouble();

    /// <summary>Levels 0 to 3 of 6 occur; which one depends on the known code.</summary>
    private static EncodedColumn Levels() =>
        EncodedColumn.Categorical("c", [.. AllRows.Select(row => U(1, row) < 0.7 ? Known[row] : (int)(4 * U(2, row)))], 6);

    /// <summary>A half is 0, two tokens are missing, others are around ten times the known code.</summary>
    private static EncodedColumn Numbers()
    {
        int[] tokens = [.. AllRows.Select(row => U(3, row) < 0.04 * (1 + Known[row]) ? 1 + (int)(2 * U(4, row)) : 0)];
        double[] values = [.. AllRows.Select(row => tokens[row] != 0 ? double.NaN : U(5, row) < 0.5 ? 0 : Math.Round((10 * Known[row]) + (30 * U(6, row)) - 15, 1))];
        return EncodedColumn.Numeric("x", values, tokens, 3, 0.1);
    }

    private static double[] Sorted(EncodedColumn column) => [.. column.Values!.Where(value => !double.IsNaN(value)).Order()];

    private static ColumnModel Model(OutcomeNode[] nodes, EncodedColumn column) => new(nodes, [0],
        column.IsNumeric ? new NumberModel(NumberValues.Learn(Sorted(column), column.Step), null, column.Step, Sorted(column)[0], Sorted(column)[^1]) : null);

    private static double[] Weights(ColumnModel model, EncodedCondition condition)
    {
        var weights = new double[4];
        model.Weigh(condition, [0, 1, 2, 3], [], weights);
        return weights;
    }

    /// <summary>A condition for each end of the tree.</summary>
    private static EncodedCondition[] Ends(OutcomeNode[] nodes, EncodedColumn column)
    {
        double[]? sorted = column.IsNumeric ? Sorted(column) : null;
        return [.. nodes.Where(node => node.IsEnd).Select(node =>
            node.Kind == OutcomeKind.Code ? new EncodedCondition(double.NaN, node.First) : new EncodedCondition(sorted![node.First], 0))];
    }

    [Fact]
    public void The_probabilities_of_all_levels_add_up_and_come_near_those_of_the_rows()
    {
        EncodedColumn column = Levels();
        OutcomeNode[] nodes = Fitter().FitLevels(column.Codes!, column.Levels, AllRows);
        Ends(nodes, column).Select(end => end.Code).Order().ShouldBe([0, 1, 2, 3]);
        ColumnModel model = Model(nodes, column);
        for (int known = 0; known < 4; known++)
        {
            double[] probabilities = [.. Enumerable.Range(0, 4).Select(level => Elementary.Exp(Weights(model, new EncodedCondition(double.NaN, level))[known]))];
            probabilities.Sum().ShouldBe(1, 1e-12);
            // .775 for the level of the code itself, with a standard error of .015 for 750 rows. A question is learnt until what is left is worth less than the
            // least gain (some 3) on 450 of the rows, which is .035; a level is two questions or three away.
            probabilities[known].ShouldBe(0.775, 0.1);
        }
    }

    [Fact]
    public void The_probabilities_of_all_values_and_missing_tokens_add_up()
    {
        EncodedColumn column = Numbers();
        OutcomeNode[] nodes = Fitter().FitNumbers(column, AllRows, Sorted(column));
        nodes.Count(node => node.Kind == OutcomeKind.AskMissing).ShouldBe(2);
        nodes.Single(node => node.Kind == OutcomeKind.AskValue).Value.ShouldBe(0);
        EncodedCondition[] ends = Ends(nodes, column);
        ends.Length.ShouldBeGreaterThan(10);
        ColumnModel model = Model(nodes, column);
        for (int known = 0; known < 4; known++)
        {
            ends.Sum(end => Elementary.Exp(Weights(model, end)[known])).ShouldBe(1, 1e-12);
        }
    }

    [Fact]
    public void Every_rank_is_in_exactly_one_range()
    {
        EncodedColumn column = Numbers();
        OutcomeNode[] nodes = Fitter().FitNumbers(column, AllRows, Sorted(column));
        int next = 0;
        foreach (OutcomeNode range in nodes.Where(node => node.Kind == OutcomeKind.Range).OrderBy(node => node.First))
        {
            range.First.ShouldBe(next);
            range.End.ShouldBeGreaterThan(next);
            next = range.End;
        }
        next.ShouldBe(Sorted(column).Length);
    }

    [Fact]
    public void A_weight_is_the_probability_of_being_drawn()
    {
        foreach (EncodedColumn column in new[] { Levels(), Numbers() })
        {
            OutcomeNode[] nodes = column.IsNumeric ? Fitter().FitNumbers(column, AllRows, Sorted(column)) : Fitter().FitLevels(column.Codes!, column.Levels, AllRows);
            ColumnModel model = Model(nodes, column);
            const int count = 20_000;
            foreach (byte known in (ReadOnlySpan<byte>)[0, 3])
            {
                EncodedColumn made = column.Like(count);
                byte[] codes = new byte[count];
                Array.Fill(codes, known);
                model.Sample(codes, [], count, new Philox(12), 5, 1_000, made);
                double p, share;
                if (column.IsNumeric)
                {
                    p = Elementary.Exp(Weights(model, new EncodedCondition(double.NaN, 1))[known]);
                    share = made.Codes!.Count(code => code == 1) / (double)count;
                    made.Values!.Where((value, i) => double.IsNaN(value) != (made.Codes![i] != 0)).ShouldBeEmpty();
                    // Zero is an atom; within the ranges beside it none is drawn but by rounding.
                    Elementary.Exp(Weights(model, new EncodedCondition(0, 0))[known]).ShouldBe(made.Values!.Count(value => value == 0) / (double)count, 0.02);
                }
                else
                {
                    p = Elementary.Exp(Weights(model, new EncodedCondition(double.NaN, known))[known]);
                    share = made.Codes!.Count(code => code == known) / (double)count;
                    made.Codes!.ShouldAllBe(code => code < 4, "levels that no row has are never drawn");
                }
                // Four standard errors.
                share.ShouldBe(p, 4 * Math.Sqrt(p * (1 - p) / count));
            }
        }
    }

    [Fact]
    public void A_level_that_no_row_has_weighs_something_finite()
    {
        EncodedColumn column = Levels();
        ColumnModel model = Model(Fitter().FitLevels(column.Codes!, column.Levels, AllRows), column);
        Weights(model, new EncodedCondition(double.NaN, 5)).ShouldAllBe(weight => double.IsFinite(weight) && weight <= 0);
    }

    [Fact]
    public void Columns_of_missing_tokens_and_of_one_value_are_learnt_too()
    {
        int[] tokens = [.. AllRows.Select(row => 1 + (row % 2))];
        var missing = EncodedColumn.Numeric("m", [.. AllRows.Select(_ => double.NaN)], tokens, 3, 1);
        OutcomeNode[] nodes = Fitter().FitNumbers(missing, AllRows, []);
        nodes.Where(node => node.IsEnd).Select(node => (node.Kind, node.First)).ShouldBe([(OutcomeKind.Code, 1), (OutcomeKind.Code, 2)], ignoreOrder: true);

        var constant = EncodedColumn.Numeric("k", [.. AllRows.Select(_ => 4.0)], null, 0, 1);
        OutcomeNode end = Fitter().FitNumbers(constant, AllRows, [.. AllRows.Select(_ => 4.0)]).ShouldHaveSingleItem();
        (end.Kind, end.First, end.End).ShouldBe((OutcomeKind.Range, 0, Rows));
    }

    [Fact]
    public void A_model_that_was_written_and_read_draws_the_same()
    {
        EncodedColumn column = Numbers();
        ColumnModel model = Model(Fitter().FitNumbers(column, AllRows, Sorted(column)), column);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        model.Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        var read = ColumnModel.Read(reader, 1);
        stream.Position.ShouldBe(stream.Length);
        EncodedColumn first = column.Like(500), second = column.Like(500);
        model.Sample(Known.AsSpan(0, 500), [], 500, new Philox(1), 2, 3, first);
        read.Sample(Known.AsSpan(0, 500), [], 500, new Philox(1), 2, 3, second);
        second.Values.ShouldBe(first.Values);
        second.Codes.ShouldBe(first.Codes);
        stream.Position = 0;
        Should.Throw<InvalidDataException>(() => ColumnModel.Read(reader, 0), "the first column has nothing to be predicted from");
    }

    [Fact]
    public void Frequent_levels_are_asked_for_first()
    {
        var group = LevelGroup.Huffman([1, 50, 0, 9, 30, 10]);
        group.Count.ShouldBe(100);
        group.Left!.Count.ShouldBeGreaterThanOrEqualTo(group.Right!.Count);
        var marks = new bool[6];
        group.Mark(marks, true);
        marks.ShouldBe([true, true, false, true, true, true]);
        // 50, 30, 10, 9, 1 need 1, 2, 3, 4, 4 questions: the minimum of the mean, which is 1.8.
        Questions(group, 0).ShouldBe(180);

        static int Questions(LevelGroup of, int depth) => of.Left is null ? of.Count * depth : Questions(of.Left, depth + 1) + Questions(of.Right!, depth + 1);
    }
}

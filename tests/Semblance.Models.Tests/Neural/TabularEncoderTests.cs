using Semblance.Data;
using Semblance.Models.Copula;
using Semblance.Models.Encoding;
using Semblance.Models.Neural;
using Semblance.Models.Tests.Battery;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Neural;

public sealed class TabularEncoderTests
{
    private static readonly FitContext Context = new(new ModelOptions("test", []).Defaults, 3, 2, null, null, CancellationToken.None);

    private static (TableEncoding Encoding, EncodedColumn[] Columns) Encode(Table table)
    {
        TableEncoding encoding = TableEncoding.Learn(table, new FitOptions { Threads = 1 }, null, CancellationToken.None, out EncodedColumn[] columns);
        return (encoding, columns);
    }

    private static TabularEncoder Learn(EncodedColumn[] columns, bool marginals) =>
        TabularEncoder.Learn(columns, Context, marginals ? sorted => NumberMarginal.FromSorted(sorted) : null);

    private static Table RoundTrip(Table table, bool marginals)
    {
        (TableEncoding encoding, EncodedColumn[] columns) = Encode(table);
        EncodedColumn[] block = encoding.NewBlock(table.RowCount);
        if (columns.Length > 0)
        {
            TabularEncoder encoder = Reread(Learn(columns, marginals));
            // Both ways of choosing modes are undone by the same inverse.
            encoder.Inverse(encoder.Transform(columns, 5, Context.Workers, drawModes: marginals), 9, 0, block, 0);
        }
        return encoding.Decode(block, 9, 0, table.RowCount, encoding.Resolve(new Dictionary<string, string>()));
    }

    private static TabularEncoder Reread(TabularEncoder encoder)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        encoder.Write(writer);
        stream.Position = 0;
        var read = TabularEncoder.Read(new BinaryReader(stream));
        stream.Position.ShouldBe(stream.Length);
        return read;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Inverse_undoes_transform(bool marginals)
    {
        Table real = Tables.Mixed(5_000);
        Table back = RoundTrip(real, marginals);
        foreach (string name in new[] { "job", "member", "empty", "constant" })
        {
            int c = real.IndexOf(name);
            Checks.MissingAgrees(back.Columns[c]);
            Enumerable.Range(0, real.RowCount).ShouldAllBe(row => Cell(back.Columns[c], row) == Cell(real.Columns[c], row));
        }
        foreach (string name in new[] { "age", "income", "gain", "joined" })
        {
            Column before = real.Columns[real.IndexOf(name)], after = back.Columns[real.IndexOf(name)];
            (after.Missing ?? []).ShouldBe(before.Missing ?? []);
            int same = Enumerable.Range(0, real.RowCount).Count(row => Cell(before, row) == Cell(after, row));
            // A value further than four deviations from its mode is cut off, as in the paper; a ladder of 1,024 ranges smooths one that has many numbers.
            same.ShouldBeGreaterThan((int)(0.98 * real.RowCount), name);
            Checks.Distance(before, after).ShouldBeLessThan(0.02, name);
        }
    }

    [Theory]
    [MemberData(nameof(HardTables.Names), MemberType = typeof(HardTables))]
    public void Hard_tables_go_through_and_back(string name)
    {
        Table real = HardTables.Make(name);
        foreach (bool marginals in new[] { false, true })
        {
            Table back = RoundTrip(real, marginals);
            Checks.BoundsAndGrid(real, back);
            for (int c = 0; c < real.Columns.Count; c++)
            {
                Checks.MissingAgrees(back.Columns[c]);
                (back.Columns[c].Missing ?? []).ShouldBe(real.Columns[c].Missing ?? [], $"{name}, {real.Columns[c].Name}");
                if (real.Columns[c] is CategoryColumn { Schema.Levels.Count: <= 256 } categories)
                {
                    ((CategoryColumn)back.Columns[c]).Codes.ShouldBe(categories.Codes);
                }
            }
        }
    }

    [Fact]
    public void Slices_cover_a_row_once_and_choices_are_narrow()
    {
        (_, EncodedColumn[] columns) = Encode(Tables.Mixed(2_000));
        TabularEncoder encoder = Learn(columns, marginals: false);
        encoder.Slices.Sum(slice => slice.Width).ShouldBe(encoder.Width);
        encoder.Slices.Zip(encoder.Slices.Skip(1)).ShouldAllBe(pair => pair.First.Offset + pair.First.Width == pair.Second.Offset);
        encoder.Slices.ShouldAllBe(slice => slice.IsChoice || slice.Width == 1);
        encoder.Choices.Select(slice => slice.Column).ShouldBe(Enumerable.Range(0, columns.Length));
        for (int c = 0; c < columns.Length; c++)
        {
            encoder.Columns[c].SlotCounts().Length.ShouldBe(encoder.Choices[c].Width);
            if (!columns[c].IsNumeric)
            {
                encoder.Columns[c].SlotCounts().Sum().ShouldBe(2_000);
            }
        }
    }

    [Fact]
    public void Rows_are_coded_the_same_at_any_thread_count()
    {
        (_, EncodedColumn[] columns) = Encode(Tables.Mixed(2_000));
        TabularEncoder encoder = Learn(columns, marginals: false);
        CodedRows one = encoder.Transform(columns, 1, new Workers(1, CancellationToken.None), drawModes: true);
        CodedRows many = encoder.Transform(columns, 1, new Workers(4, CancellationToken.None), drawModes: true);
        for (int c = 0; c < columns.Length; c++)
        {
            many.Slots[c].ShouldBe(one.Slots[c]);
            many.Scalars[c].ShouldBe(one.Scalars[c]);
            one.Scalars[c]?.ShouldAllBe(scalar => Math.Abs(scalar) <= NumberCoder.Limit);
        }
    }

    [Fact]
    public void Ten_thousand_levels_take_256_places_and_keep_their_shares()
    {
        // Level k is drawn about 1 / (k + 1) as often as level 0.
        const int Levels = 10_000, Rows = 200_000;
        var random = new Philox(6);
        double total = Enumerable.Range(1, Levels).Sum(k => 1.0 / k);
        double[] below = new double[Levels];
        for (int k = 1; k < Levels; k++)
        {
            below[k] = below[k - 1] + (1.0 / k / total);
        }
        int[] codes = [.. Enumerable.Range(0, Rows).Select(row =>
        {
            int found = Array.BinarySearch(below, random.At(0, (ulong)row).NextDouble());
            return found >= 0 ? found : ~found - 1;
        })];
        EncodedColumn[] columns = [EncodedColumn.Categorical("zip", codes, Levels)];
        TabularEncoder encoder = Learn(columns, marginals: false);
        encoder.Width.ShouldBe(256);
        EncodedColumn[] back = [EncodedColumn.Categorical("zip", new int[Rows], Levels)];
        encoder.Inverse(encoder.Transform(columns, 1, Context.Workers), 2, 0, back, 0);
        var realCounts = new int[Levels];
        var madeCounts = new int[Levels];
        for (int row = 0; row < Rows; row++)
        {
            realCounts[codes[row]]++;
            madeCounts[back[0].Codes![row]]++;
        }
        int[] own = [.. Enumerable.Range(0, Levels).OrderByDescending(level => realCounts[level]).ThenBy(level => level).Take(255)];
        own.ShouldAllBe(level => madeCounts[level] == realCounts[level]);
        for (int level = 0; level < Levels; level++)
        {
            (madeCounts[level] == 0 || realCounts[level] > 0).ShouldBeTrue("no level comes out that is not in the table");
            // Counts of rare levels are Poisson around the real count: six deviations over 10,000 levels.
            Math.Abs(madeCounts[level] - realCounts[level]).ShouldBeLessThanOrEqualTo((int)(6 * Math.Sqrt(realCounts[level])) + 6);
        }
        madeCounts.Count(count => count > 0).ShouldBeGreaterThan(Levels / 2, "rare levels survive");
    }

    [Fact]
    public void Drawn_modes_follow_the_likeliness_of_a_number_and_chosen_ones_are_the_likeliest()
    {
        (_, EncodedColumn[] columns) = Encode(Tables.Mixed(20_000));
        TabularEncoder encoder = Learn(columns, marginals: false);
        CodedRows drawn = encoder.Transform(columns, 1, Context.Workers, drawModes: true), chosen = encoder.Transform(columns, 1, Context.Workers);
        int age = Array.FindIndex(columns, column => column.Name == "age");
        NumberCoder number = encoder.Columns[age].Number!;
        var expected = new double[number.Modes];
        var found = new double[number.Modes];
        for (int row = 0; row < 20_000; row++)
        {
            double value = columns[age].Values![row];
            (int likeliest, _) = number.Code(value);
            chosen.Slots[age][row].ShouldBe((byte)likeliest);
            // The share of draws that give a mode is its likeliness: the code is a step function of the uniform number.
            for (int k = 0; k < 64; k++)
            {
                expected[number.Code(value, (k + 0.5) / 64).Mode] += 1.0 / 64;
            }
            found[drawn.Slots[age][row]]++;
        }
        for (int mode = 0; mode < expected.Length; mode++)
        {
            // Five standard errors, and the grid of 64.
            found[mode].ShouldBe(expected[mode], (5 * Math.Sqrt(expected[mode])) + (20_000.0 / 64 / 2), $"mode {mode}");
        }
    }

    [Fact]
    public void A_condition_has_a_place()
    {
        (TableEncoding encoding, EncodedColumn[] columns) = Encode(Tables.Mixed(2_000));
        TabularEncoder encoder = Learn(columns, marginals: false);
        ConditionSet set = encoding.Resolve(new Dictionary<string, string> { ["age"] = "40", ["income"] = "NA", ["job"] = "cook", ["joined"] = "" });
        EncodedColumn[] target = [.. columns.Select(column => column.Like(1))];
        CodedRows rows = encoder.NewRows(1);
        for (int c = 0; c < columns.Length; c++)
        {
            if (set.Encoded[c] is { } condition)
            {
                (int slot, float scalar) = encoder.Columns[c].Code(condition);
                rows.Slots[c][0] = (byte)slot;
                if (rows.Scalars[c] is { } scalars)
                {
                    scalars[0] = scalar;
                }
            }
        }
        encoder.Inverse(rows, 0, 0, target, 0);
        for (int c = 0; c < columns.Length; c++)
        {
            if (set.Encoded[c] is { } condition)
            {
                target[c].Codes?[0].ShouldBe(condition.Code);
                if (target[c].Values is { } values && !double.IsNaN(condition.Value))
                {
                    values[0].ShouldBe(condition.Value, 0.01);
                }
            }
        }
    }

    [Fact]
    public void A_damaged_encoder_is_refused()
    {
        Should.Throw<InvalidDataException>(() => TabularEncoder.Read(new BinaryReader(new MemoryStream([0, 0, 0, 0]))));
        Should.Throw<InvalidDataException>(() => TabularEncoder.Read(new BinaryReader(new MemoryStream([1, 0, 0, 0, 0, 0, 0, 0, 0]))));
    }

    private static string Cell(Column column, int row) => Checks.Text(column, row);
}

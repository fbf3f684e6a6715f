using Semblance.Numerics.Networks;
using Semblance.Numerics.Networks.Products;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Networks;

public sealed class MatrixProductTests
{
    /// <summary>Rows, inner index, columns: single elements, whole tiles, edges of every kernel, more than one block of the inner index.</summary>
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 3, 5, 2 }, { 12, 256, 32 }, { 13, 257, 33 }, { 24, 16, 64 }, { 50, 300, 31 }, { 61, 7, 100 }, { 100, 513, 65 }, { 2, 0, 3 }, { 230, 40, 5 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_kernel_gives_the_bits_of_one_chain_of_fused_additions(int rows, int depth, int columns)
    {
        Matrix a = Filled(rows, depth, 1), b = Filled(depth, columns, 2), held = Filled(rows, columns, 3), added = Filled(1, columns, 4);
        float[] plain = Chains(a, b, (_, _) => 0), accumulated = Chains(a, b, (row, column) => held.Row(row)[column]), biased = Chains(a, b, (_, column) => added.Row(0)[column]);
        foreach (ProductKernel kernel in ProductKernel.Available)
        {
            foreach (int threads in new[] { 1, 3 })
            {
                var team = new Team(threads);
                var product = new MatrixProduct(team, kernel);
                foreach (bool leftOver in new[] { false, true })
                {
                    foreach (bool rightOver in new[] { false, true })
                    {
                        string what = $"{kernel.GetType().Name}, {threads} threads, transposed {leftOver} {rightOver}";
                        var packed = new PackedMatrix(kernel);
                        packed.Pack(rightOver ? TurnedOver(b) : b, rightOver, team);
                        Matrix left = leftOver ? TurnedOver(a) : a;
                        // The result is a part of a larger matrix, nothing of which may be touched beside it.
                        Matrix large = Filled(rows + 2, columns + 3, 5), c = large.RowRange(1, rows).ColumnRange(2, columns);
                        float[] before = [.. large.Values];
                        product.Multiply(left, leftOver, packed, c);
                        Elements(c).ShouldBe(plain, what);
                        for (int row = 0; row < rows; row++)
                        {
                            held.Row(row).CopyTo(c.Row(row));
                        }
                        product.Multiply(left, leftOver, packed, c, accumulate: true);
                        Elements(c).ShouldBe(accumulated, what);
                        if (!leftOver)
                        {
                            product.Multiply(left, packed, c, added);
                            Elements(c).ShouldBe(biased, what);
                        }
                        for (int row = 0; row < rows; row++)
                        {
                            before.AsSpan(((row + 1) * large.Stride) + 2, columns).CopyTo(c.Row(row));
                        }
                        large.Values.ShouldBe(before, what);
                    }
                }
            }
        }
    }

    [Fact]
    public void Parts_of_matrices_are_factors_too()
    {
        Matrix wide = Filled(40, 90, 1), b = Filled(30, 20, 2), part = wide.RowRange(3, 33).ColumnRange(11, 30);
        var dense = new Matrix([.. Elements(part)], 0, 33, 30, 30);
        var team = new Team(1);
        var product = new MatrixProduct(team);
        var packed = new PackedMatrix();
        packed.Pack(b, false, team);
        Matrix c = new(33, 20), expected = new(33, 20);
        product.Multiply(part, false, packed, c);
        product.Multiply(dense, false, packed, expected);
        c.Values.ShouldBe(expected.Values);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var team = new Team(1);
        var packed = new PackedMatrix();
        packed.Pack(new Matrix(4, 5), false, team);
        Should.Throw<ArgumentException>(() => new MatrixProduct(team).Multiply(new Matrix(3, 6), false, packed, new Matrix(3, 5))).Message.ShouldContain("[3, 6]");
    }

    [Fact]
    public void Repeated_products_make_nothing_on_the_heap()
    {
        Matrix a = Filled(100, 300, 1), b = Filled(300, 70, 2), c = new(100, 70);
        var team = new Team(1);
        var product = new MatrixProduct(team);
        var packed = new PackedMatrix();
        void Step()
        {
            packed.Pack(b, false, team);
            product.Multiply(a, false, packed, c);
        }
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Step();
        }
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_team_passes_on_what_goes_wrong_and_works_on()
    {
        var team = new Team(3);
        Should.Throw<InvalidDataException>(() => team.Run(8, part =>
        {
            if (part == 5)
            {
                throw new InvalidDataException("part 5");
            }
        })).Message.ShouldBe("part 5");
        int done = 0;
        team.Run(100, _ => Interlocked.Increment(ref done));
        done.ShouldBe(100);
    }

    private static float[] Chains(Matrix a, Matrix b, Func<int, int, float> start)
    {
        var c = new float[a.Rows * b.Columns];
        for (int row = 0; row < a.Rows; row++)
        {
            for (int column = 0; column < b.Columns; column++)
            {
                float sum = start(row, column);
                for (int k = 0; k < a.Columns; k++)
                {
                    sum = MathF.FusedMultiplyAdd(a.Row(row)[k], b.Row(k)[column], sum);
                }
                c[(row * b.Columns) + column] = sum;
            }
        }
        return c;
    }

    private static float[] Elements(Matrix matrix) => [.. Enumerable.Range(0, matrix.Rows).SelectMany(row => matrix.Row(row).ToArray())];

    private static Matrix TurnedOver(Matrix matrix)
    {
        var over = new Matrix(matrix.Columns, matrix.Rows);
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int column = 0; column < matrix.Columns; column++)
            {
                over.Row(column)[row] = matrix.Row(row)[column];
            }
        }
        return over;
    }

    private static Matrix Filled(int rows, int columns, uint stream)
    {
        var matrix = new Matrix(rows, columns);
        RandomSequence numbers = new Philox(11).At(stream, 0);
        foreach (ref float value in matrix.Flat)
        {
            value = (float)numbers.NextDouble() - 0.5f;
        }
        return matrix;
    }
}

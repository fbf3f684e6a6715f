using Semblance.Numerics.Trees;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Trees;

public sealed class BoostedTreeTests
{
    /// <summary>Feature 1 in {2, 70, 130, 255} goes left; there feature 0 is compared with 9. On the right one leaf.</summary>
    private static BoostedTree Sets()
    {
        var builder = new BoostedTree.Builder(4);
        builder.Split(0, 1, 0, [1UL << 2, 1UL << 6, 1UL << 2, 1UL << 63]);
        builder.Split(1, 0, 9, null);
        builder.Leaf(3, 2, -1);
        builder.Leaf(4, 2, 2);
        builder.Leaf(2, 1, 5);
        return builder.Build();
    }

    [Theory]
    [InlineData(9, 2, -1f)]
    [InlineData(10, 70, 2f)]
    [InlineData(0, 130, -1f)]
    [InlineData(255, 255, 2f)]
    [InlineData(0, 3, 5f)]
    [InlineData(255, 254, 5f)]
    public void Codes_of_a_set_go_left_and_all_others_right(byte first, byte second, float value)
    {
        Sets().Evaluate([first, second]).ShouldBe(value);
        Written(Sets(), 2).Evaluate([first, second]).ShouldBe(value);
    }

    [Fact]
    public void A_tree_is_no_deeper_than_its_questions()
    {
        Sets().Depth.ShouldBe(2);
        Written(Sets(), 2).Depth.ShouldBe(2);
    }

    [Fact]
    public void A_code_that_training_never_saw_goes_with_the_codes_that_were_not_picked_out()
    {
        // Codes 0 to 9 occur, of 20 possible; the even ones mostly say yes.
        var random = new Philox(3);
        byte[] codes = [.. Enumerable.Range(0, 2_000).Select(row => (byte)(row % 10))];
        bool[] labels = [.. codes.Select((code, row) => random.At(1, (ulong)row).NextDouble() < (code % 2 == 0 ? 0.9 : 0.1))];
        RandomSequence sequence = random.At(2, 0);
        var matrix = new CodeMatrix(codes, 1, [20], [true]);
        BinaryEnsemble ensemble = new BinaryBooster().Fit(matrix, [.. Enumerable.Range(0, 2_000)], labels, new BinaryBoosterOptions(), ref sequence);
        ensemble.Trees.ShouldNotBeEmpty();
        foreach (BoostedTree tree in ensemble.Trees)
        {
            float[] known = [.. Enumerable.Range(0, 10).Select(code => tree.Evaluate([(byte)code]))];
            for (int code = 10; code < 20; code++)
            {
                known.ShouldContain(tree.Evaluate([(byte)code]));
                tree.Evaluate([(byte)code]).ShouldBe(tree.Evaluate([19]), "no unseen code is told from another");
            }
        }
    }

    private static BoostedTree Written(BoostedTree tree, int features)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        tree.Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        return BoostedTree.Read(reader, features);
    }
}

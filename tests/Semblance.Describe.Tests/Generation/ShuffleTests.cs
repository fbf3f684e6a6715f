using Semblance.Describe.Generation;

namespace Semblance.Describe.Tests.Generation;

/// <summary>A shuffle is one-to-one, has an inverse, and scatters.</summary>
public sealed class ShuffleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(1000)]
    [InlineData(4096)]
    [InlineData(65_536)]
    [InlineData(99_991)]
    public void Every_number_comes_once_and_goes_back(int size)
    {
        var shuffle = new Shuffle((ulong)size, 42);
        var seen = new bool[size];
        for (ulong i = 0; i < (ulong)size; i++)
        {
            ulong place = shuffle[i];
            place.ShouldBeLessThan((ulong)size);
            seen[place].ShouldBeFalse();
            seen[place] = true;
            shuffle.Inverse(place).ShouldBe(i);
        }
    }

    [Fact]
    public void The_largest_size_works()
    {
        var shuffle = new Shuffle(Shuffle.LargestSize, 42);
        var seen = new HashSet<ulong>();
        for (ulong i = 0; i < 10_000; i++)
        {
            ulong place = shuffle[i];
            place.ShouldBeLessThan(Shuffle.LargestSize);
            seen.Add(place).ShouldBeTrue();
            shuffle.Inverse(place).ShouldBe(i);
        }
    }

    [Theory]
    [InlineData(65_536)]
    [InlineData(99_991)]
    public void Neighbours_go_far_apart(int size)
    {
        // The mean distance of two random places is a third of the size, with standard deviation 0.24; of 5,000 pairs, 0.0034 of it.
        var shuffle = new Shuffle((ulong)size, 7);
        double sum = 0;
        for (ulong i = 0; i < 5000; i++)
        {
            sum += Math.Abs((double)shuffle[2 * i] - shuffle[(2 * i) + 1]) / size;
        }
        (sum / 5000).ShouldBe(1.0 / 3, 0.017);
    }
}

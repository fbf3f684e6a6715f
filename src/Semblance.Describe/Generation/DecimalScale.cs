namespace Semblance.Describe.Generation;

/// <summary>Powers of ten.</summary>
internal static class DecimalScale
{
    /// <summary>The most decimals of a number.</summary>
    public const int Most = 9;

    private static readonly long[] s_powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>10 to the number of decimals.</summary>
    public static long Of(int decimals) => s_powers[decimals];
}

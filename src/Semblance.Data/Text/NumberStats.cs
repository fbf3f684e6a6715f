namespace Semblance.Data.Text;

/// <summary>
/// What all numbers of a column have in common as texts: from this alone their <see cref="NumberFormat"/> is made. Merging the
/// statistics of parts gives those of the whole, in any order.
/// </summary>
internal struct NumberStats
{
    public NumberStats()
    {
    }

    /// <summary>The fewest digits after the point.</summary>
    public int MinDecimals = int.MaxValue;

    /// <summary>The most digits after the point.</summary>
    public int MaxDecimals;

    /// <summary>The most digits after the point of a text that ends in a zero after the point.</summary>
    public int MaxDecimalsEndingInZero;

    /// <summary>The most digits before the point.</summary>
    public int MaxIntegerDigits;

    /// <summary>Some fraction has no digit before its point (".5").</summary>
    public bool BareFraction;

    /// <summary>Some fraction below 1 has a zero before its point ("0.5").</summary>
    public bool ZeroFraction;

    /// <summary>Some number is written with an exponent, and that is negative.</summary>
    public bool SmallExponent;

    /// <summary>Some number of 0.0001 or more is written with a negative exponent.</summary>
    public bool EagerExponent;

    /// <summary>Some number is written with an exponent, and that is not negative.</summary>
    public bool LargeExponent;

    /// <summary>Some positive number has a plus sign.</summary>
    public bool Plus;

    /// <summary>Some positive number has no plus sign.</summary>
    public bool NoPlus;

    /// <summary>Some number is negative.</summary>
    public bool Negative;

    /// <summary>Some number has zeros in front that no number needs ("007"), as codes have.</summary>
    public bool LeadingZeros;

    /// <summary>Some whole number has more than 15 digits: more than fit exactly in a double.</summary>
    public bool TooLong;

    /// <summary>Adds the statistics of another part of the column.</summary>
    public void Merge(in NumberStats other)
    {
        MinDecimals = Math.Min(MinDecimals, other.MinDecimals);
        MaxDecimals = Math.Max(MaxDecimals, other.MaxDecimals);
        MaxDecimalsEndingInZero = Math.Max(MaxDecimalsEndingInZero, other.MaxDecimalsEndingInZero);
        MaxIntegerDigits = Math.Max(MaxIntegerDigits, other.MaxIntegerDigits);
        BareFraction |= other.BareFraction;
        ZeroFraction |= other.ZeroFraction;
        SmallExponent |= other.SmallExponent;
        EagerExponent |= other.EagerExponent;
        LargeExponent |= other.LargeExponent;
        Plus |= other.Plus;
        NoPlus |= other.NoPlus;
        Negative |= other.Negative;
        LeadingZeros |= other.LeadingZeros;
        TooLong |= other.TooLong;
    }

    /// <summary>Whether the texts are those of codes rather than of quantities: they would not come back as they were.</summary>
    public readonly bool LooksLikeCode => LeadingZeros || TooLong || (Plus && (NoPlus || (!Negative && MaxDecimals == 0 && MaxIntegerDigits > 6)));

    /// <summary>The format that these texts have.</summary>
    public readonly NumberFormat ToFormat()
    {
        int minimum = MinDecimals == int.MaxValue ? 0 : MinDecimals;
        bool isFixed = minimum == MaxDecimals && !SmallExponent;
        // A trailing zero beyond the fewest decimals means that zeros are not trimmed everywhere; then nothing is promised and trimming is the plainer habit.
        int kept = MaxDecimalsEndingInZero > minimum ? 0 : minimum;
        return new NumberFormat(
            Math.Min(MaxDecimals, NumberText.MaxDecimals),
            isFixed,
            MinimumIntegerDigits: BareFraction && !ZeroFraction ? 0 : 1)
        {
            MinimumDecimals = isFixed ? 0 : kept,
            ExplicitPlus = Plus && !NoPlus,
            Exponents = !SmallExponent || LargeExponent ? ExponentUse.Never : EagerExponent ? ExponentUse.WhenShorter : ExponentUse.WhenSmall,
        };
    }
}

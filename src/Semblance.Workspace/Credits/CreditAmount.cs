using System.Globalization;

namespace Semblance.Workspace.Credits;

/// <summary>
/// Amounts of credits, counted in whole millionths ("micros") so that sums are exact in every database: 1 credit is 10,000 rows of core
/// or 5,000 rows of flagship.
/// </summary>
public static class CreditAmount
{
    /// <summary>The micros of one credit.</summary>
    public const long MicrosPerCredit = 1_000_000;

    /// <summary>What a key may spend in a month unless said otherwise: 30 credits.</summary>
    public const long UsualMonthlyMicros = 30 * MicrosPerCredit;

    /// <summary>The word for no limit.</summary>
    public const string Unlimited = "unlimited";

    private const long MicrosPerRowOfCore = MicrosPerCredit / 10_000;
    private const long MicrosPerRowOfOthers = MicrosPerCredit / 5_000;
    private const decimal MostCredits = 1_000_000_000;

    /// <summary>What rows of a twin cost.</summary>
    /// <exception cref="OverflowException">More than can be counted.</exception>
    public static long OfTwin(string family, long rows) => checked(rows * (family == "core" ? MicrosPerRowOfCore : MicrosPerRowOfOthers));

    /// <summary>An amount as people write it: "29.9959".</summary>
    public static string Format(long micros) => ToCredits(micros).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>An allowance as people write it: an amount, or "unlimited".</summary>
    public static string FormatAllowance(long? micros) => micros is { } amount ? Format(amount) : Unlimited;

    /// <summary>Micros as credits.</summary>
    public static decimal ToCredits(long micros) => (decimal)micros / MicrosPerCredit;

    /// <summary>Credits as micros; false if they are negative, finer than a millionth or more than a billion.</summary>
    public static bool TryFromCredits(decimal credits, out long micros)
    {
        decimal scaled = credits is >= 0 and <= MostCredits ? credits * MicrosPerCredit : -1;
        bool isWhole = scaled >= 0 && scaled == decimal.Truncate(scaled);
        micros = isWhole ? (long)scaled : 0;
        return isWhole;
    }

    /// <summary>Reads an allowance as <see cref="FormatAllowance"/> writes it.</summary>
    public static bool TryParseAllowance(string text, out long? micros)
    {
        micros = null;
        if (string.Equals(text, Unlimited, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal credits) || !TryFromCredits(credits, out long amount))
        {
            return false;
        }
        micros = amount;
        return true;
    }
}

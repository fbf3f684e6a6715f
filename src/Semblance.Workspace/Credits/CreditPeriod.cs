using System.Globalization;

namespace Semblance.Workspace.Credits;

/// <summary>What one key has spent in one calendar month; always the sum of its entries.</summary>
public sealed class CreditPeriod
{
    /// <summary>The key.</summary>
    public required Guid KeyId { get; init; }

    /// <summary>The month in UTC, as 202611 for November 2026.</summary>
    public required int Month { get; init; }

    /// <summary>Spent, in micros.</summary>
    public long SettledMicros { get; init; }

    /// <summary>Held for work that is not finished, in micros.</summary>
    public long ReservedMicros { get; init; }

    /// <summary>The month of a time.</summary>
    public static int MonthOf(DateTimeOffset time) => time.UtcDateTime.Year * 100 + time.UtcDateTime.Month;

    /// <summary>A month as people write it: "2026-11".</summary>
    public static string FormatMonth(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 100:0000}-{month % 100:00}");
}

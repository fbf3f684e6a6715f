using Semblance.Data.Text;

namespace Semblance.Data.Typing;

/// <summary>Keeps patterns without separators from turning plain numbers and codes into dates.</summary>
internal static class DatePlausibility
{
    private static readonly long Earliest = new DateTime(1800, 1, 1).Ticks;
    private static readonly long Latest = new DateTime(2200, 1, 1).Ticks;

    /// <summary>Whether a value that fits the pattern is believable as a date.</summary>
    public static bool Allows(ColumnContext context, DatePattern pattern, long ticks) => pattern.Pattern switch
    {
        // Eight digits may be any number: the name has to speak of dates, too.
        "yyyyMMdd" => ticks >= Earliest && ticks < Latest && (context.Forced is not null || NameHints.SaysDate(context.Name)),
        "yyyy-MM" or "yyyy/MM" or "yyyy MM" => ticks >= Earliest && ticks < Latest,
        _ => true,
    };
}

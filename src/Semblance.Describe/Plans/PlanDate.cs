using System.Globalization;

namespace Semblance.Describe.Plans;

/// <summary>Dates as plans write them: "2025-01-31", or a distance from as_of such as "-2y", "-6m", "-4w", "-30d", "0d".</summary>
internal static class PlanDate
{
    /// <summary>Reads a date; false if the text is none, or its distance leaves the calendar.</summary>
    public static bool TryParse(string text, DateOnly asOf, out DateOnly date)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
        {
            return true;
        }
        date = asOf;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int distance) || Math.Abs((long)distance) > 100_000)
        {
            return false;
        }
        try
        {
            switch (text[^1])
            {
                case 'y':
                    date = asOf.AddYears(distance);
                    return true;
                case 'm':
                    date = asOf.AddMonths(distance);
                    return true;
                case 'w':
                    date = asOf.AddDays(7 * distance);
                    return true;
                case 'd':
                    date = asOf.AddDays(distance);
                    return true;
                default:
                    return false;
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}

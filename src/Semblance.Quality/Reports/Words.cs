using System.Globalization;

namespace Semblance.Quality.Reports;

/// <summary>Numbers as a report writes them.</summary>
internal static class Words
{
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A share in percent, with the digits that matter: "0.04 %", "12.3 %".</summary>
    public static string Percent(double share) => !double.IsFinite(share) ? "–" : Math.Abs(share * 100) switch
    {
        0 => "0 %",
        100 => "100 %",
        < 0.1 => Text($"{share * 100:0.###} %"),
        < 10 => Text($"{share * 100:0.00} %"),
        _ => Text($"{share * 100:0.0} %"),
    };

    public static string Number(double value) => !double.IsFinite(value) ? "–" : Math.Abs(value) is 0 or (>= 0.001 and < 10_000)
        ? Text($"{value:0.000}")
        : Text($"{value:G4}");

    /// <summary>The value of a score in its unit.</summary>
    public static string Value(this Score score, double value) => score.Unit == ScoreUnit.Share ? Percent(value) : Number(value);

    /// <summary>"0.91 to 0.93".</summary>
    public static string Range(this Score score, Interval interval) => $"{score.Value(interval.Low)} to {score.Value(interval.High)}";

    /// <summary>A title within a sentence: "new rows", but "DCR share".</summary>
    public static string Within(string title) => title.Length > 1 && char.IsUpper(title[1]) ? title : char.ToLowerInvariant(title[0]) + title[1..];
}

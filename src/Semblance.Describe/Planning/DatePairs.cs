using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>Columns of dates that belong together by their names, such as check_in and check_out, and how far apart the two usually lie.</summary>
internal static class DatePairs
{
    // First words of the earlier and the later name, and the least and greatest distance in days.
    private static readonly (string[] Earlier, string[] Later, double Min, double Max)[] s_pairs =
    [
        (["check in"], ["check out"], 1, 14),
        (["pick up", "pickup", "collection"], ["return", "returned", "drop off", "dropoff"], 1, 21),
        (["rental", "rented", "rent"], ["return", "returned"], 1, 21),
        (["loan", "loaned", "borrow", "borrowed"], ["return", "returned"], 2, 30),
        (["loan", "loaned", "borrow", "borrowed"], ["due"], 14, 28),
        (["departure", "departed", "depart", "departs"], ["arrival", "arrived", "arrive", "arrives"], 0.03, 0.6),
        (["admission", "admitted"], ["discharge", "discharged"], 1, 14),
        (["order", "ordered"], ["ship", "shipped", "shipping", "dispatch", "dispatched"], 0, 3),
        (["order", "ordered", "ship", "shipped", "dispatch", "dispatched"], ["deliver", "delivery", "delivered"], 1, 9),
        (["issue", "issued", "invoice"], ["due"], 14, 60),
        (["issue", "issued"], ["expiry", "expiration", "expire", "expires"], 365, 3650),
        (["valid from"], ["valid to", "valid until"], 30, 730),
        (["enrollment", "enrolled"], ["graduation", "graduated"], 700, 1500),
        (["planted", "planting"], ["harvest", "harvested"], 60, 200),
        (["hire", "hired"], ["termination", "terminated", "left", "leaving"], 60, 3200),
        (["open", "opened"], ["close", "closed"], 0, 30),
        (["report", "reported", "submit", "submitted", "request", "requested", "create", "created"], ["resolve", "resolved", "closed", "completed", "approved"], 0, 21),
        (["entry", "entered", "clock in"], ["exit", "exited", "clock out"], 0.02, 0.4),
        (["scheduled"], ["actual"], 0, 0.15),
        (["from"], ["to"], 1, 21),
        (["start", "started", "begin", "begins", "starts"], ["end", "ended", "ends", "finish", "finished"], 1, 120),
    ];

    // What has hours and minutes and lasts less than a day.
    private const double ShortestVisit = 0.01, LongestVisit = 0.35;

    /// <summary>The pairs of a table's names: the later with the earlier.</summary>
    public static IEnumerable<(ColumnDraft Earlier, ColumnDraft Later)> Of(EntityDraft entity)
    {
        foreach ((string[] earlier, string[] later, _, _) in s_pairs)
        {
            foreach (ColumnDraft column in entity.Columns.Where(column => Begins(column, later) is not null))
            {
                string rest = Begins(column, later)!;
                ColumnDraft? first = entity.Columns.Find(other => other != column && Begins(other, earlier) == rest) ?? entity.Columns.Find(other => other != column && Begins(other, earlier) is not null);
                if (first is not null)
                {
                    yield return (first, column);
                }
            }
        }
    }

    /// <summary>How far apart two columns usually lie, in days; null if their names do not say.</summary>
    /// <param name="earlier">The earlier column.</param>
    /// <param name="later">The later column.</param>
    /// <param name="type">The plan type of the later.</param>
    public static (double Min, double Max)? Distance(ColumnDraft earlier, ColumnDraft later, string type)
    {
        foreach ((string[] first, string[] second, double min, double max) in s_pairs)
        {
            if (Begins(earlier, first) is not null && Begins(later, second) is not null)
            {
                return type == PlanTypes.DateTime && (first[0] == "start" || Spelling.Key(later.Name).EndsWith(" time", StringComparison.Ordinal)) ? (ShortestVisit, LongestVisit) : type == PlanTypes.Date ? (Math.Ceiling(min), Math.Max(1, Math.Ceiling(max))) : (min, max);
            }
        }
        return null;
    }

    // The rest of the name behind one of the words: "date" of start_date; null if it begins with none of them.
    private static string? Begins(ColumnDraft column, string[] words)
    {
        string key = Spelling.Key(column.Name);
        foreach (string word in words)
        {
            if (key == word || key.StartsWith(word + " ", StringComparison.Ordinal))
            {
                return key[word.Length..];
            }
        }
        return null;
    }
}

namespace Semblance.Describe;

/// <summary>How many of a plan's keys and rules hold in its clean tables.</summary>
/// <param name="Checks">Each key and rule with what was found.</param>
public sealed record PlanScore(IReadOnlyList<PlanCheck> Checks)
{
    /// <summary>Ten times the share of the checks that hold; 10 for a plan without keys and rules.</summary>
    public double Score => Checks.Count == 0 ? 10 : 10.0 * Checks.Count(check => check.Holds) / Checks.Count;
}

/// <summary>One key or rule.</summary>
/// <param name="Name">What it says, such as "orders.customer_id refers to customers".</param>
/// <param name="Rows">The rows looked at.</param>
/// <param name="Broken">Those in which it does not hold.</param>
public sealed record PlanCheck(string Name, long Rows, long Broken)
{
    /// <summary>Whether it holds in every row looked at.</summary>
    public bool Holds => Broken == 0;
}

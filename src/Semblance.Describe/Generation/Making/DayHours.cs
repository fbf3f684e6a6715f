namespace Semblance.Describe.Generation.Making;

/// <summary>When in the day things happen.</summary>
internal sealed class DayHours
{
    private readonly WeightedPick _hours;
    private readonly long _stepSeconds;

    /// <summary>Prepares for a name that plans use; steps of 0 seconds stand for any second.</summary>
    public DayHours(string name, double stepMinutes)
    {
        _hours = new WeightedPick([.. Enumerable.Range(0, 24).Select(hour => Weight(name, hour))]);
        _stepSeconds = (long)(stepMinutes * 60);
    }

    /// <summary>A second of the day for 64 random bits.</summary>
    public long this[ulong bits]
    {
        get
        {
            int hour = _hours[bits];
            // The pick uses the high bits; mixing gives fresh ones for the place in the hour.
            long second = (hour * 3600L) + Draws.Below(Hash64.Mix(bits), 3600);
            return _stepSeconds > 0 ? second / _stepSeconds * _stepSeconds : second;
        }
    }

    private static double Weight(string name, int hour) => name switch
    {
        "any" => 1,
        "business" => hour is >= 8 and < 18 ? (hour == 12 ? 0.6 : 1) : 0,
        "evening" => hour is >= 17 and < 24 ? (hour is >= 19 and <= 21 ? 1.5 : 1) : 0,
        "shop" => hour is >= 9 and < 21 ? (hour is >= 16 and <= 18 ? 1.5 : 1) : 0,
        "night" => hour is >= 22 or < 6 ? 1 : 0,
        // A day on the web: quiet from 1 to 6, busy at lunch, busiest in the evening.
        _ => hour switch { < 1 => 0.5, < 6 => 0.12, < 8 => 0.5, < 12 => 1.1, < 14 => 1.3, < 18 => 1.1, < 22 => 1.6, _ => 1.0 },
    };
}

namespace Semblance.Workspace.Webhooks;

/// <summary>How callbacks are made.</summary>
public sealed record WebhookSettings
{
    /// <summary>Where they may go. The default is nowhere.</summary>
    public WebhookAddresses Addresses { get; init; } = WebhookAddresses.None;

    /// <summary>What they are signed with. Receivers know it, too.</summary>
    public string Secret { get; init; } = "";

    /// <summary>How often a callback is tried. The default value is 8.</summary>
    public int MostAttempts { get; init; } = 8;

    /// <summary>The pause after the first attempt; each further one is four times as long. The default value is 1 second: the last attempt comes after an hour and a half.</summary>
    public TimeSpan FirstRest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait for a receiver. The default value is 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause after so many attempts.</summary>
    internal TimeSpan RestAfter(int attempts)
    {
        const double Growth = 4;
        return FirstRest * Math.Pow(Growth, attempts - 1);
    }
}

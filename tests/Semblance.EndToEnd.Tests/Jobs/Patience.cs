using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>Waits for what must happen, without a word on how soon: only something that never happens fails.</summary>
internal static class Patience
{
    private static readonly TimeSpan s_usual = TimeSpan.FromMinutes(3);

    /// <summary>Waits until something is so.</summary>
    public static Task UntilAsync(Func<bool> condition, string what, int pollMilliseconds = 20) => UntilAsync(() => Task.FromResult(condition()), what, pollMilliseconds);

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, int pollMilliseconds = 20)
    {
        using var patience = new CancellationTokenSource(s_usual);
        while (!await condition())
        {
            patience.IsCancellationRequested.ShouldBeFalse($"within minutes {what}");
            await Task.Delay(pollMilliseconds, TestContext.Current.CancellationToken);
        }
    }
}

using System.Globalization;
using Semblance.Models;

namespace Semblance.Cli.Display;

/// <summary>
/// Plain lines, for logs and pipes: one when a phase begins, one now and then while it lasts. Never a control character.
/// </summary>
internal sealed class LineDisplay(TextWriter writer, TimeProvider time) : WorkDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private string? _phase;
    private long _lastLine;

    public override T Show<T>(Func<T> work) => work();

    public override void Note(string line)
    {
        lock (_lock)
        {
            writer.WriteLine(line);
        }
    }

    public override void Report(WorkProgress value)
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            if (!string.Equals(_phase, value.Phase, StringComparison.Ordinal))
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Phase}: {value.Total:N0} {value.Unit}"));
            }
            else if (value.Done < value.Total && time.GetElapsedTime(_lastLine, now) >= Interval)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Phase}: {value.Done:N0} of {value.Total:N0} {value.Unit}{Figures(value)}"));
            }
            else
            {
                return;
            }
            _phase = value.Phase;
            _lastLine = now;
        }
    }
}

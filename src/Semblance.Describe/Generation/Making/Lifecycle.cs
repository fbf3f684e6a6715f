using System.Text;
using System.Text.Json.Nodes;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Generation.Making;

/// <summary>
/// The step that something has reached by today: the last one whose usual number of days, give or take a fifth, has passed since it began; or one of
/// the exits, by its share, once its days have passed.
/// </summary>
internal sealed class Lifecycle : ColumnGenerator
{
    private const double Hurry = 0.8;
    private const double Spread = 0.4;

    private readonly ColumnReference _from;
    private readonly byte[][] _steps;
    private readonly double[] _afterDays;
    private readonly (byte[] Value, double Share, double AfterDays)[] _exits;
    private readonly Draws _draws;
    private readonly double _now;

    public Lifecycle(ColumnContext context)
    {
        _from = context.Reference("from")!;
        var steps = (JsonArray)context.Node("steps")!;
        (byte[] Value, double Days)[] sorted = [.. steps.Select(step => (Encoding.UTF8.GetBytes(Scalars.Text(step!["value"]!)), Scalars.Number(step["after_days"]))).OrderBy(step => step.Item2)];
        _steps = [.. sorted.Select(step => step.Value)];
        _afterDays = [.. sorted.Select(step => step.Days)];
        _exits = context.Node("exits") is JsonArray exits
            ? [.. exits.Select(exit => (Encoding.UTF8.GetBytes(Scalars.Text(exit!["value"]!)), Scalars.Number(exit["share"]), exit["after_days"] is { } days ? Scalars.Number(days) : 0))]
            : [];
        _draws = context.Draws;
        _now = context.AsOf;
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        Vector from = _from.In(block);
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(VectorKind.Text, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            if (from.IsMissing(i))
            {
                into.AddText([]);
                into.SetMissing(i);
                continue;
            }
            double age = _now - (from.Kind == VectorKind.Date ? from.Numbers[i] : from.Numbers[i] / (double)VectorKinds.DaySeconds);
            _draws.At(rows[i], out ulong leaves, out ulong pace);
            into.AddText(Exit(Draws.Unit(leaves), age) ?? _steps[Step(age / (Hurry + (Spread * Draws.Unit(pace))))]);
        }
    }

    private byte[]? Exit(double chance, double age)
    {
        foreach ((byte[] value, double share, double afterDays) in _exits)
        {
            if (chance < share)
            {
                return age >= afterDays ? value : null;
            }
            chance -= share;
        }
        return null;
    }

    private int Step(double age)
    {
        int step = _afterDays.Length - 1;
        while (step > 0 && _afterDays[step] > age)
        {
            step--;
        }
        return step;
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Semblance.Describe.Plans;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>One of a list of values, by weight; distinct ones are a shuffle of the list.</summary>
internal sealed class Choice : ColumnGenerator
{
    private readonly byte[][] _texts;
    private readonly long[] _numbers;
    private readonly int _decimals;
    private readonly WeightedPick _pick;
    private readonly Shuffle? _shuffle;
    private readonly Draws _draws;

    public Choice(ColumnContext context, IReadOnlyList<JsonNode> values, IReadOnlyList<double> weights)
        : this(context.Kind, values, weights, context.Draws, context.IsUnique ? context.Distinct((ulong)values.Count) : null)
    {
    }

    /// <summary>Creates the generator of a kind of values.</summary>
    public Choice(VectorKind kind, IReadOnlyList<JsonNode> values, IReadOnlyList<double> weights, Draws draws, Shuffle? shuffle)
    {
        Kind = kind;
        (_texts, _numbers, _decimals) = PlanValues.Read(values, kind);
        _pick = new WeightedPick([.. weights.Count > 0 ? weights : Enumerable.Repeat(1.0, values.Count)]);
        _draws = draws;
        _shuffle = shuffle;
    }

    /// <inheritdoc/>
    public override VectorKind Kind { get; }

    /// <summary>The values and weights of the plan.</summary>
    public static Choice Create(ColumnContext context) => new(
        context,
        [.. ((JsonArray)context.Node("values")!).Select(value => value!)],
        context.Node("weights") is JsonArray weights ? [.. weights.Select(Scalars.Number)] : []);

    /// <summary>The entries of a list, the first ones a little more often.</summary>
    public static Choice FromList(ColumnContext context, string list)
    {
        string[] words = WordLists.Get(list);
        double[] weights = [.. words.Select((_, rank) => 1.0 / (rank + 6))];
        return new Choice(context, [.. words.Select(word => (JsonNode)word)], weights);
    }

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(Kind, rows.Length, _decimals);
        for (int i = 0; i < rows.Length; i++)
        {
            int choice = _shuffle is { } shuffle ? (int)shuffle[(ulong)rows[i]] : _pick[_draws.At(rows[i])];
            if (Kind == VectorKind.Text)
            {
                into.AddText(_texts[choice]);
            }
            else
            {
                into.Numbers[i] = _numbers[choice];
            }
        }
    }
}

using Semblance.Describe.Generation.Relations;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Generation;

/// <summary>An entity of a plan, ready to be made.</summary>
internal sealed class CompiledTable(PlanEntity entity, int index, long rows, string locale)
{
    private readonly Dictionary<string, int> _columnIndex = entity.Columns.Select((column, i) => (column.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _latentIndex = new(StringComparer.Ordinal);
    private readonly List<Latent> _latents = [];

    /// <summary>The entity in the plan.</summary>
    public PlanEntity Entity { get; } = entity;

    /// <summary>Its place in the plan.</summary>
    public int Index { get; } = index;

    /// <summary>The number of rows.</summary>
    public long Rows { get; } = rows;

    /// <summary>The locale of columns that don't name one.</summary>
    public string Locale { get; } = locale;

    /// <summary>The columns, in order.</summary>
    public CompiledColumn[] Columns { get; } = [.. entity.Columns.Select((column, i) => new CompiledColumn(column, i))];

    /// <summary>The index of the primary key; -1 if there is none.</summary>
    public int KeyIndex => Entity.PrimaryKey is { } key ? IndexOf(key) : -1;

    /// <summary>What several columns share, by index.</summary>
    public IReadOnlyList<Latent> Latents => _latents;

    /// <summary>The number of column sums and counts over children, each of which needs rows of a child table at hand.</summary>
    public int ChildBlocks { get; set; }

    /// <summary>The index of a column; -1 if there is none.</summary>
    public int IndexOf(string column) => _columnIndex.GetValueOrDefault(column, -1);

    /// <summary>The index of a latent, made when first asked for.</summary>
    public int LatentIndex(string key, Func<Latent> create)
    {
        if (!_latentIndex.TryGetValue(key, out int index))
        {
            Latent latent = create();
            index = _latents.Count;
            _latents.Add(latent);
            _latentIndex.Add(key, index);
        }
        return index;
    }
}

/// <summary>A column of an entity, ready to be made.</summary>
internal sealed class CompiledColumn(PlanColumn plan, int index)
{
    /// <summary>The column in the plan.</summary>
    public PlanColumn Plan { get; } = plan;

    /// <summary>Its place in the entity.</summary>
    public int Index { get; } = index;

    /// <summary>Makes the values, rules and missing values included.</summary>
    public ColumnGenerator Generator { get; set; } = null!;

    /// <summary>What the column refers to, if it is a foreign key.</summary>
    public ForeignKey? ForeignKey { get; set; }
}

/// <summary>What a foreign key refers to.</summary>
/// <param name="Parent">The table.</param>
/// <param name="Map">Which row of it each row refers to.</param>
internal sealed record ForeignKey(CompiledTable Parent, RelationMap Map);

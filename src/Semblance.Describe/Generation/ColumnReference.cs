namespace Semblance.Describe.Generation;

/// <summary>A column of the same row, or of a parent's row reached through foreign keys.</summary>
internal sealed class ColumnReference
{
    private readonly int[] _path;

    private ColumnReference(int[] path, CompiledTable table, string text)
    {
        _path = path;
        Table = table;
        Text = text;
    }

    /// <summary>The table that the column belongs to.</summary>
    public CompiledTable Table { get; }

    /// <summary>The reference as the plan writes it.</summary>
    public string Text { get; }

    /// <summary>The column referred to.</summary>
    public CompiledColumn Column => Table.Columns[_path[^1]];

    /// <summary>How the values are kept.</summary>
    public VectorKind Kind => VectorKinds.Of(Column.Plan.Type);

    /// <summary>Whether the reference leads to a parent.</summary>
    public bool IsThroughKey => _path.Length > 1;

    /// <summary>Follows a reference of a valid plan.</summary>
    public static ColumnReference Follow(CompiledTable table, string reference)
    {
        string[] steps = reference.Split('.');
        int[] path = new int[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            path[i] = table.IndexOf(steps[i]);
            if (i < steps.Length - 1)
            {
                table = table.Columns[path[i]].ForeignKey!.Parent;
            }
        }
        return new ColumnReference(path, table, reference);
    }

    /// <summary>The values for the rows of a block.</summary>
    public Vector In(Block block)
    {
        for (int i = 0; i < _path.Length - 1; i++)
        {
            block = block.Parent(_path[i]);
        }
        return block.Column(_path[^1]);
    }
}

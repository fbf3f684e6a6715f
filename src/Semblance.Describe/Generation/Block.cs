using Semblance.Describe.Generation.Relations;

namespace Semblance.Describe.Generation;

/// <summary>
/// Some rows of a table while they are made: columns come into being when they are first asked for, and so do the rows of parents that they refer
/// to. Any rows, in any order, also repeated. One thread uses a block at a time; its arrays serve block after block.
/// </summary>
internal sealed class Block(CompiledTable table)
{
    private const int MostOnStack = 8192;

    private readonly Vector[] _columns = [.. table.Columns.Select(_ => new Vector())];
    private readonly bool[] _columnMade = new bool[table.Columns.Length];
    private readonly long[][] _latents = [.. table.Latents.Select(_ => Array.Empty<long>())];
    private readonly bool[] _latentMade = new bool[table.Latents.Count];
    private readonly Block?[] _parents = new Block?[table.Columns.Length];
    private readonly bool[] _parentMade = new bool[table.Columns.Length];
    private readonly long[]?[] _parentRows = new long[]?[table.Columns.Length];
    private readonly Block?[] _keyRows = new Block?[table.Columns.Length];
    private readonly Stack<Vector> _spare = new();
    private readonly ChildRows?[] _children = new ChildRows?[table.ChildBlocks];
    private long[] _rows = [];
    private bool _hasAbsent;

    /// <summary>The table.</summary>
    public CompiledTable Table { get; } = table;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The rows' numbers, 0-based. Where a foreign key is missing, the block of parents has row 0 and every value missing.</summary>
    public ReadOnlySpan<long> Rows => _rows.AsSpan(0, Count);

    /// <summary>Takes consecutive rows.</summary>
    public void Take(long first, int count)
    {
        Begin(count);
        for (int i = 0; i < count; i++)
        {
            _rows[i] = first + i;
        }
        _hasAbsent = false;
    }

    /// <summary>Takes any rows; -1 stands for none.</summary>
    public void Take(ReadOnlySpan<long> rows)
    {
        Begin(rows.Length);
        rows.CopyTo(_rows);
        _hasAbsent = rows.Contains(-1);
    }

    /// <summary>The values of a column.</summary>
    public Vector Column(int index)
    {
        Vector column = _columns[index];
        if (!_columnMade[index])
        {
            if (_hasAbsent)
            {
                FillWithAbsent(index, column);
            }
            else
            {
                Table.Columns[index].Generator.Fill(this, column);
            }
            _columnMade[index] = true;
        }
        return column;
    }

    /// <summary>The numbers of a latent.</summary>
    public ReadOnlySpan<long> Latent(int index)
    {
        if (!_latentMade[index])
        {
            if (_latents[index].Length < Count)
            {
                _latents[index] = new long[Vector.Room(Count)];
            }
            Table.Latents[index].Fill(this, _latents[index].AsSpan(0, Count));
            _latentMade[index] = true;
        }
        return _latents[index].AsSpan(0, Count);
    }

    /// <summary>The parents that a foreign key refers to, one for each row; absent where the key is missing.</summary>
    public Block Parent(int foreignKeyColumn)
    {
        Block parent = _parents[foreignKeyColumn] ??= new Block(Table.Columns[foreignKeyColumn].ForeignKey!.Parent);
        if (!_parentMade[foreignKeyColumn])
        {
            Vector key = Column(foreignKeyColumn);
            long[] rows = ParentRows(foreignKeyColumn);
            for (int i = 0; i < Count; i++)
            {
                if (key.IsMissing(i))
                {
                    rows[i] = -1;
                }
            }
            parent.Take(rows.AsSpan(0, Count));
            _parentMade[foreignKeyColumn] = true;
        }
        return parent;
    }

    /// <summary>A block for the keys of a foreign key's parents.</summary>
    public Block KeyRows(int foreignKeyColumn) => _keyRows[foreignKeyColumn] ??= new Block(Table.Columns[foreignKeyColumn].ForeignKey!.Parent);

    /// <summary>A vector for values in between; to be given back.</summary>
    public Vector Rent() => _spare.Count > 0 ? _spare.Pop() : new Vector();

    /// <summary>Gives a vector back.</summary>
    public void Return(Vector vector) => _spare.Push(vector);

    /// <summary>Space for the row numbers of a foreign key's parents.</summary>
    public long[] ParentRows(int foreignKeyColumn)
    {
        long[] rows = _parentRows[foreignKeyColumn] ?? [];
        if (rows.Length < Count)
        {
            _parentRows[foreignKeyColumn] = rows = new long[Vector.Room(Count)];
        }
        return rows;
    }

    /// <summary>Space for the rows of a child table, by the number that its user has.</summary>
    public ChildRows Children(int slot, CompiledTable child) => _children[slot] ??= new ChildRows(child);

    private void Begin(int count)
    {
        Count = count;
        if (_rows.Length < count)
        {
            _rows = new long[Vector.Room(count)];
        }
        Array.Clear(_columnMade);
        Array.Clear(_latentMade);
        Array.Clear(_parentMade);
    }

    private void FillWithAbsent(int index, Vector column)
    {
        // Generators see row 0 in place of no row; then its values are taken away again.
        Span<long> rows = _rows.AsSpan(0, Count);
        Span<bool> absent = Count <= MostOnStack ? stackalloc bool[Count] : new bool[Count];
        for (int i = 0; i < Count; i++)
        {
            absent[i] = rows[i] < 0;
            rows[i] = Math.Max(rows[i], 0);
        }
        _hasAbsent = false;
        Table.Columns[index].Generator.Fill(this, column);
        for (int i = 0; i < Count; i++)
        {
            if (absent[i])
            {
                column.SetMissing(i);
                rows[i] = -1;
            }
        }
        _hasAbsent = true;
    }
}

/// <summary>The rows of a child table that belong to the rows of a block, parent by parent.</summary>
internal sealed class ChildRows(CompiledTable child)
{
    private long[] _rows = [];
    private int[] _ends = [];

    /// <summary>The child rows as a block.</summary>
    public Block Block { get; } = new(child);

    /// <summary>Collects the children of some parents.</summary>
    public void Take(ReadOnlySpan<long> parents, RelationMap map)
    {
        if (_ends.Length < parents.Length)
        {
            _ends = new int[parents.Length];
        }
        int count = 0;
        for (int i = 0; i < parents.Length; i++)
        {
            int children = checked((int)map.ChildCount(parents[i]));
            if (_rows.Length < count + children)
            {
                Array.Resize(ref _rows, Math.Max(count + children, Math.Max(1024, 2 * _rows.Length)));
            }
            map.Children(parents[i], _rows.AsSpan(count, children));
            _ends[i] = count += children;
        }
        Block.Take(_rows.AsSpan(0, count));
    }

    /// <summary>The range of child rows that belong to a parent.</summary>
    public (int Start, int End) Of(int parent) => (parent == 0 ? 0 : _ends[parent - 1], _ends[parent]);
}

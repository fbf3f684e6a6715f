namespace Semblance.Numerics.Networks.Products;

/// <summary>
/// The right factor of products in the order in which kernels read it: blocks of the inner index; in a block, panels of columns; in a
/// panel, for each inner index the columns' elements, with zeros beyond the last column. Packed once, used for any number of products.
/// </summary>
public sealed unsafe class PackedMatrix
{
    /// <summary>The inner index is cut into blocks of this length, so that a panel stays in the fastest cache.</summary>
    public const int BlockDepth = 256;

    private readonly AlignedBuffer _buffer = new();
    private readonly ProductKernel _kernel;
    private readonly Action<int> _packPanel;
    private Matrix _source;
    private bool _transposed;

    /// <summary>Creates an empty one for a kernel.</summary>
    internal PackedMatrix(ProductKernel kernel)
    {
        _kernel = kernel;
        _packPanel = PackPanel;
    }

    /// <summary>Creates an empty one for the widest kernel.</summary>
    public PackedMatrix()
        : this(ProductKernel.Best)
    {
    }

    /// <summary>The kernel it is packed for.</summary>
    internal ProductKernel Kernel => _kernel;

    /// <summary>The length of the inner index.</summary>
    public int Depth { get; private set; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; private set; }

    /// <summary>The number of panels of a block.</summary>
    public int Panels { get; private set; }

    /// <summary>Where a panel of a block starts.</summary>
    internal float* Panel(int firstDepth, int panel)
    {
        int depth = Math.Min(BlockDepth, Depth - firstDepth);
        return _buffer.Pointer + ((long)firstDepth * Panels * _kernel.PanelColumns) + ((long)panel * depth * _kernel.PanelColumns);
    }

    /// <summary>Packs a matrix [inner index, columns], or with <paramref name="transposed"/> one that is stored as [columns, inner index].</summary>
    public void Pack(Matrix source, bool transposed, Team team)
    {
        Depth = transposed ? source.Columns : source.Rows;
        Columns = transposed ? source.Rows : source.Columns;
        int width = _kernel.PanelColumns;
        Panels = (Columns + width - 1) / width;
        _buffer.Reserve((long)Depth * Panels * width);
        _source = source;
        _transposed = transposed;
        team.Run(Panels, _packPanel);
    }

    private void PackPanel(int panel)
    {
        int width = _kernel.PanelColumns, firstColumn = panel * width, columns = Math.Min(width, Columns - firstColumn);
        for (int first = 0; first < Depth; first += BlockDepth)
        {
            int depth = Math.Min(BlockDepth, Depth - first);
            float* target = Panel(first, panel);
            if (_transposed)
            {
                Packing.Across(_source, firstColumn, columns, first, depth, target, width);
            }
            else
            {
                Packing.Along(_source, first, depth, firstColumn, columns, target, width);
            }
        }
    }
}

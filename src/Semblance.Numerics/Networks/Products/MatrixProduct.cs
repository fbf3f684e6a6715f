using System.Runtime.CompilerServices;

namespace Semblance.Numerics.Networks.Products;

/// <summary>
/// Products of dense matrices, C = A B or A^T B, plus what C held or a row added to all its rows. Every element of C is one chain of fused
/// multiply-adds in the order of the inner index, starting from what is added, so the bits depend neither on the processor nor on the
/// number of threads. Blocked for caches as in Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008. Makes
/// nothing on the heap once its buffers have grown.
/// </summary>
public sealed unsafe class MatrixProduct
{
    /// <summary>Panels of rows that are packed at a time: they stay in the second cache while all columns are made.</summary>
    private const int PanelsAtATime = 16;

    private readonly ProductKernel _kernel;
    private readonly Team _team;
    private readonly Action<int> _makePart;
    private readonly AlignedBuffer[] _packed;
    private Matrix _a;
    private Matrix _c;
    private PackedMatrix _b;
    private float[]? _start;
    private int _startOffset;
    private int _depth;
    private bool _transposed;
    private bool _accumulate;
    private int _rowParts;
    private int _columnParts;

    /// <summary>Creates products of one kernel.</summary>
    internal MatrixProduct(Team team, ProductKernel kernel)
    {
        _kernel = kernel;
        _team = team;
        _makePart = MakePart;
        _b = new PackedMatrix(kernel);
        _packed = new AlignedBuffer[team.Threads];
        for (int i = 0; i < _packed.Length; i++)
        {
            _packed[i] = new AlignedBuffer();
        }
    }

    /// <summary>Creates products of the widest kernel.</summary>
    public MatrixProduct(Team team)
        : this(team, ProductKernel.Best)
    {
    }

    /// <summary>C = A B, or A^T B, where A is stored as [inner index, rows].</summary>
    /// <param name="a">The left factor.</param>
    /// <param name="transposed">Whether the left factor is stored turned over.</param>
    /// <param name="b">The right factor, packed for the same kernel. If its inner index is longer than that of the left factor, only its first rows count.</param>
    /// <param name="c">The product; must not overlap the factors.</param>
    /// <param name="accumulate">Whether the product is added to what <paramref name="c"/> holds.</param>
    public void Multiply(Matrix a, bool transposed, PackedMatrix b, Matrix c, bool accumulate = false) => Multiply(a, transposed, b, c, accumulate, default, null);

    /// <summary>C = A B + a row added to all rows.</summary>
    public void Multiply(Matrix a, PackedMatrix b, Matrix c, Matrix added) => Multiply(a, false, b, c, false, added, added.Values);

    private void Multiply(Matrix a, bool transposed, PackedMatrix b, Matrix c, bool accumulate, Matrix added, float[]? start)
    {
        int depth = transposed ? a.Rows : a.Columns, rows = transposed ? a.Columns : a.Rows;
        if (depth > b.Depth || rows != c.Rows || b.Columns != c.Columns || b.Kernel != _kernel || (start is not null && added.Columns != c.Columns))
        {
            throw new ArgumentException($"A [{rows}, {depth}] times B [{b.Depth}, {b.Columns}] is no C [{c.Rows}, {c.Columns}].");
        }
        (_a, _transposed, _b, _c, _accumulate, _start, _startOffset, _depth) = (a, transposed, b, c, accumulate, start, added.Offset, depth);
        int rowPanels = (rows + _kernel.PanelRows - 1) / _kernel.PanelRows;
        int threads = _team.Threads;
        bool small = (long)rows * depth * b.Columns < 100_000;
        _rowParts = small ? 1 : Math.Clamp(rowPanels / 4, 1, threads);
        _columnParts = small || _rowParts > 1 ? 1 : Math.Clamp(b.Panels, 1, threads);
        _team.Run(_rowParts * _columnParts, _makePart);
    }

    private void MakePart(int part)
    {
        int rowPart = part / _columnParts, columnPart = part % _columnParts;
        int wholePanels = _c.Rows / _kernel.PanelRows;
        int firstRow = (int)((long)wholePanels * rowPart / _rowParts) * _kernel.PanelRows;
        int endRow = rowPart == _rowParts - 1 ? _c.Rows : (int)((long)wholePanels * (rowPart + 1) / _rowParts) * _kernel.PanelRows;
        int firstPanel = (int)((long)_b.Panels * columnPart / _columnParts), endPanel = (int)((long)_b.Panels * (columnPart + 1) / _columnParts);
        int rowsAtATime = PanelsAtATime * _kernel.PanelRows;
        float* packed = _packed[part].Reserve((long)(rowsAtATime + _kernel.PanelRows) * PackedMatrix.BlockDepth);
        for (int row = firstRow; row < endRow; row += rowsAtATime)
        {
            MakeRows(row, Math.Min(endRow, row + rowsAtATime), firstPanel, endPanel, packed);
        }
    }

    private void MakeRows(int firstRow, int endRow, int firstPanel, int endPanel, float* packed)
    {
        for (int first = 0; first < _depth || first == 0; first += PackedMatrix.BlockDepth)
        {
            int depth = Math.Min(PackedMatrix.BlockDepth, _depth - first);
            PackRows(firstRow, endRow, first, depth, packed);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                MakeTiles(firstRow, endRow, panel, depth, first, packed);
            }
        }
    }

    private void PackRows(int firstRow, int endRow, int firstDepth, int depth, float* packed)
    {
        for (int row = firstRow; row < endRow;)
        {
            int height = TileHeight(endRow - row), rows = Math.Min(height, endRow - row);
            if (_transposed)
            {
                Packing.Along(_a, firstDepth, depth, row, rows, packed, height);
            }
            else
            {
                Packing.Across(_a, row, rows, firstDepth, depth, packed, height);
            }
            packed += (long)height * depth;
            row += height;
        }
    }

    private int TileHeight(int rows) => rows > _kernel.PanelRows - _kernel.EdgeRows ? _kernel.PanelRows : _kernel.EdgeRows;

    private void MakeTiles(int firstRow, int endRow, int panel, int depth, int firstDepth, float* packed)
    {
        int width = _kernel.PanelColumns, firstColumn = panel * width, columns = Math.Min(width, _c.Columns - firstColumn);
        float* b = _b.Panel(firstDepth, panel);
        float* scratch = stackalloc float[_kernel.PanelRows * width];
        float* start = stackalloc float[width];
        new Span<float>(start, width).Clear();
        if (_start is not null)
        {
            _start.AsSpan(_startOffset + firstColumn, columns).CopyTo(new Span<float>(start, columns));
        }
        bool fromC = _accumulate || firstDepth > 0;
        fixed (float* values = _c.Values)
        {
            for (int row = firstRow; row < endRow;)
            {
                int height = TileHeight(endRow - row), rows = Math.Min(height, endRow - row);
                float* c = values + _c.Offset + ((long)row * _c.Stride) + firstColumn;
                if (rows == height && columns == width)
                {
                    Tile(height, packed, b, depth, fromC ? c : start, fromC ? _c.Stride : 0, c, _c.Stride);
                }
                else
                {
                    // A tile that reaches over the edge of the result is made beside it.
                    if (fromC)
                    {
                        Copy(c, _c.Stride, scratch, width, rows, columns);
                    }
                    Tile(height, packed, b, depth, fromC ? scratch : start, fromC ? width : 0, scratch, width);
                    Copy(scratch, width, c, _c.Stride, rows, columns);
                }
                packed += (long)height * depth;
                row += height;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Tile(int height, float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride)
    {
        if (height == _kernel.PanelRows)
        {
            _kernel.Panel(a, b, depth, start, startStride, c, stride);
        }
        else
        {
            _kernel.Edge(a, b, depth, start, startStride, c, stride);
        }
    }

    private static void Copy(float* from, nint fromStride, float* to, nint toStride, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(from + (row * fromStride), columns).CopyTo(new Span<float>(to + (row * toStride), columns));
        }
    }
}

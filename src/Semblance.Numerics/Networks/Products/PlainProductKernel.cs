namespace Semblance.Numerics.Networks.Products;

/// <summary>No vectors: what the others are held to, and what runs where there are none.</summary>
internal sealed unsafe class PlainProductKernel : ProductKernel
{
    /// <inheritdoc/>
    public override int PanelRows => 4;

    /// <inheritdoc/>
    public override int EdgeRows => 1;

    /// <inheritdoc/>
    public override int PanelColumns => 4;

    /// <inheritdoc/>
    public override void Panel(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride) =>
        Rows(PanelRows, a, b, depth, start, startStride, c, stride);

    /// <inheritdoc/>
    public override void Edge(float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride) =>
        Rows(EdgeRows, a, b, depth, start, startStride, c, stride);

    private void Rows(int rows, float* a, float* b, int depth, float* start, nint startStride, float* c, nint stride)
    {
        int columns = PanelColumns;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float sum = start[(row * startStride) + column];
                for (int k = 0; k < depth; k++)
                {
                    sum = MathF.FusedMultiplyAdd(a[(k * rows) + row], b[(k * columns) + column], sum);
                }
                c[(row * stride) + column] = sum;
            }
        }
    }
}

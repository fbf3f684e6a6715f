using System.Numerics;
using System.Runtime.InteropServices;

namespace Semblance.Quality;

/// <summary>Distances to the nearest of some reference rows: exact, all against all, with one vector lane per reference row.</summary>
/// <remarks>Each distance is summed over the dimensions in their order, so it does not depend on the width of the vectors.</remarks>
internal sealed class NearestRows
{
    // Reference rows handled side by side per pass: enough independent sums to hide the latency of an addition.
    private const int VectorsPerChunk = 4;
    private const int QueriesPerTile = 64;

    private static readonly int ChunkRows = VectorsPerChunk * Vector<float>.Count;

    private readonly DistanceSpace _space;
    private readonly float[] _chunks;
    private readonly int _chunkCount;

    public NearestRows(DistanceSpace space, TableView reference)
    {
        _space = space;
        float[][] coordinates = space.Coordinates(reference);
        _chunkCount = (reference.RowCount + ChunkRows - 1) / ChunkRows;
        int stride = space.Dimensions * ChunkRows;
        _chunks = new float[(long)_chunkCount * stride];
        for (int chunk = 0; chunk < _chunkCount; chunk++)
        {
            for (int dimension = 0; dimension < space.Dimensions; dimension++)
            {
                for (int lane = 0; lane < ChunkRows; lane++)
                {
                    // Past the end, the last row is repeated: it changes no minimum.
                    int row = Math.Min(chunk * ChunkRows + lane, reference.RowCount - 1);
                    _chunks[chunk * stride + dimension * ChunkRows + lane] = coordinates[dimension][row];
                }
            }
        }
    }

    /// <summary>The distance of each row of a view to its nearest reference row; infinity if there is no reference row.</summary>
    public float[] Distances(TableView view, int threads, CancellationToken cancellation)
    {
        float[][] coordinates = _space.Coordinates(view);
        var queries = new float[view.RowCount * _space.Dimensions];
        for (int dimension = 0; dimension < _space.Dimensions; dimension++)
        {
            for (int row = 0; row < view.RowCount; row++)
            {
                queries[row * _space.Dimensions + dimension] = coordinates[dimension][row];
            }
        }
        var nearest = new float[view.RowCount];
        int tiles = (view.RowCount + QueriesPerTile - 1) / QueriesPerTile;
        Parallel.For(0, tiles, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, tile =>
        {
            int first = tile * QueriesPerTile;
            int count = Math.Min(QueriesPerTile, nearest.Length - first);
            Span<Vector<float>> best = stackalloc Vector<float>[count];
            best.Fill(new Vector<float>(float.PositiveInfinity));
            for (int chunk = 0; chunk < _chunkCount; chunk++)
            {
                ReadOnlySpan<float> rows = _chunks.AsSpan(chunk * _space.Dimensions * ChunkRows, _space.Dimensions * ChunkRows);
                for (int i = 0; i < count; i++)
                {
                    ReadOnlySpan<float> query = queries.AsSpan((first + i) * _space.Dimensions, _space.Dimensions);
                    best[i] = Vector.Min(best[i], ChunkMinimum(MemoryMarshal.Cast<float, Vector<float>>(rows), query));
                }
            }
            for (int i = 0; i < count; i++)
            {
                float smallest = float.PositiveInfinity;
                for (int lane = 0; lane < Vector<float>.Count; lane++)
                {
                    smallest = Math.Min(smallest, best[i][lane]);
                }
                nearest[first + i] = smallest;
            }
        });
        return nearest;
    }

    private Vector<float> ChunkMinimum(ReadOnlySpan<Vector<float>> rows, ReadOnlySpan<float> query)
    {
        Vector<float> a = Vector<float>.Zero, b = a, c = a, d = a;
        int at = 0;
        int dimension = 0;
        for (; dimension < _space.NumericCount; dimension++, at += VectorsPerChunk)
        {
            var value = new Vector<float>(query[dimension]);
            a += Vector.Abs(value - rows[at]);
            b += Vector.Abs(value - rows[at + 1]);
            c += Vector.Abs(value - rows[at + 2]);
            d += Vector.Abs(value - rows[at + 3]);
        }
        for (; dimension < query.Length; dimension++, at += VectorsPerChunk)
        {
            var value = new Vector<float>(query[dimension]);
            a += Differs(value, rows[at]);
            b += Differs(value, rows[at + 1]);
            c += Differs(value, rows[at + 2]);
            d += Differs(value, rows[at + 3]);
        }
        return Vector.Min(Vector.Min(a, b), Vector.Min(c, d));
    }

    private static Vector<float> Differs(Vector<float> x, Vector<float> y) =>
        Vector.AndNot(Vector<float>.One, Vector.AsVectorSingle(Vector.Equals(x, y)));
}

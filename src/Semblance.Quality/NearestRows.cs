using System.Numerics;
using System.Runtime.InteropServices;

namespace Semblance.Quality;

/// <summary>The nearest of some reference rows: exact, all against all, with one vector lane per reference row.</summary>
/// <remarks>Distances are whole numbers (see <see cref="DistanceSpace"/>), so that no result depends on the width of the vectors or on threads.</remarks>
internal sealed class NearestRows
{
    // Reference rows handled side by side per pass: enough independent sums to keep the adders busy.
    private const int VectorsPerChunk = 4;

    // Queries that share a pass over the reference rows; fewer where each keeps a result per column.
    private const int QueriesPerTile = 64;
    private const int QueriesPerWideTile = 8;

    private static readonly int ChunkRows = VectorsPerChunk * Vector<int>.Count;

    private readonly DistanceSpace _space;
    private readonly int[] _chunks;
    private readonly int _chunkCount;

    public NearestRows(DistanceSpace space, TableView reference)
    {
        _space = space;
        int[][] coordinates = space.Coordinates(reference);
        _chunkCount = (reference.RowCount + ChunkRows - 1) / ChunkRows;
        int stride = space.Dimensions * ChunkRows;
        _chunks = new int[(long)_chunkCount * stride];
        for (int chunk = 0; chunk < _chunkCount; chunk++)
        {
            for (int dimension = 0; dimension < space.Dimensions; dimension++)
            {
                Span<int> lanes = _chunks.AsSpan(chunk * stride + dimension * ChunkRows, ChunkRows);
                int present = Math.Min(ChunkRows, reference.RowCount - chunk * ChunkRows);
                coordinates[dimension].AsSpan(chunk * ChunkRows, present).CopyTo(lanes);
                lanes[present..].Fill(space.PaddingOf(dimension));
            }
        }
    }

    /// <summary>The smallest distances of each row of a view to the reference rows, [row * count + rank], nearest first; infinity if there is no reference row.</summary>
    public double[] Distances(TableView view, int count, int threads, CancellationToken cancellation)
    {
        var nearest = new double[view.RowCount * count];
        Tiles(view, QueriesPerTile, threads, (queries, first) =>
        {
            int rows = queries.Length / _space.Dimensions;
            var best = new Vector<int>[rows * count];
            best.AsSpan().Fill(new Vector<int>(int.MaxValue));
            for (int chunk = 0; chunk < _chunkCount; chunk++)
            {
                ReadOnlySpan<Vector<int>> reference = Chunk(chunk);
                for (int i = 0; i < rows; i++)
                {
                    Sums sums = Measure(reference, Query(queries, i));
                    Span<Vector<int>> mine = best.AsSpan(i * count, count);
                    if (count == 1)
                    {
                        mine[0] = Vector.Min(mine[0], sums.Smallest);
                        continue;
                    }
                    Insert(mine, sums.A);
                    Insert(mine, sums.B);
                    Insert(mine, sums.C);
                    Insert(mine, sums.D);
                }
            }
            var found = new int[count * Vector<int>.Count];
            for (int i = 0; i < rows; i++)
            {
                MemoryMarshal.Cast<Vector<int>, int>(best.AsSpan(i * count, count)).CopyTo(found);
                Array.Sort(found);
                for (int rank = 0; rank < count; rank++)
                {
                    nearest[(first + i) * count + rank] = _space.ToDistance(found[rank]);
                }
            }
        }, cancellation);
        return nearest;
    }

    /// <summary>For each row of a view its nearest reference row, the first of those that are equally near, and the distance. At least one reference row.</summary>
    public (int[] Rows, double[] Distances) Nearest(TableView view, int threads, CancellationToken cancellation)
    {
        var rows = new int[view.RowCount];
        var distances = new double[view.RowCount];
        Tiles(view, QueriesPerTile, threads, (queries, first) =>
        {
            var leaders = new Leader[queries.Length / _space.Dimensions];
            leaders.AsSpan().Fill(Leader.None);
            for (int chunk = 0; chunk < _chunkCount; chunk++)
            {
                ReadOnlySpan<Vector<int>> reference = Chunk(chunk);
                for (int i = 0; i < leaders.Length; i++)
                {
                    leaders[i].Offer(Measure(reference, Query(queries, i)).Smallest, chunk);
                }
            }
            for (int i = 0; i < leaders.Length; i++)
            {
                (int distance, int chunk) = leaders[i].Winner();
                rows[first + i] = RowIn(chunk, Query(queries, i), except: -1, distance);
                distances[first + i] = _space.ToDistance(distance);
            }
        }, cancellation);
        return (rows, distances);
    }

    /// <summary>
    /// For each of some columns and each row of a view the nearest reference row by all other columns, the first of those that are equally near:
    /// [column][row]. One pass for all columns. At least one reference row.
    /// </summary>
    public int[][] NearestWithout(TableView view, IReadOnlyList<int> columns, int threads, CancellationToken cancellation)
    {
        int[] dimensions = [.. columns.Select(_space.DimensionOf)];
        int[][] rows = [.. dimensions.Select(_ => new int[view.RowCount])];
        Tiles(view, QueriesPerWideTile, threads, (queries, first) =>
        {
            int count = queries.Length / _space.Dimensions;
            var leaders = new Leader[count * dimensions.Length];
            leaders.AsSpan().Fill(Leader.None);
            var parts = new Vector<int>[_space.Dimensions * VectorsPerChunk];
            for (int chunk = 0; chunk < _chunkCount; chunk++)
            {
                ReadOnlySpan<Vector<int>> reference = Chunk(chunk);
                for (int i = 0; i < count; i++)
                {
                    Sums sums = Parts(reference, Query(queries, i), parts);
                    Span<Leader> mine = leaders.AsSpan(i * dimensions.Length, dimensions.Length);
                    for (int j = 0; j < mine.Length; j++)
                    {
                        mine[j].Offer(sums.Less(parts.AsSpan(dimensions[j] * VectorsPerChunk, VectorsPerChunk)).Smallest, chunk);
                    }
                }
            }
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < dimensions.Length; j++)
                {
                    (int distance, int chunk) = leaders[i * dimensions.Length + j].Winner();
                    rows[j][first + i] = RowIn(chunk, Query(queries, i), dimensions[j], distance);
                }
            }
        }, cancellation);
        return rows;
    }

    /// <summary>Does some work for a few rows at a time, which are given as coordinates, [row * dimensions + dimension], with the number of the first.</summary>
    private void Tiles(TableView view, int size, int threads, Action<int[], int> work, CancellationToken cancellation)
    {
        int[][] coordinates = _space.Coordinates(view);
        int tiles = (view.RowCount + size - 1) / size;
        Parallel.For(0, tiles, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, tile =>
        {
            int first = tile * size;
            var queries = new int[Math.Min(size, view.RowCount - first) * _space.Dimensions];
            for (int dimension = 0; dimension < _space.Dimensions; dimension++)
            {
                for (int i = dimension, row = first; i < queries.Length; i += _space.Dimensions, row++)
                {
                    queries[i] = coordinates[dimension][row];
                }
            }
            work(queries, first);
        });
    }

    private ReadOnlySpan<int> Query(int[] queries, int i) => queries.AsSpan(i * _space.Dimensions, _space.Dimensions);

    private ReadOnlySpan<Vector<int>> Chunk(int chunk) =>
        MemoryMarshal.Cast<int, Vector<int>>(_chunks.AsSpan(chunk * _space.Dimensions * ChunkRows, _space.Dimensions * ChunkRows));

    /// <summary>The first row of a chunk that is this far from a query, with one dimension left out, or none (-1).</summary>
    private int RowIn(int chunk, ReadOnlySpan<int> query, int except, int distance)
    {
        var parts = new Vector<int>[_space.Dimensions * VectorsPerChunk];
        Sums sums = Parts(Chunk(chunk), query, parts);
        if (except >= 0)
        {
            sums = sums.Less(parts.AsSpan(except * VectorsPerChunk, VectorsPerChunk));
        }
        ReadOnlySpan<Vector<int>> vectors = [sums.A, sums.B, sums.C, sums.D];
        return chunk * ChunkRows + MemoryMarshal.Cast<Vector<int>, int>(vectors).IndexOf(distance);
    }

    private Sums Measure(ReadOnlySpan<Vector<int>> rows, ReadOnlySpan<int> query)
    {
        Vector<int> a = Vector<int>.Zero, b = a, c = a, d = a;
        int at = 0;
        int dimension = 0;
        for (; dimension < _space.NumericCount; dimension++, at += VectorsPerChunk)
        {
            var value = new Vector<int>(query[dimension]);
            a += Vector.Abs(value - rows[at]);
            b += Vector.Abs(value - rows[at + 1]);
            c += Vector.Abs(value - rows[at + 2]);
            d += Vector.Abs(value - rows[at + 3]);
        }
        var unit = new Vector<int>(_space.Unit);
        for (; dimension < query.Length; dimension++, at += VectorsPerChunk)
        {
            var value = new Vector<int>(query[dimension]);
            a += Vector.AndNot(unit, Vector.Equals(value, rows[at]));
            b += Vector.AndNot(unit, Vector.Equals(value, rows[at + 1]));
            c += Vector.AndNot(unit, Vector.Equals(value, rows[at + 2]));
            d += Vector.AndNot(unit, Vector.Equals(value, rows[at + 3]));
        }
        return new Sums(a, b, c, d);
    }

    /// <summary>As <see cref="Measure"/>, and each dimension's part of the sums besides.</summary>
    private Sums Parts(ReadOnlySpan<Vector<int>> rows, ReadOnlySpan<int> query, Span<Vector<int>> parts)
    {
        var unit = new Vector<int>(_space.Unit);
        var sums = default(Sums);
        for (int dimension = 0, at = 0; dimension < query.Length; dimension++, at += VectorsPerChunk)
        {
            var value = new Vector<int>(query[dimension]);
            for (int i = at; i < at + VectorsPerChunk; i++)
            {
                parts[i] = dimension < _space.NumericCount ? Vector.Abs(value - rows[i]) : Vector.AndNot(unit, Vector.Equals(value, rows[i]));
            }
            sums = new Sums(sums.A + parts[at], sums.B + parts[at + 1], sums.C + parts[at + 2], sums.D + parts[at + 3]);
        }
        return sums;
    }

    /// <summary>Puts a value of each lane in its place among the smallest of that lane.</summary>
    private static void Insert(Span<Vector<int>> smallest, Vector<int> values)
    {
        foreach (ref Vector<int> at in smallest)
        {
            Vector<int> lower = Vector.Min(at, values);
            values = Vector.Max(at, values);
            at = lower;
        }
    }

    /// <summary>The distances of one query to the rows of one chunk.</summary>
    private readonly record struct Sums(Vector<int> A, Vector<int> B, Vector<int> C, Vector<int> D)
    {
        public Vector<int> Smallest => Vector.Min(Vector.Min(A, B), Vector.Min(C, D));

        public Sums Less(ReadOnlySpan<Vector<int>> part) => new(A - part[0], B - part[1], C - part[2], D - part[3]);
    }

    /// <summary>The smallest distance so far of each lane, and the first chunk that had it.</summary>
    private struct Leader
    {
        private Vector<int> _distance;
        private Vector<int> _chunk;

        public static Leader None => new() { _distance = new Vector<int>(int.MaxValue) };

        public void Offer(Vector<int> distances, int chunk)
        {
            _chunk = Vector.ConditionalSelect(Vector.LessThan(distances, _distance), new Vector<int>(chunk), _chunk);
            _distance = Vector.Min(_distance, distances);
        }

        public readonly (int Distance, int Chunk) Winner()
        {
            (int Distance, int Chunk) winner = (_distance[0], _chunk[0]);
            for (int lane = 1; lane < Vector<int>.Count; lane++)
            {
                (int Distance, int Chunk) other = (_distance[lane], _chunk[lane]);
                winner = other.CompareTo(winner) < 0 ? other : winner;
            }
            return winner;
        }
    }
}

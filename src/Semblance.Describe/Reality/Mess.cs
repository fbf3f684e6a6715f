using Semblance.Describe.Generation;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Reality;

/// <summary>What defects the columns of one table can have, and which cells get which: a pure function of seed, table, column and row.</summary>
internal sealed class Mess
{
    private const int NearestSource = 1000;

    private readonly double _duplicates;
    private readonly double _nearDuplicates;
    private readonly Draws _duplicateDraws;
    private readonly Draws _swapDraws;
    private readonly double _swaps;

    public Mess(CompiledTable table, Plan plan, RealityLevel level, ulong seed)
    {
        Table = table;
        Columns = [.. table.Columns.Select(column => new MessyColumn(table, column, plan, level, seed))];
        _duplicates = level.Rate(DefectKind.Duplicate);
        _nearDuplicates = level.Rate(DefectKind.NearDuplicate);
        _swaps = level.Rate(DefectKind.SwappedFields);
        _duplicateDraws = new Draws(seed, table.Entity.Name, "defect:duplicate");
        _swapDraws = new Draws(seed, table.Entity.Name, "defect:swap");
        int[] texts = [.. Columns.Where(column => column.CanSwap).Select(column => column.Index)];
        SwapPairs = [.. texts.Zip(texts.Skip(1))];
    }

    /// <summary>The table.</summary>
    public CompiledTable Table { get; }

    /// <summary>The columns.</summary>
    public MessyColumn[] Columns { get; }

    /// <summary>Pairs of neighbouring text columns, whose values can come to stand in each other's place.</summary>
    public (int First, int Second)[] SwapPairs { get; }

    /// <summary>Whether a column can have defects at this level.</summary>
    public bool Receives(CompiledColumn column) => Columns[column.Index].Receives;

    /// <summary>The row that a row repeats, or itself.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isNear">Whether it repeats it with small changes.</param>
    public long SourceOf(long row, out bool isNear)
    {
        isNear = false;
        if (row == 0 || _duplicates + _nearDuplicates == 0)
        {
            return row;
        }
        _duplicateDraws.At(row, out ulong chance, out ulong place);
        double unit = Draws.Unit(chance);
        if (unit >= _duplicates + _nearDuplicates)
        {
            return row;
        }
        long source = row - 1 - Draws.Below(place, (ulong)Math.Min(row, NearestSource));
        // A copy of a copy would have to be followed further; the original stays what it is.
        if (source > 0 && Draws.Unit(_duplicateDraws.At(source)) < _duplicates + _nearDuplicates)
        {
            return row;
        }
        isNear = unit >= _duplicates;
        return source;
    }

    /// <summary>The index of the pair of columns whose values are swapped in a row; -1 for none.</summary>
    public int SwapOf(long row)
    {
        if (_swaps == 0 || SwapPairs.Length == 0)
        {
            return -1;
        }
        _swapDraws.At(row, out ulong chance, out ulong pair);
        return Draws.Unit(chance) < _swaps ? (int)Draws.Below(pair, (ulong)SwapPairs.Length) : -1;
    }
}

using Semblance.Describe.Generation;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Reality;

/// <summary>One column's defects.</summary>
internal sealed class MessyColumn
{
    private readonly DefectKind[] _kinds;
    private readonly double[] _ends;
    private readonly Draws _draws;

    public MessyColumn(CompiledTable table, CompiledColumn column, Plan plan, RealityLevel level, ulong seed)
    {
        Index = column.Index;
        Kind = VectorKinds.Of(column.Plan.Type);
        bool isPrimary = column.Index == table.KeyIndex;
        IsKey = isPrimary || column.ForeignKey is not null;
        // A key of its own, and a foreign key that no other row may have, stay with their row when the rest is copied.
        StaysWithRow = isPrimary
            || plan.Relations.Any(relation => relation.Child == table.Entity.Name && (relation.Column == column.Plan.Name || relation.OtherColumn == column.Plan.Name) && relation.Kind is (RelationKinds.OneToOne or RelationKinds.ManyToMany))
            || plan.Rules.Any(rule => rule.Kind == RuleKinds.Unique && rule.Entity == table.Entity.Name && rule.Columns!.Contains(column.Plan.Name));
        BreaksAgainst = Reference(table, column, plan);
        CanSwap = !IsKey && Kind == VectorKind.Text;
        var kinds = new List<DefectKind>();
        var ends = new List<double>();
        double end = 0;
        foreach (DefectKind kind in Possible(column, isPrimary))
        {
            double rate = level.Rate(kind);
            if (rate > 0)
            {
                kinds.Add(kind);
                ends.Add(end += rate);
            }
        }
        _kinds = [.. kinds];
        _ends = [.. ends];
        _draws = new Draws(seed, table.Entity.Name, "defect:" + column.Plan.Name);
        // Copies of rows can change any column that goes with them, and swaps any text.
        Receives = _kinds.Length > 0 || (!IsKey && level.Rate(DefectKind.Duplicate) > 0);
    }

    /// <summary>The column's place.</summary>
    public int Index { get; }

    /// <summary>How clean values are kept.</summary>
    public VectorKind Kind { get; }

    /// <summary>Whether it is a primary or foreign key.</summary>
    public bool IsKey { get; }

    /// <summary>Whether the value stays when a row repeats another.</summary>
    public bool StaysWithRow { get; }

    /// <summary>Whether the column can have defects.</summary>
    public bool Receives { get; }

    /// <summary>Whether its values can be swapped with those of a neighbour.</summary>
    public bool CanSwap { get; }

    /// <summary>What a date is never before in clean tables; null if nothing, or if it is no date.</summary>
    public ColumnReference? BreaksAgainst { get; }

    /// <summary>The defect of a row; null for none.</summary>
    public DefectKind? DefectOf(long row, out ulong bits)
    {
        if (_kinds.Length == 0)
        {
            bits = 0;
            return null;
        }
        _draws.At(row, out ulong chance, out bits);
        double unit = Draws.Unit(chance);
        if (unit >= _ends[^1])
        {
            return null;
        }
        int i = 0;
        while (unit >= _ends[i])
        {
            i++;
        }
        return _kinds[i];
    }

    private List<DefectKind> Possible(CompiledColumn column, bool isPrimary)
    {
        if (IsKey)
        {
            return isPrimary ? [DefectKind.MissingKey, DefectKind.DuplicateKey] : [DefectKind.OrphanKey];
        }
        var kinds = new List<DefectKind> { DefectKind.Missing };
        if (Kind == VectorKind.Text)
        {
            kinds.AddRange([DefectKind.Whitespace, DefectKind.Case, DefectKind.KeyboardTypo, DefectKind.Transposition, DefectKind.ScanError, DefectKind.Encoding]);
            if (column.Plan.Generator is "choice" or "lifecycle" or "constant" or "gender" or "product_category" or "industry" or "list")
            {
                kinds.Add(DefectKind.CategoryVariant);
            }
            if (column.Plan.Generator == "phone")
            {
                kinds.Add(DefectKind.Format);
            }
        }
        else
        {
            kinds.Add(DefectKind.Format);
        }
        if (Kind is VectorKind.Whole or VectorKind.Decimal or VectorKind.Date or VectorKind.DateTime)
        {
            kinds.Add(DefectKind.Outlier);
        }
        if (Kind is VectorKind.Whole or VectorKind.Decimal)
        {
            kinds.Add(DefectKind.UnitSlip);
        }
        if (BreaksAgainst is not null || column.Plan.Generator is "formula" or "sum" or "count" or "age")
        {
            kinds.Add(DefectKind.BrokenRule);
        }
        return kinds;
    }

    private static ColumnReference? Reference(CompiledTable table, CompiledColumn column, Plan plan)
    {
        if (column.Plan.Type is not (PlanTypes.Date or PlanTypes.DateTime))
        {
            return null;
        }
        if (column.Plan.Generator == "after" && ColumnReferences.Text(column.Plan, "column") is { } reference)
        {
            return ColumnReference.Follow(table, reference);
        }
        foreach (PlanRule rule in plan.Rules.Where(rule => rule.Kind == RuleKinds.Order && rule.Entity == table.Entity.Name))
        {
            int place = rule.Columns!.ToList().IndexOf(column.Plan.Name);
            if (place > 0)
            {
                return ColumnReference.Follow(table, rule.Columns![place - 1]);
            }
        }
        return null;
    }
}

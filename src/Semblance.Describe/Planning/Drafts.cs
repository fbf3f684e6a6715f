using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>A table of the plan that is being made.</summary>
internal sealed class EntityDraft(EntityWish wish)
{
    public EntityWish Wish { get; } = wish;

    public string Name => Wish.Name;

    public CatalogEntity? Catalog => Wish.Catalog;

    public List<ColumnDraft> Columns { get; } = [];

    public string? PrimaryKey { get; set; }

    public long? Rows { get; set; } = wish.Rows ?? wish.Catalog?.Rows;

    public double Share { get; set; } = 1;

    /// <summary>The column that stands for a column of the catalog; null if the table has none.</summary>
    public ColumnDraft? Standing(string catalogName) => Columns.FirstOrDefault(column => column.Source.Name == catalogName && column.IsCatalogs);

    public ColumnDraft? Named(string name) => Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A column of the plan that is being made.</summary>
internal sealed class ColumnDraft
{
    public required string Name { get; set; }

    /// <summary>What the catalog, or the rules for names that it does not know, say of it.</summary>
    public required CatalogColumn Source { get; init; }

    /// <summary>Whether the source is a column of the table's catalog entity, so that other lines of it mean this column.</summary>
    public bool IsCatalogs { get; init; }

    /// <summary>What the prompt says of it; null for nothing.</summary>
    public ColumnWish? Wish { get; set; }

    /// <summary>The table that it refers to; null if it is no foreign key.</summary>
    public EntityDraft? Parent { get; set; }

    /// <summary>How the catalog's foreign key behaves.</summary>
    public KeyForm? Key { get; set; }

    /// <summary>Bounds of children per parent that the prompt names.</summary>
    public (long Min, long? Max)? PerParent { get; set; }

    public bool OneToOne { get; set; }

    /// <summary>Whose column it is, such as "customer" of customer_name in a table of orders; empty for the row's own.</summary>
    public string Role { get; init; } = "";

    /// <summary>The form taken, once it is.</summary>
    public ColumnForm? Form { get; set; }

    /// <summary>The column of the plan, once it is made.</summary>
    public PlanColumn? Made { get; set; }
}

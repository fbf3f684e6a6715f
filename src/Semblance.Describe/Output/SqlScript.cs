using System.Text;
using Semblance.Describe.Generation;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Output;

/// <summary>
/// What stands around the rows of an SQL script: CREATE TABLE with keys, parents before children. Keys that refer in a circle are added at the end, where
/// the database can. Columns that receive defects are TEXT without any constraint.
/// </summary>
internal sealed class SqlScript(IReadOnlyList<CompiledTable> tables, Func<CompiledColumn, CompiledTable, bool> receivesDefects, SqlDialect dialect)
{
    private const int KeyLength = 191;

    /// <summary>An identifier in quotes.</summary>
    public static string Name(string name, SqlDialect dialect) => dialect == SqlDialect.MySql ? $"`{name}`" : $"\"{name}\"";

    /// <summary>The tables, parents before children as far as they don't refer in a circle.</summary>
    public IReadOnlyList<CompiledTable> Order()
    {
        var ordered = new List<CompiledTable>();
        var visited = new HashSet<CompiledTable>();
        foreach (CompiledTable table in tables)
        {
            Visit(table);
        }
        return ordered;

        void Visit(CompiledTable table)
        {
            if (!visited.Add(table))
            {
                return;
            }
            foreach (CompiledColumn column in table.Columns.Where(column => column.ForeignKey is not null))
            {
                Visit(column.ForeignKey!.Parent);
            }
            ordered.Add(table);
        }
    }

    /// <summary>The beginning of the script: one transaction, so that a script that fails leaves nothing half-done.</summary>
    public string Begin() => dialect switch
    {
        SqlDialect.Sqlite => "PRAGMA foreign_keys = ON;\nBEGIN TRANSACTION;\n\n",
        SqlDialect.MySql => "SET NAMES utf8mb4;\nSTART TRANSACTION;\n\n",
        _ => "BEGIN;\n\n",
    };

    /// <summary>The CREATE TABLE statement of a table.</summary>
    public string Create(CompiledTable table)
    {
        var text = new StringBuilder($"CREATE TABLE {Name(table.Entity.Name, dialect)} (\n");
        var lines = new List<string>();
        foreach (CompiledColumn column in table.Columns)
        {
            bool isKey = IsUsableKey(table, column);
            bool isRequired = isKey && !receivesDefects(column, table);
            lines.Add($"  {Name(column.Plan.Name, dialect)} {TypeOf(table, column)}{(isRequired ? " NOT NULL" : "")}");
        }
        if (table.KeyIndex >= 0 && IsUsableKey(table, table.Columns[table.KeyIndex]))
        {
            lines.Add($"  PRIMARY KEY ({Name(table.Entity.PrimaryKey!, dialect)})");
        }
        foreach (CompiledColumn column in table.Columns.Where(column => column.Plan.Unique && column.Index != table.KeyIndex && !receivesDefects(column, table)))
        {
            lines.Add($"  UNIQUE ({Name(column.Plan.Name, dialect)})");
        }
        foreach (CompiledColumn column in Keys(table).Where(column => dialect == SqlDialect.Sqlite || !IsAddedLater(table, column)))
        {
            lines.Add("  " + Reference(column) + (dialect == SqlDialect.Sqlite ? " DEFERRABLE INITIALLY DEFERRED" : ""));
        }
        return text.AppendJoin(",\n", lines).Append("\n);\n\n").ToString();
    }

    /// <summary>
    /// Keys that refer in a circle or to their own table and are complete once a table is there; nothing where the database takes them in CREATE TABLE.
    /// </summary>
    public string Complete(CompiledTable table)
    {
        if (dialect == SqlDialect.Sqlite)
        {
            return "";
        }
        List<CompiledTable> order = [.. Order()];
        int place = order.IndexOf(table);
        var text = new StringBuilder();
        foreach (CompiledTable owner in order)
        {
            foreach (CompiledColumn column in Keys(owner).Where(column => IsAddedLater(owner, column)))
            {
                // Whichever of the two tables comes last.
                if (Math.Max(order.IndexOf(owner), order.IndexOf(column.ForeignKey!.Parent)) == place)
                {
                    text.Append($"ALTER TABLE {Name(owner.Entity.Name, dialect)} ADD {Reference(column)};\n");
                }
            }
        }
        return text.ToString();
    }

    /// <summary>The end of the script: all keys that refer in a circle or to their own table, and the commit.</summary>
    public string End() => "\n" + string.Concat(Order().Select(Complete)) + "COMMIT;\n";

    private IEnumerable<CompiledColumn> Keys(CompiledTable table) => table.Columns.Where(column =>
        column.ForeignKey is { } key && !receivesDefects(column, table) && IsUsableKey(key.Parent, key.Parent.Columns[key.Parent.KeyIndex]));

    private string Reference(CompiledColumn column)
    {
        CompiledTable parent = column.ForeignKey!.Parent;
        return $"FOREIGN KEY ({Name(column.Plan.Name, dialect)}) REFERENCES {Name(parent.Entity.Name, dialect)} ({Name(parent.Entity.PrimaryKey!, dialect)})";
    }

    // A row that refers to a later row or table cannot be inserted under the constraint.
    private bool IsAddedLater(CompiledTable table, CompiledColumn column)
    {
        IReadOnlyList<CompiledTable> order = Order();
        CompiledTable parent = column.ForeignKey!.Parent;
        return parent == table || order.ToList().IndexOf(parent) > order.ToList().IndexOf(table);
    }

    private bool IsUsableKey(CompiledTable table, CompiledColumn column) => column.Index == table.KeyIndex && !receivesDefects(column, table);

    private string TypeOf(CompiledTable table, CompiledColumn column)
    {
        if (receivesDefects(column, table))
        {
            return dialect == SqlDialect.MySql ? "LONGTEXT" : "TEXT";
        }
        bool isIndexed = column.Index == table.KeyIndex || column.Plan.Unique || column.ForeignKey is not null;
        return (column.Plan.Type, dialect) switch
        {
            (PlanTypes.Integer, SqlDialect.Sqlite) => "INTEGER",
            (PlanTypes.Integer, _) => "BIGINT",
            (PlanTypes.Decimal, SqlDialect.Sqlite) => "NUMERIC",
            (PlanTypes.Decimal, SqlDialect.MySql) => "DECIMAL(30,9)",
            (PlanTypes.Decimal, _) => "NUMERIC",
            (PlanTypes.Boolean, SqlDialect.Sqlite) => "INTEGER",
            (PlanTypes.Boolean, _) => "BOOLEAN",
            (PlanTypes.Date, SqlDialect.Sqlite) or (PlanTypes.DateTime, SqlDialect.Sqlite) or (PlanTypes.Time, SqlDialect.Sqlite) => "TEXT",
            (PlanTypes.Date, _) => "DATE",
            (PlanTypes.DateTime, SqlDialect.MySql) => "DATETIME",
            (PlanTypes.DateTime, _) => "TIMESTAMP",
            (PlanTypes.Time, _) => "TIME",
            (_, SqlDialect.MySql) => isIndexed ? $"VARCHAR({KeyLength})" : "LONGTEXT",
            _ => "TEXT",
        };
    }
}

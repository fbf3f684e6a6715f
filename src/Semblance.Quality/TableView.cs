using Semblance.Data;
using Semblance.Numerics;

namespace Semblance.Quality;

/// <summary>
/// A table as the metrics see it: the columns that can be compared, numbers as numbers, categories with one level list for all of
/// the tables that were aligned together. Identifiers, texts and empty columns are left out.
/// </summary>
public sealed class TableView
{
    private TableView(IReadOnlyList<ViewColumn> columns, int rowCount)
    {
        Columns = columns;
        RowCount = rowCount;
    }

    /// <summary>The compared columns, in the order of the real table.</summary>
    public IReadOnlyList<ViewColumn> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Aligns tables by column name. The real table decides which columns are compared and which of them are numbers.</summary>
    /// <param name="settings">Names the columns that are categories whatever their kind.</param>
    /// <param name="real">The real table.</param>
    /// <param name="others">Tables to compare with it: synthetic rows, a holdout.</param>
    /// <returns>One view per table, the real one first.</returns>
    /// <exception cref="TableException">A table lacks a compared column, a name in the settings is unknown, or no column can be compared.</exception>
    public static TableView[] Align(MetricSettings settings, Table real, params ReadOnlySpan<Table> others)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(real);
        foreach (string name in settings.Categorical)
        {
            if (real.IndexOf(name) < 0)
            {
                throw new TableException($"The table has no column '{name}', which is named as a category; its columns are {string.Join(", ", real.Schema.Select(column => column.Name))}.");
            }
        }
        var columns = new List<ViewColumn>[1 + others.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = [];
        }
        foreach (Column column in real.Columns)
        {
            bool forced = settings.Categorical.Contains(column.Name) && column.Kind != ColumnKind.Empty;
            if (!forced && column.Kind is ColumnKind.Identifier or ColumnKind.Text or ColumnKind.Empty)
            {
                continue;
            }
            var levels = forced || column.Kind is ColumnKind.Category or ColumnKind.Boolean ? new LevelList() : null;
            columns[0].Add(ViewConversion.ToView(column, levels));
            for (int i = 0; i < others.Length; i++)
            {
                int at = others[i].IndexOf(column.Name);
                if (at < 0)
                {
                    throw new TableException($"Column '{column.Name}' of the real table is missing in a table it is compared with; both need the same columns.");
                }
                columns[1 + i].Add(ViewConversion.ToView(others[i].Columns[at], levels));
            }
        }
        if (columns[0].Count == 0)
        {
            throw new TableException("The real table has no column of numbers, dates or categories, so there is nothing to compare.");
        }
        var views = new TableView[columns.Length];
        for (int i = 0; i < views.Length; i++)
        {
            views[i] = new TableView(columns[i], i == 0 ? real.RowCount : others[i - 1].RowCount);
        }
        return views;
    }

    /// <summary>The position of a column, or -1.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>Some rows, in the order given; a copy.</summary>
    public TableView Select(ReadOnlySpan<int> rows)
    {
        var selected = new ViewColumn[Columns.Count];
        for (int i = 0; i < selected.Length; i++)
        {
            selected[i] = Columns[i].Select(rows);
        }
        return new TableView(selected, rows.Length);
    }

    /// <summary>Both views with as many rows as the smaller one has; the larger is sampled, its rows kept in their order.</summary>
    public static (TableView First, TableView Second) OfEqualSize(TableView first, TableView second, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        int size = Math.Min(first.RowCount, second.RowCount);
        return (SampleRows.AtMost(first, size, seed, SampleRows.EqualSizeStream), SampleRows.AtMost(second, size, seed, SampleRows.EqualSizeStream));
    }

    /// <summary>The rows of this view and then those of another that was aligned with it.</summary>
    internal TableView Append(TableView other) =>
        new([.. Columns.Select((column, i) => column.Append(other.Columns[i]))], RowCount + other.RowCount);

    /// <summary>Rows whose columns are drawn independently of each other, with replacement.</summary>
    internal TableView DrawColumns(int rows, ulong seed)
    {
        var random = new Philox(seed);
        var drawn = new ViewColumn[Columns.Count];
        for (int i = 0; i < drawn.Length; i++)
        {
            RandomSequence numbers = random.At(SampleRows.IndependentStream, (ulong)i);
            var chosen = new int[rows];
            for (int row = 0; row < rows; row++)
            {
                chosen[row] = numbers.NextInt32(RowCount);
            }
            drawn[i] = Columns[i].Select(chosen);
        }
        return new TableView(drawn, rows);
    }
}

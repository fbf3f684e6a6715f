using System.Collections.Concurrent;
using System.Globalization;
using Semblance.Data;
using Semblance.Models;

namespace Semblance.Workspace.Datasets;

/// <summary>Looks at a table: one pass and one sort per column. Memory: two numbers per row for each column that is looked at at a time.</summary>
public static class DatasetProfiler
{
    /// <summary>The word for the type of a column that is left out.</summary>
    private const string Ignored = "ignored";

    /// <summary>Profiles a table.</summary>
    /// <param name="document">What was read, with the overrides applied.</param>
    /// <param name="fileColumns">The names of all columns of the file in their order, ignored ones among them; null if none is ignored.</param>
    /// <param name="threads">Worker threads; the result does not depend on them.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static DatasetProfile Profile(TableDocument document, IReadOnlyList<string>? fileColumns = null, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        Table table = document.Table;
        var rowHashes = new ulong[table.RowCount];
        var profiles = new ConcurrentDictionary<string, ColumnProfile>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, table.Columns.Count, options, i =>
        {
            Column column = table.Columns[i];
            ulong[] hashes = ValueHashes.Of(column);
            lock (rowHashes)
            {
                ValueHashes.AddTo(rowHashes, hashes, i);
            }
            profiles[column.Name] = ColumnSummary.Of(column, hashes);
        });
        int duplicates = table.RowCount - ValueHashes.CountDistinct(rowHashes);
        ColumnProfile[] columns =
        [
            .. (fileColumns ?? [.. table.Columns.Select(column => column.Name)])
                .Select(name => profiles.TryGetValue(name, out ColumnProfile? profile) ? profile : new ColumnProfile { Name = name, Type = Ignored }),
        ];
        return new DatasetProfile
        {
            Rows = table.RowCount,
            DuplicateRows = duplicates,
            Columns = columns,
            Warnings = document.Warnings,
            Quality = DataQualityScore.Of(table.RowCount, duplicates, [.. columns.Where(column => column.Type != Ignored)]),
        };
    }
}

/// <summary>Scores a table as a thing to learn from.</summary>
internal static class DataQualityScore
{
    private const double CompletenessWeight = 50;
    private const double UniquenessWeight = 25;
    private const double InformationWeight = 25;
    private const double MuchMissing = 0.05;
    private const double MostlyOneLevel = 0.95;
    private const double MostlyDistinct = 0.5;
    private const int EnoughToBeDistinct = 50;

    /// <summary>
    /// The score: 50 times the share of cells that hold a value, and 25 times the share of rows that do not repeat an earlier one, and 25
    /// times the share of columns with at least two distinct values. The issues say what lowers it, and what is generated anew.
    /// </summary>
    public static DataQuality Of(int rows, int duplicates, IReadOnlyList<ColumnProfile> columns)
    {
        double cells = Math.Max((double)rows * columns.Count, 1);
        double complete = 1 - (columns.Sum(column => (double)column.Missing!.Value) / cells);
        double unique = 1 - (duplicates / (double)Math.Max(rows, 1));
        double informative = columns.Count(column => column.Distinct > 1) / (double)Math.Max(columns.Count, 1);
        double score = (CompletenessWeight * complete) + (UniquenessWeight * unique) + (InformationWeight * informative);
        var issues = new List<QualityIssue>();
        if (rows < Synthesizers.MinimumRows || columns.Count < Synthesizers.MinimumColumns)
        {
            issues.Add(new QualityIssue("too_small", null, $"A model needs more than {Synthesizers.MinimumRows - 1} rows and more than {Synthesizers.MinimumColumns - 1} columns; this table has {rows} and {columns.Count}."));
        }
        if (duplicates > 0)
        {
            issues.Add(new QualityIssue("duplicate_rows", null, $"{Share(duplicates, rows)} of the rows repeat an earlier one."));
        }
        issues.AddRange(columns.SelectMany(column => IssuesOf(column, rows)));
        return new DataQuality(Math.Round(score, 1), issues);
    }

    private static IEnumerable<QualityIssue> IssuesOf(ColumnProfile column, int rows)
    {
        int present = rows - column.Missing!.Value;
        if (present == 0)
        {
            yield return new QualityIssue("empty", column.Name, "No row has a value.");
            yield break;
        }
        if (column.MissingShare > MuchMissing)
        {
            yield return new QualityIssue("missing", column.Name, $"{Share(column.Missing.Value, rows)} of the values are missing.");
        }
        if (column.Distinct == 1)
        {
            yield return new QualityIssue("constant", column.Name, "All values are the same.");
        }
        else if (column.Top is [{ } first, ..] && first.Count > MostlyOneLevel * present)
        {
            yield return new QualityIssue("imbalanced", column.Name, $"One value makes up {Share(first.Count, present)} of the column.");
        }
        if (column.Type == "category" && present >= EnoughToBeDistinct && column.Distinct > MostlyDistinct * present)
        {
            yield return new QualityIssue("high_cardinality", column.Name, $"The column has {column.Distinct} distinct values in {present} rows; say 'identifier' or 'text' of it if they are names of rows or free text.");
        }
        if (column.Type is "identifier" or "text")
        {
            yield return new QualityIssue("generated_anew", column.Name, column.Type == "text" ? "Free text is generated anew; it is not copied." : "The values name rows: they are generated anew and not copied.");
        }
    }

    private static string Share(int part, int whole) => ((double)part / whole).ToString("0.#%", CultureInfo.InvariantCulture);
}

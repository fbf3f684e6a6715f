using System.Text.Json;
using Semblance.Data;

namespace Semblance.Workspace.Datasets;

/// <summary>The first rows of a table, kept beside it so that looking at them does not mean reading it again.</summary>
/// <param name="Columns">The names of the columns, ignored ones left out.</param>
/// <param name="Rows">Values in the order of the columns: a number, a text as it is written in the table, or null for a missing value.</param>
public sealed record DatasetPreview(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>The most rows that are kept.</summary>
    public const int MostRows = 500;

    /// <summary>The most characters that are kept; of wide tables there are fewer rows, at least one.</summary>
    private const int MostCharacters = 1_000_000;

    /// <summary>Takes the first rows of a table.</summary>
    public static DatasetPreview Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var rows = new List<IReadOnlyList<object?>>();
        int characters = 0;
        for (int row = 0; row < Math.Min(table.RowCount, MostRows) && characters < MostCharacters; row++)
        {
            var values = new object?[table.Columns.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = ValueOf(table.Columns[i], row);
                characters += values[i] is string text ? text.Length : sizeof(double);
            }
            rows.Add(values);
        }
        return new DatasetPreview([.. table.Columns.Select(column => column.Name)], rows);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static DatasetPreview Parse(string json) => JsonSerializer.Deserialize<DatasetPreview>(json)!;

    /// <summary>As it is kept.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    private static object? ValueOf(Column column, int row) =>
        column.IsMissing(row) ? null
        : column is NumberColumn numbers && double.IsFinite(numbers.Values[row]) ? numbers.Values[row]
        : ValueText.Format(column, row);
}

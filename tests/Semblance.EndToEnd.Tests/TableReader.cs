using Semblance.Data;
using Semblance.Data.Csv;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>Reads what the program wrote, as any later program would.</summary>
internal static class TableReader
{
    public static CsvDocument Read(string path, params ReadOnlySpan<(string Column, ColumnType Type)> types)
    {
        var byColumn = new Dictionary<string, ColumnType>();
        foreach ((string column, ColumnType type) in types)
        {
            byColumn.Add(column, type);
        }
        return CsvReader.ReadFile(path, new CsvReadOptions { Types = byColumn }, ct: TestContext.Current.CancellationToken);
    }
}

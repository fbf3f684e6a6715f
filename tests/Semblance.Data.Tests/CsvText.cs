using System.Text;
using Semblance.Data.Csv;

namespace Semblance.Data.Tests;

/// <summary>Short ways to read and write CSV in tests.</summary>
internal static class CsvText
{
    public static CsvDocument Read(string text, CsvReadOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    public static CsvDocument Read(byte[] bytes, CsvReadOptions? options = null)
    {
        using var stream = new MemoryStream(bytes);
        return CsvReader.Read(stream, "test.csv", options);
    }

    public static byte[] WriteBytes(CsvDocument document)
    {
        using var stream = new MemoryStream();
        CsvWriter.Write(stream, document.Table.Schema, [document.Table], document.Dialect);
        return stream.ToArray();
    }

    public static string Write(CsvDocument document) => Encoding.UTF8.GetString(WriteBytes(document));

    public static string[] Cells(Column column) => [.. Enumerable.Range(0, column.Count).Select(row => ValueText.Format(column, row))];

    public static string[][] Rows(Table table) =>
        [.. Enumerable.Range(0, table.RowCount).Select(row => table.Columns.Select(column => ValueText.Format(column, row)).ToArray())];
}

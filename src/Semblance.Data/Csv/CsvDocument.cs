namespace Semblance.Data.Csv;

/// <summary>What was read from a CSV file.</summary>
/// <param name="Table">The typed columns.</param>
/// <param name="Dialect">How the file was written, for writing another like it.</param>
/// <param name="Warnings">One sentence each for what was repaired or left out, such as short rows; empty for a regular file.</param>
public sealed record CsvDocument(Table Table, CsvDialect Dialect, IReadOnlyList<string> Warnings) : TableDocument(Table, Dialect, Warnings);

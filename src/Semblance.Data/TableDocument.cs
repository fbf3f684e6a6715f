namespace Semblance.Data;

/// <summary>What was read from a file.</summary>
/// <param name="Table">The typed columns.</param>
/// <param name="Layout">How the file was written, for writing another like it.</param>
/// <param name="Warnings">One sentence each for what was repaired or left out; empty for a regular file.</param>
public record TableDocument(Table Table, FileLayout Layout, IReadOnlyList<string> Warnings);

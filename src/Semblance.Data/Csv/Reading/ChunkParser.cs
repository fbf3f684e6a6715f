namespace Semblance.Data.Csv.Reading;

/// <summary>What came of one chunk.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Parts">One part per column; null where the column is left out or no longer expected to fit.</param>
/// <param name="Repairs">What was repaired.</param>
internal sealed record ChunkResult(int Rows, ColumnPart?[] Parts, RepairCounts Repairs);

/// <summary>Turns chunks into parts of columns. One per worker.</summary>
internal sealed class ChunkParser(CsvLayout layout, ColumnPlan[] plans, string name)
{
    // So few that the fields of a batch stay in the fastest caches while the columns go over them one after another.
    private const int FieldsPerBatch = 4096;

    private readonly Scratch _scratch = new();
    private Field[] _fields = new Field[FieldsPerBatch + 1024];

    /// <summary>Parses a chunk; refutes plans that do not hold.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="reused">Parts of an earlier result that are not needed any more; null if there are none.</param>
    /// <exception cref="TableException">A row cannot be understood.</exception>
    public ChunkResult Parse(Chunk chunk, ColumnPart?[]? reused)
    {
        int width = plans.Length;
        int batchRows = Math.Max(FieldsPerBatch / width, 16);
        ColumnPart?[] parts = reused ?? new ColumnPart?[width];
        for (int column = 0; column < width; column++)
        {
            parts[column]?.Clear();
            parts[column] = plans[column].Refuted ? null : parts[column] ?? plans[column].NewPart();
        }
        var rows = new RowAssembler(chunk, layout.Dialect, plans, name);
        CsvSyntax syntax = CsvSyntax.Of(layout.Dialect);
        int total = 0, expected = 0;
        int count;
        while ((count = rows.Read(ref _fields, batchRows)) > 0)
        {
            if (expected == 0)
            {
                expected = (int)Math.Min(int.MaxValue / 2, (chunk.Length * (long)count / Math.Max(rows.Position, 1) * 17 / 16) + batchRows);
            }
            var batch = new FieldBatch
            {
                Data = chunk.Bytes,
                Fields = _fields.AsSpan(0, count * width),
                Width = width,
                Rows = count,
                RowsExpected = expected,
                Syntax = syntax,
                Scratch = _scratch,
            };
            for (int column = 0; column < width; column++)
            {
                if (parts[column] is ColumnPart part && !part.Add(batch, column))
                {
                    plans[column].Refuted = true;
                    parts[column] = null;
                }
            }
            total += count;
        }
        return new ChunkResult(total, parts, rows.Repairs);
    }
}

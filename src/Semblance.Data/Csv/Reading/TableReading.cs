using Semblance.Data.Files;
using Semblance.Data.Typing;

namespace Semblance.Data.Csv.Reading;

/// <summary>Reads a table from a source whose encoding is known.</summary>
internal static class TableReading
{
    /// <summary>Reads the table; null if the text was taken for UTF-8 and is not.</summary>
    public static CsvDocument? TryRead(FileSource source, TextEncoding encoding, CsvReadOptions options, CancellationToken ct)
    {
        CsvLayout layout;
        List<SampleRow> sample;
        using (Stream text = encoding.Open(source))
        {
            (byte[] prefix, bool isWhole) = Prefix.Read(text, rowsNeeded: true, source.Name);
            layout = CsvSniffer.Find(prefix, isWhole, encoding, source.Name, options);
            if (encoding.IsUtf8 && !EncodingDetector.IsUtf8(prefix.AsSpan(0, layout.DataStart)))
            {
                return null;
            }
            sample = SampleRows.Read(prefix.AsSpan(layout.DataStart), isWhole, CsvSyntax.Of(layout.Dialect));
        }
        ColumnPlan[] plans = Plan(layout, sample, options, source.Name);
        int expected = RowsExpected(source, encoding, layout, sample, options);
        ColumnCollector[] collectors = [.. plans.Select(plan => new ColumnCollector(plan, expected))];
        ChunkPass? pass = Read(source, encoding, layout, plans, collectors, options, ct);
        if (pass is null)
        {
            return null;
        }
        int rows = pass.Rows;
        var columns = new Column?[plans.Length];
        Finish(plans, collectors, columns, options.Threads);

        // Columns that broke the plan made from the first rows are read again, as texts this time, which is always right.
        int[] again = [.. Enumerable.Range(0, plans.Length).Where(i => !plans[i].Skipped && columns[i] is null)];
        if (again.Length > 0)
        {
            ColumnPlan[] second = [.. plans.Select((plan, i) => again.Contains(i) ? ColumnPlan.Texts(plan.Context) : ColumnPlan.Skip(plan.Context))];
            collectors = [.. second.Select(plan => new ColumnCollector(plan, rows))];
            Read(source, encoding, layout, second, collectors, options, ct);
            Finish(second, collectors, columns, options.Threads);
        }
        return new CsvDocument(
            new Table([.. columns.OfType<Column>()], rows),
            layout.Dialect with { FinalNewline = pass.EndsInNewline },
            [.. layout.Warnings, .. Warnings(source.Name, pass.Repairs)]);
    }

    // Arrays of the final length from the start halve the memory that reading takes. For a large file, counting its lines is quick beside
    // reading it, and exact unless values have newlines in them; otherwise, the first rows give an estimate.
    private static int RowsExpected(FileSource source, TextEncoding encoding, CsvLayout layout, List<SampleRow> sample, CsvReadOptions options)
    {
        const long Large = 32 << 20;
        const int Least = 1024;
        if (encoding.IsUtf8 && source.Length >= Large && !sample.Exists(row => row.Quoted.Contains(true)))
        {
            byte newline = (byte)layout.Dialect.Newline[^1];
            if (source.CountBytes(newline, options.Threads) is (long lines, byte last))
            {
                return (int)Math.Clamp(lines - (layout.DataLine - 1) + (last == newline ? 0 : 1), Least, Array.MaxLength);
            }
        }
        long bytes = source.IsPacked || sample.Count == 0 ? 0 : source.Length * sample.Count / Math.Max(sample[^1].End, 1);
        return (int)Math.Clamp(bytes + (bytes >> 5), Least, Array.MaxLength / 2);
    }

    private static ColumnPlan[] Plan(CsvLayout layout, List<SampleRow> sample, CsvReadOptions options, string source)
    {
        string[] names = ColumnNames.MakeUnique(layout.Headers);
        ColumnWish[] wishes = ColumnWish.Resolve(names, options, source);
        var plans = new ColumnPlan[names.Length];
        for (int i = 0; i < plans.Length; i++)
        {
            int column = i;
            var context = new ColumnContext(names[i], layout.Headers[i] == names[i] ? null : layout.Headers[i], wishes[i].Type, layout.Dialect.Delimiter, source);
            plans[i] = wishes[i].Dropped ? ColumnPlan.Skip(context)
                : options.TextsOnly ? ColumnPlan.Texts(context)
                : ColumnPlan.Guess(context, sample.Where(row => row.Cells.Length > column && !row.IsBlank).Select(row => row.Cells[column]));
        }
        return plans;
    }

    private static ChunkPass? Read(FileSource source, TextEncoding encoding, CsvLayout layout, ColumnPlan[] plans, ColumnCollector[] collectors, CsvReadOptions options, CancellationToken ct)
    {
        using Stream data = encoding.Open(source);
        Skip(data, layout.DataStart);
        var reader = new ChunkReader(data, layout.Dialect, source.Name, layout.DataLine, options.ChunkBytes);
        var pass = new ChunkPass(layout, plans, collectors, source.Name, encoding.IsUtf8);
        pass.Run(reader, options.Threads, ct);
        pass.EndsInNewline = reader.LastByte == 0 ? layout.EndsInNewline : reader.LastByte is (byte)'\n' or (byte)'\r';
        return pass.NotUtf8 ? null : pass;
    }

    private static void Finish(ColumnPlan[] plans, ColumnCollector[] collectors, Column?[] columns, int threads) =>
        Work.ForEach(plans.Length, threads, i =>
        {
            if (!plans[i].Skipped)
            {
                columns[i] = collectors[i].Finish();
            }
        });

    private static IEnumerable<string> Warnings(string name, RepairCounts repairs)
    {
        if (repairs.Short > 0)
        {
            yield return $"{name}: {repairs.Short} {(repairs.Short == 1 ? "row has" : "rows have")} too few fields; the rest was taken as empty.";
        }
        if (repairs.Long > 0)
        {
            yield return $"{name}: {repairs.Long} {(repairs.Long == 1 ? "row ends" : "rows end")} in empty fields too many, which were left out.";
        }
        if (repairs.Joined > 0)
        {
            yield return $"{name}: {repairs.Joined} {(repairs.Joined == 1 ? "row has" : "rows have")} an unquoted delimiter inside a value; it was taken as part of the value.";
        }
        if (repairs.Comments > 0)
        {
            yield return $"{name}: left out {repairs.Comments} comment {(repairs.Comments == 1 ? "line" : "lines")} beginning with #.";
        }
    }

    private static void Skip(Stream stream, int bytes)
    {
        byte[] buffer = new byte[Math.Min(bytes, 1 << 16)];
        while (bytes > 0)
        {
            int read = stream.Read(buffer, 0, Math.Min(bytes, buffer.Length));
            if (read == 0)
            {
                return;
            }
            bytes -= read;
        }
    }
}

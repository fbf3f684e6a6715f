using Semblance.Data.Text;
using Semblance.Data.Typing;

namespace Semblance.Data.Csv.Reading;

/// <summary>Reads a table from a source whose encoding is known.</summary>
internal static class TableReading
{
    /// <summary>Reads the table; null if the text was taken for UTF-8 and is not.</summary>
    public static CsvDocument? TryRead(CsvSource source, TextEncoding encoding, CsvReadOptions options, CancellationToken ct)
    {
        CsvLayout layout;
        using (Stream text = source.OpenText(encoding))
        {
            (byte[] prefix, bool isWhole) = Prefix.Read(text, rowsNeeded: true, source.Name);
            layout = CsvSniffer.Find(prefix, isWhole, encoding, source.Name, options);
        }
        string[] names = ColumnNames.MakeUnique(layout.Headers);
        ColumnWish[] wishes = ColumnWish.Resolve(names, options, source.Name);

        using Stream data = source.OpenText(encoding);
        Skip(data, layout.DataStart);
        var reader = new ChunkReader(data, layout.Dialect, source.Name, layout.DataLine, options.ChunkBytes);
        var dictionaries = new ByteDictionary[names.Length];
        var codes = new List<int>[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            dictionaries[i] = new ByteDictionary();
            codes[i] = [];
        }
        var repairs = default(RepairCounts);
        Field[] fields = new Field[1024];
        byte[] scratch = new byte[256];
        int total = 0;
        CsvSyntax syntax = CsvSyntax.Of(layout.Dialect);
        while (reader.Next(ct) is Chunk chunk)
        {
            if (encoding.IsUtf8 && !EncodingDetector.IsUtf8(chunk.Bytes))
            {
                return null;
            }
            var rows = new RowAssembler(chunk, layout.Dialect, names.Length, source.Name);
            int count;
            while ((count = rows.Read(ref fields, 256)) > 0)
            {
                total += count;
                for (int column = 0; column < names.Length; column++)
                {
                    if (wishes[column].Dropped)
                    {
                        continue;
                    }
                    for (int row = 0; row < count; row++)
                    {
                        Field field = fields[(row * names.Length) + column];
                        ReadOnlySpan<byte> value = chunk.Bytes.Slice(field.Start, field.Length);
                        if (field.IsEscaped)
                        {
                            scratch = scratch.Length < value.Length ? new byte[value.Length * 2] : scratch;
                            value = scratch.AsSpan(0, RowTokenizer.Unescape(value, syntax, scratch));
                        }
                        codes[column].Add(dictionaries[column].Add(value, field.IsQuoted ? ByteDictionary.SeenQuoted : ByteDictionary.SeenPlain));
                    }
                }
            }
            repairs.Add(rows.Repairs);
            reader.Return(chunk);
        }
        var columns = new List<Column>();
        for (int i = 0; i < names.Length; i++)
        {
            if (!wishes[i].Dropped)
            {
                string? header = layout.Headers[i] == names[i] ? null : layout.Headers[i];
                var context = new ColumnContext(names[i], header, wishes[i].Type, layout.Dialect.Delimiter, source.Name);
                columns.Add(ColumnTyping.Build(context, dictionaries[i], [.. codes[i]]));
            }
        }
        bool finalNewline = reader.LastByte is (byte)'\n' or (byte)'\r' or 0;
        return new CsvDocument(new Table(columns, total), layout.Dialect with { FinalNewline = finalNewline }, [.. layout.Warnings, .. Warnings(source.Name, repairs)]);
    }

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

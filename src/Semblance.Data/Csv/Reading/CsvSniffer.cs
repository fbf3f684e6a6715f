namespace Semblance.Data.Csv.Reading;

/// <summary>Finds the <see cref="CsvLayout"/> of a file from its first rows.</summary>
internal static class CsvSniffer
{
    /// <summary>The most columns that a table can have.</summary>
    public const int MaxColumns = 50_000;

    private const int MaxNameLength = 10_000;

    /// <summary>Finds the layout.</summary>
    /// <param name="prefix">The beginning of the text, in UTF-8.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="encoding">The encoding that it came in.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="options">What the caller knows.</param>
    /// <exception cref="TableException">There is no table in it.</exception>
    public static CsvLayout Find(ReadOnlySpan<byte> prefix, bool isWhole, TextEncoding encoding, string name, CsvReadOptions options)
    {
        byte quote = (byte)'"';
        char delimiter = options.Delimiter ?? DelimiterSniffer.Find(prefix, isWhole, quote);
        if (delimiter > 127 || delimiter is '"' or '\n' or '\r')
        {
            throw new TableException($"The delimiter '{delimiter}' cannot be used; it must be one ASCII character other than a quote or a newline.");
        }
        var syntax = new CsvSyntax((byte)delimiter, quote, false, HasBackslashEscapes(prefix, (byte)delimiter));
        List<SampleRow> rows = SampleRows.Read(prefix, isWhole, syntax, maxFields: MaxColumns + 1);
        if (delimiter is not (' ' or '\t') && SpacesFollowDelimiters(rows))
        {
            syntax = syntax with { SpaceAfterDelimiter = true };
            rows = SampleRows.Read(prefix, isWhole, syntax, maxFields: MaxColumns + 1);
        }
        if (rows.TrueForAll(row => row.IsBlank))
        {
            throw new TableException($"{name} has no rows: there is nothing in it but blank lines.");
        }

        var warnings = new List<string>();
        int width = DelimiterSniffer.UsualWidth(rows);
        int first = FirstRow(rows, width);
        int skipped = rows.Take(first).Count(row => !row.IsBlank);
        if (skipped > 0)
        {
            warnings.Add($"{name}: left out {skipped} {(skipped == 1 ? "row" : "rows")} above the column names.");
        }
        List<SampleRow> body = rows[first..];
        bool hasHeader = options.HasHeader ?? HeaderSniffer.HasHeader(body.FindAll(row => !row.IsBlank), width);
        SampleRow head = body[0];
        string[] headers = hasHeader ? Headers(head, body, width) : new string[width];
        if (!hasHeader)
        {
            Array.Fill(headers, "");
        }
        Check(headers, name);

        int dataStart = hasHeader ? head.End : head.Start;
        string newline = NewlineOf(prefix, rows);
        var dialect = new CsvDialect
        {
            Delimiter = delimiter,
            Quote = (char)quote,
            Newline = newline,
            HasHeader = hasHeader,
            HeaderQuoted = hasHeader && head.Cells.Length > 0 && head.Quoted.Where((_, i) => head.Cells[i].Length > 0).DefaultIfEmpty(false).All(quoted => quoted),
            SpaceAfterDelimiter = syntax.SpaceAfterDelimiter,
            BackslashEscapes = syntax.BackslashEscapes,
            ByteOrderMark = encoding is { IsUtf8: true, MarkLength: > 0 },
            Encoding = encoding.Name,
        };
        return new CsvLayout
        {
            Dialect = dialect,
            Headers = headers,
            DataStart = dataStart,
            DataLine = 1 + prefix[..dataStart].Count((byte)newline[^1]),
            EndsInNewline = dataStart == 0 || prefix[dataStart - 1] is (byte)'\n' or (byte)'\r',
            Warnings = warnings,
        };
    }

    // Titles, notes and blank lines above the table: rows with next to nothing in them, followed by fuller ones.
    private static int FirstRow(List<SampleRow> rows, int width)
    {
        int first = 0;
        while (first < rows.Count - 1 && IsAbove(rows, first, width))
        {
            first++;
        }
        return rows[first].IsBlank ? rows.FindIndex(row => !row.IsBlank) : first;
    }

    private static bool IsAbove(List<SampleRow> rows, int index, int width)
    {
        SampleRow row = rows[index];
        if (row.IsBlank)
        {
            return true;
        }
        if (width < 2)
        {
            return false;
        }
        bool isSparse = row.Cells.Length == width
            ? width >= 3 && row.Filled <= Math.Max(1, width * 15 / 100)
            : row.Filled <= 1;
        return isSparse && rows.Skip(index + 1).Take(10).Any(later => later.Cells.Length == width && later.Filled >= Math.Max(2, width * 0.5));
    }

    private static string[] Headers(SampleRow head, List<SampleRow> body, int width)
    {
        var names = head.Cells.Select(cell => cell.Trim()).ToList();
        // R's write.table names one column fewer than there are: the first holds the row names.
        if (names.Count == width - 1 && names[^1].Length > 0 && body.Count > 1 && body.Skip(1).All(row => row.IsBlank || row.Cells.Length == width))
        {
            bool lastIsEmpty = body.Skip(1).All(row => row.IsBlank || row.Cells[^1].Length == 0);
            names.Insert(lastIsEmpty ? names.Count : 0, "");
        }
        while (names.Count < width)
        {
            names.Add("");
        }
        return [.. names];
    }

    private static void Check(string[] headers, string name)
    {
        if (headers.Length > MaxColumns)
        {
            throw new TableException($"{name}, line 1 or near it: there are more than {MaxColumns} fields in the row; a table can have up to {MaxColumns} columns.");
        }
        int longest = Array.FindIndex(headers, header => header.Length > MaxNameLength);
        if (longest >= 0)
        {
            throw new TableException($"{name}, line 1: the name of column {longest + 1} is {headers[longest].Length} characters long, more than {MaxNameLength}; the file does not look like a table.");
        }
    }

    private static bool SpacesFollowDelimiters(List<SampleRow> rows)
    {
        int filled = 0, spaced = 0;
        foreach (SampleRow row in rows)
        {
            for (int i = 1; i < row.Cells.Length; i++)
            {
                if (row.Cells[i].Length > 0)
                {
                    filled++;
                    spaced += !row.Quoted[i] && row.Cells[i][0] == ' ' ? 1 : 0;
                }
            }
        }
        bool header = rows.Count > 0 && rows[0].Cells.Skip(1).All(cell => cell.Length == 0 || cell[0] == ' ');
        return header && filled > 0 && spaced >= filled * 0.5;
    }

    // A backslash in front of a quote that cannot be a closing one, in a file without doubled quotes.
    private static bool HasBackslashEscapes(ReadOnlySpan<byte> prefix, byte delimiter)
    {
        bool found = false;
        for (int i = 1; i < prefix.Length - 1; i++)
        {
            if (prefix[i] != '"')
            {
                continue;
            }
            if (prefix[i - 1] == '\\' && prefix[i + 1] != delimiter && prefix[i + 1] is not ((byte)'\n' or (byte)'\r' or (byte)'"'))
            {
                found = true;
            }
            else if (prefix[i + 1] == '"' && prefix[i - 1] != delimiter && prefix[i - 1] is not ((byte)'\n' or (byte)'\r' or (byte)'\\'))
            {
                return false;
            }
        }
        return found;
    }

    private static string NewlineOf(ReadOnlySpan<byte> prefix, List<SampleRow> rows)
    {
        int lf = 0, crLf = 0, cr = 0;
        foreach (SampleRow row in rows)
        {
            if (row.End > row.Start && prefix[row.End - 1] == '\n')
            {
                _ = row.End - row.Start > 1 && prefix[row.End - 2] == '\r' ? crLf++ : lf++;
            }
            else if (row.End > row.Start && prefix[row.End - 1] == '\r')
            {
                cr++;
            }
        }
        return crLf > lf && crLf >= cr ? "\r\n" : cr > lf ? "\r" : "\n";
    }
}

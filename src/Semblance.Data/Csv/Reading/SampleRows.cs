using System.Text;

namespace Semblance.Data.Csv.Reading;

/// <summary>Splits the beginning of a file into rows of strings, for looking at it from several sides.</summary>
internal static class SampleRows
{
    /// <summary>Reads up to <paramref name="limit"/> rows.</summary>
    /// <param name="prefix">The beginning of the text.</param>
    /// <param name="isWhole">Whether that is all of it; if not, the last row is left out as incomplete.</param>
    /// <param name="syntax">How to split it.</param>
    /// <param name="limit">The most rows to read.</param>
    /// <param name="maxFields">Rows with more fields are cut there.</param>
    public static List<SampleRow> Read(ReadOnlySpan<byte> prefix, bool isWhole, CsvSyntax syntax, int limit = 1000, int maxFields = int.MaxValue)
    {
        var rows = new List<SampleRow>();
        var tokenizer = new RowTokenizer(prefix, syntax);
        Field[] fields = new Field[64];
        byte[] scratch = [];
        while (rows.Count < limit)
        {
            int count = 0;
            int start = tokenizer.Position;
            if (!tokenizer.ReadRow(ref fields, ref count))
            {
                break;
            }
            int end = tokenizer.Position;
            if (!isWhole && end >= prefix.Length)
            {
                break;
            }
            int kept = Math.Min(count, maxFields);
            string[] cells = new string[kept];
            bool[] quoted = new bool[kept];
            for (int i = 0; i < kept; i++)
            {
                ReadOnlySpan<byte> raw = prefix.Slice(fields[i].Start, fields[i].Length);
                if (fields[i].IsEscaped)
                {
                    scratch = scratch.Length < raw.Length ? new byte[raw.Length * 2] : scratch;
                    raw = scratch.AsSpan(0, RowTokenizer.Unescape(raw, syntax, scratch));
                }
                cells[i] = Encoding.UTF8.GetString(raw);
                quoted[i] = fields[i].IsQuoted;
            }
            rows.Add(new SampleRow(cells, quoted, start, end));
        }
        return rows;
    }
}

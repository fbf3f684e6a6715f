using System.Buffers;
using System.Text;

namespace Semblance.Data.Csv.Writing;

/// <summary>Puts values in quotes where the dialect needs it.</summary>
internal sealed class CsvQuoting
{
    private readonly SearchValues<byte> _special;
    private readonly byte _quote;
    private readonly bool _backslash;
    private readonly bool _spaceAfterDelimiter;
    private readonly bool _single;

    /// <summary>Prepares for a dialect.</summary>
    /// <param name="dialect">Delimiter and quote.</param>
    /// <param name="single">Whether the table has one column only: a blank value would be a blank line then.</param>
    public CsvQuoting(CsvDialect dialect, bool single)
    {
        _quote = (byte)dialect.Quote;
        _backslash = dialect.BackslashEscapes;
        _spaceAfterDelimiter = dialect.SpaceAfterDelimiter;
        _single = single;
        _special = SearchValues.Create([(byte)dialect.Delimiter, _quote, (byte)'\n', (byte)'\r']);
    }

    /// <summary>Whether a value can only be told from the structure around it when in quotes.</summary>
    public bool IsNeeded(ReadOnlySpan<byte> value) =>
        value.ContainsAny(_special)
        || (value.Length > 0 && _spaceAfterDelimiter && value[0] == ' ')
        || (_single && value.Trim((byte)' ').IsEmpty);

    /// <summary>Writes a value in quotes and returns the number of bytes; needs twice the value's length and 2 of room.</summary>
    public int WriteQuoted(Span<byte> destination, ReadOnlySpan<byte> value)
    {
        destination[0] = _quote;
        int at = 1;
        if (value.IndexOf(_quote) < 0 && !(_backslash && value.Contains((byte)'\\')))
        {
            value.CopyTo(destination[1..]);
            at += value.Length;
        }
        else
        {
            foreach (byte c in value)
            {
                if (c == _quote || (_backslash && c == '\\'))
                {
                    destination[at++] = _backslash ? (byte)'\\' : _quote;
                }
                destination[at++] = c;
            }
        }
        destination[at++] = _quote;
        return at;
    }

    /// <summary>A text as it stands in the file.</summary>
    public byte[] Encode(string text, bool always)
    {
        byte[] value = Encoding.UTF8.GetBytes(text);
        if (!always && !IsNeeded(value))
        {
            return value;
        }
        byte[] quoted = new byte[(value.Length * 2) + 2];
        return quoted[..WriteQuoted(quoted, value)];
    }
}

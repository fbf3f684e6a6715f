namespace Semblance.Describe.Generation.Making;

/// <summary>IPv4 addresses that are neither reserved nor multicast (or those of local networks), and IPv6 addresses of the documentation range.</summary>
internal sealed class InternetAddress : ColumnGenerator
{
    // First bytes of public networks: not 0, 10, 100, 127, 169, 172, 192, 198, 203 and not 224 and above.
    private static readonly byte[] s_firstBytes = [.. Enumerable.Range(1, 223).Where(value => value is not (10 or 100 or 127 or 169 or 172 or 192 or 198 or 203)).Select(value => (byte)value)];

    private readonly bool _isPrivate;
    private readonly ulong _capacity;
    private readonly Shuffle? _shuffle;
    private readonly Draws _draws;

    private InternetAddress(ColumnContext context)
    {
        _isPrivate = context.Flag("private");
        _capacity = _isPrivate ? 1UL << 24 : (ulong)s_firstBytes.Length << 24;
        _shuffle = context.IsUnique ? context.Distinct(_capacity) : null;
        _draws = context.Draws;
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <summary>Creates the generator.</summary>
    public static ColumnGenerator Create(ColumnContext context) =>
        context.Whole("version", 4) == 6
            ? PatternCode.Create(context, context.Flag("private") ? "fd00::^^^^:^^^^:^^^^" : @"2001:db8:^^^^:^^^^:^^^^:^^^^:^^^^:^^^^")
            : new InternetAddress(context);

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        foreach (long row in block.Rows)
        {
            ulong number = _shuffle is { } shuffle ? shuffle[(ulong)row] : (ulong)Draws.Below(_draws.At(row), _capacity);
            Span<byte> text = into.BeginText(16);
            int at = ValueWriter.WriteWhole(text, _isPrivate ? 10 : s_firstBytes[number >> 24]);
            for (int shift = 16; shift >= 0; shift -= 8)
            {
                text[at++] = (byte)'.';
                at += ValueWriter.WriteWhole(text[at..], (long)((number >> shift) & 255));
            }
            into.EndText(at);
        }
    }
}

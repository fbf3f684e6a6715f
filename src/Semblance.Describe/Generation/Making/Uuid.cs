namespace Semblance.Describe.Generation.Making;

/// <summary>
/// Random UUIDs of version 4. The first 62 random bits are a shuffle of the row number, so that two rows can't have the same; the other 60 are
/// drawn.
/// </summary>
internal sealed class Uuid(ColumnContext context) : ColumnGenerator
{
    private readonly Draws _draws = context.Draws;
    private readonly Shuffle _shuffle = new(Shuffle.LargestSize, context.Draws.Key);

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(VectorKind.Text, rows.Length);
        foreach (long row in rows)
        {
            ulong own = _shuffle[(ulong)row], drawn = _draws.At(row);
            Span<byte> text = into.BeginText(36);
            // xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx: 15 digits before the variant take 60 of the 62 own bits, the variant digit the other two.
            int at = 0;
            ulong bits = own >> 2;
            for (int i = 0; i < 16; i++)
            {
                if (at is 8 or 13)
                {
                    text[at++] = (byte)'-';
                }
                if (at == 14)
                {
                    text[at++] = (byte)'4';
                    continue;
                }
                text[at++] = Hex((uint)(bits & 15));
                bits >>= 4;
            }
            text[18] = (byte)'-';
            text[19] = Hex(8 | (uint)(own & 3));
            at = 20;
            for (int i = 0; i < 15; i++)
            {
                if (at == 23)
                {
                    text[at++] = (byte)'-';
                }
                text[at++] = Hex((uint)(drawn & 15));
                drawn >>= 4;
            }
            into.EndText(36);
        }
    }

    private static byte Hex(uint digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}

namespace Semblance.Describe.Generation.Making;

/// <summary>Version numbers: 2.14.3.</summary>
internal sealed class VersionNumber(ColumnContext context) : ColumnGenerator
{
    private readonly Draws _draws = context.Draws;

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        foreach (long row in block.Rows)
        {
            ulong bits = _draws.At(row);
            Span<byte> text = into.BeginText(16);
            int at = ValueWriter.WriteWhole(text, Draws.Take(ref bits, 8));
            text[at++] = (byte)'.';
            at += ValueWriter.WriteWhole(text[at..], Draws.Take(ref bits, 20));
            text[at++] = (byte)'.';
            at += ValueWriter.WriteWhole(text[at..], Draws.Take(ref bits, 12));
            into.EndText(at);
        }
    }
}

using System.Text;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Generation.Making;

/// <summary>Text with values of other columns in it; missing where one of them is.</summary>
internal sealed class Template(ColumnContext context) : ColumnGenerator
{
    private readonly (ColumnReference? Column, byte[] Literal)[] _parts =
        [.. ColumnReferences.TemplateParts(context.Text("template")).Select(part => part.IsColumn ? (ColumnReference.Follow(context.Table, part.Text), []) : ((ColumnReference?)null, Encoding.UTF8.GetBytes(part.Text)))];

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        Vector?[] columns = Array.ConvertAll(_parts, part => part.Column?.In(block));
        into.Reset(VectorKind.Text, block.Count);
        for (int i = 0; i < block.Count; i++)
        {
            int room = 0;
            bool isMissing = false;
            for (int k = 0; k < columns.Length; k++)
            {
                isMissing |= columns[k]?.IsMissing(i) ?? false;
                room += columns[k] is { } column ? ValueWriter.MostBytes(column, i) : _parts[k].Literal.Length;
            }
            Span<byte> text = into.BeginText(room);
            int at = 0;
            for (int k = 0; k < columns.Length && !isMissing; k++)
            {
                if (columns[k] is { } column)
                {
                    at += ValueWriter.Write(column, i, text[at..]);
                }
                else
                {
                    _parts[k].Literal.CopyTo(text[at..]);
                    at += _parts[k].Literal.Length;
                }
            }
            into.EndText(at);
            if (isMissing)
            {
                into.SetMissing(i);
            }
        }
    }
}

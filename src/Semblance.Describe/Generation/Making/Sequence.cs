using System.Text;

namespace Semblance.Describe.Generation.Making;

/// <summary>1, 2, 3, ..., or C-000001, C-000002, ...</summary>
internal sealed class Sequence : ColumnGenerator
{
    private readonly long _start;
    private readonly long _step;
    private readonly byte[] _prefix;
    private readonly int _digits;

    public Sequence(ColumnContext context)
    {
        _start = context.Whole("start", 1);
        _step = context.Whole("step", 1);
        _prefix = Encoding.UTF8.GetBytes(context.Text("prefix"));
        _digits = (int)context.Whole("digits", 0);
        Kind = context.Kind == VectorKind.Text ? VectorKind.Text : VectorKind.Whole;
    }

    /// <inheritdoc/>
    public override VectorKind Kind { get; }

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(Kind, rows.Length);
        if (Kind == VectorKind.Whole)
        {
            Span<long> numbers = into.Numbers.AsSpan(0, rows.Length);
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = _start + (_step * rows[i]);
            }
            return;
        }
        Span<byte> digits = stackalloc byte[24];
        foreach (long row in rows)
        {
            int count = ValueWriter.WriteWhole(digits, _start + (_step * row));
            int zeros = Math.Max(0, _digits - count);
            Span<byte> text = into.BeginText(_prefix.Length + zeros + count);
            _prefix.CopyTo(text);
            text.Slice(_prefix.Length, zeros).Fill((byte)'0');
            digits[..count].CopyTo(text[(_prefix.Length + zeros)..]);
            into.EndText(_prefix.Length + zeros + count);
        }
    }
}

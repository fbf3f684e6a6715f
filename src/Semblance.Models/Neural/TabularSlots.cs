namespace Semblance.Models.Neural;

/// <summary>Coded rows as places and amounts of sparse rows: per column, for numbers the scalar and then the choice, for categories the choice.</summary>
internal static class TabularSlots
{
    /// <summary>Fills one slot per slice of the encoder.</summary>
    /// <param name="encoder">The form of the rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Which one.</param>
    /// <param name="firstPlace">The place of the row's first element.</param>
    /// <param name="places">Where the places go.</param>
    /// <param name="amounts">Where the amounts go.</param>
    public static void Fill(TabularEncoder encoder, CodedRows rows, int row, int firstPlace, Span<int> places, Span<float> amounts)
    {
        int at = 0;
        for (int c = 0; c < encoder.Choices.Length; c++)
        {
            int offset = firstPlace + encoder.Choices[c].Offset;
            if (rows.Scalars[c] is { } scalars)
            {
                places[at] = offset - 1;
                amounts[at++] = scalars[row];
            }
            places[at] = offset + rows.Slots[c][row];
            amounts[at++] = 1;
        }
    }
}

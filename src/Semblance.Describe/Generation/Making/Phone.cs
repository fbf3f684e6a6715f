namespace Semblance.Describe.Generation.Making;

/// <summary>Phone numbers in the locale's form, with the area code of the row's city; distinct ones by a shuffle of the row number.</summary>
internal sealed class Phone : ColumnGenerator
{
    private readonly CompiledPattern[] _patterns;
    private readonly int _place;
    private readonly Draws _draws;
    private readonly Shuffle? _shuffle;

    public Phone(ColumnContext context)
    {
        string style = context.Text("style", "landline");
        string form = context.Words.Format(style == "landline" ? "phone" : style);
        // Where a locale reserves a range for fiction, it stands first; it is too small for distinct numbers.
        string[] forms = form.Split(';');
        form = context.IsUnique ? forms[^1] : forms[0];
        _patterns = [.. context.Words.Cities.Select(city => new CompiledPattern(form.Replace("{area}", Escape(city.AreaCode), StringComparison.Ordinal)))];
        _place = Places.IndexFor(context);
        _draws = context.Draws;
        // Numbers alone tell rows apart, whatever their area codes.
        _shuffle = context.IsUnique ? context.Distinct(_patterns.Min(pattern => pattern.Capacity)) : null;
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        ReadOnlySpan<long> rows = block.Rows, places = block.Latent(_place);
        for (int i = 0; i < rows.Length; i++)
        {
            CompiledPattern pattern = _patterns[places[i]];
            Span<byte> text = into.BeginText(pattern.MostBytes);
            into.EndText(_shuffle is { } shuffle ? pattern.WriteNumber(shuffle[(ulong)rows[i]], 0, text) : pattern.Write(_draws.At(rows[i]), text));
        }
    }

    private static string Escape(string areaCode) => string.Concat(areaCode.Select(c => char.IsAsciiDigit(c) ? c.ToString() : "\\" + c));
}

using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>A city's name, region, region's code or time zone.</summary>
internal sealed class PlaceValue : ColumnGenerator
{
    private readonly byte[][] _texts;
    private readonly int _place;

    private PlaceValue(ColumnContext context, Func<City, byte[]> part)
    {
        _texts = [.. context.Words.Cities.Select(part)];
        _place = Places.IndexFor(context);
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <summary>Creates the generator that the column names.</summary>
    public static PlaceValue Create(ColumnContext context) => new(context, context.Column.Generator switch
    {
        "city" => city => city.Name,
        "region" => city => city.Region,
        "region_code" => city => city.RegionCode,
        _ => city => city.TimeZone,
    });

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        foreach (long place in block.Latent(_place))
        {
            into.AddText(_texts[place]);
        }
    }
}

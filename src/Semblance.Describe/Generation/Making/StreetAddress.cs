using System.Text;
using Semblance.Describe.Plans;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>Street and number in the locale's order, or the whole address.</summary>
internal sealed class StreetAddress : ColumnGenerator
{
    private const int HighestNumber = 200;

    private readonly IReadOnlyList<byte[]> _streets;
    private readonly IReadOnlyList<City> _cities;
    private readonly CompiledPattern[] _postcodes;
    private readonly (bool IsPart, string Part, byte[] Literal)[] _parts;
    private readonly WeightedPick _street;
    private readonly Draws _draws;
    private readonly Draws _postcodeDraws;
    private readonly int _place;
    private readonly int _most;

    public StreetAddress(ColumnContext context)
    {
        LocaleWords words = context.Words;
        string form = words.Format("street");
        if (context.Column.Generator == "address")
        {
            form = words.Format("address").Replace("{street}", form, StringComparison.Ordinal);
        }
        _streets = words.Streets;
        _cities = words.Cities;
        _postcodes = [.. _cities.Select(city => new CompiledPattern(city.Postcode))];
        _parts = [.. ColumnReferences.TemplateParts(form).Select(part => (part.IsColumn, part.Text, Encoding.UTF8.GetBytes(part.IsColumn ? "" : part.Text)))];
        _street = WeightedPick.ByRank(_streets.Count, 10);
        string place = context.Text("place");
        _draws = context.SharedDraws("street:" + place);
        _postcodeDraws = context.SharedDraws("postcode:" + place);
        _place = Places.IndexFor(context);
        _most = form.Length * 4 + _streets.Max(street => street.Length) + _cities.Max(city => city.Name.Length + city.Region.Length + city.RegionCode.Length) + _postcodes.Max(pattern => pattern.MostBytes) + 8;
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
            City city = _cities[(int)places[i]];
            _draws.At(rows[i], out ulong street, out ulong number);
            Span<byte> text = into.BeginText(_most);
            int at = 0;
            foreach ((bool isPart, string part, byte[] literal) in _parts)
            {
                if (isPart && part == "number")
                {
                    // Low numbers are more frequent: short streets have no high ones.
                    double unit = Draws.Unit(number);
                    at += ValueWriter.WriteWhole(text[at..], 1 + (long)(unit * unit * HighestNumber));
                }
                else if (isPart && part == "postcode")
                {
                    at += _postcodes[places[i]].Write(_postcodeDraws.At(rows[i]), text[at..]);
                }
                else
                {
                    byte[] word = !isPart ? literal : part switch { "street" => _streets[_street[street]], "city" => city.Name, "region" => city.Region, _ => city.RegionCode };
                    word.CopyTo(text[at..]);
                    at += word.Length;
                }
            }
            into.EndText(at);
        }
    }
}

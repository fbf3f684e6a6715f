using System.Globalization;

namespace Semblance.Quality;

/// <summary>Levels in the order in which they were first met.</summary>
internal sealed class LevelList
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);

    public List<string> Names { get; } = [];

    public int CodeOf(string level)
    {
        // "1.0" and "1" are one level, so that a column read as numbers matches one read as text.
        if (double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            level = number.ToString("R", CultureInfo.InvariantCulture);
        }
        if (!_codes.TryGetValue(level, out int code))
        {
            code = Names.Count;
            _codes.Add(level, code);
            Names.Add(level);
        }
        return code;
    }
}

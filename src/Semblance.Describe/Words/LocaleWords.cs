using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Semblance.Describe.Words;

/// <summary>
/// The words of one locale, from the text file Locales/NAME.txt in this project: sections in square brackets, each a list or, for [format], lines of
/// name=value, or, for [cities], one city a line.
/// </summary>
internal sealed class LocaleWords
{
    private static readonly ConcurrentDictionary<string, LocaleWords> s_read = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _format = new(StringComparer.Ordinal);

    private LocaleWords(string name)
    {
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string> section = [];
        foreach (string line in WordLists.Read($"locales/{name}.txt"))
        {
            if (line[0] == '[')
            {
                sections[line[1..^1]] = section = [];
            }
            else
            {
                section.Add(line);
            }
        }
        foreach (string line in sections["format"])
        {
            int equal = line.IndexOf('=', StringComparison.Ordinal);
            _format[line[..equal]] = line[(equal + 1)..];
        }
        Female = Names(sections["female"]);
        Male = Names(sections["male"]);
        Last = Names(sections["last"]);
        SharedNames = Female.Select(name => name.Latin).Intersect(Male.Select(name => name.Latin)).ToHashSet(StringComparer.Ordinal);
        Streets = [.. sections["streets"].SelectMany(Items).Select(Encoding.UTF8.GetBytes)];
        Cities = [.. sections["cities"].Select(City.Parse)];
        Mail = Weighted(sections["mail"]);
        CompanyForms = Weighted(sections["company"]);
    }

    /// <summary>Given names of women, the more usual first.</summary>
    public IReadOnlyList<PersonName> Female { get; }

    /// <summary>Given names of men, the more usual first.</summary>
    public IReadOnlyList<PersonName> Male { get; }

    /// <summary>Family names, the more usual first.</summary>
    public IReadOnlyList<PersonName> Last { get; }

    /// <summary>Given names of women and men alike, in Latin letters.</summary>
    public IReadOnlySet<string> SharedNames { get; }

    /// <summary>Streets.</summary>
    public IReadOnlyList<byte[]> Streets { get; }

    /// <summary>Cities.</summary>
    public IReadOnlyList<City> Cities { get; }

    /// <summary>Providers of e-mail with their weights.</summary>
    public IReadOnlyList<(string Word, double Weight)> Mail { get; }

    /// <summary>What company names end in, with weights.</summary>
    public IReadOnlyList<(string Word, double Weight)> CompanyForms { get; }

    /// <summary>The country's name in its own language.</summary>
    public string Country => Format("country");

    /// <summary>The country's two letters.</summary>
    public string CountryCode => Format("country_code");

    /// <summary>The pattern of identity numbers.</summary>
    public string NationalId => Format("national_id");

    /// <summary>The pattern of licence plates.</summary>
    public string LicensePlate => Format("license_plate");

    /// <summary>The words of a locale in <see cref="Plans.PlanLocales.All"/>.</summary>
    public static LocaleWords Get(string locale) => s_read.GetOrAdd(locale, static name => new LocaleWords(name));

    /// <summary>A line of the section [format].</summary>
    public string Format(string name) => _format[name];

    private static IEnumerable<string> Items(string line) => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static PersonName[] Names(List<string> lines) => [.. lines.SelectMany(Items).Distinct().Select(PersonName.Parse)];

    private static (string, double)[] Weighted(List<string> lines) => [.. lines.SelectMany(Items).Select(item =>
    {
        int star = item.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? (item, 1.0) : (item[..star], double.Parse(item.AsSpan(star + 1), CultureInfo.InvariantCulture));
    })];
}

/// <summary>A given or family name.</summary>
/// <param name="Written">As it is written, in UTF-8.</param>
/// <param name="Latin">In small Latin letters without marks, as e-mail addresses have it.</param>
internal sealed record PersonName(byte[] Written, string Latin)
{
    /// <summary>Reads "Name", or "Name/Latin" where the name is in another script.</summary>
    public static PersonName Parse(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string written = slash < 0 ? text : text[..slash];
        return new PersonName(Encoding.UTF8.GetBytes(written), LatinLetters.Plain(slash < 0 ? text : text[(slash + 1)..]));
    }
}

/// <summary>A city with what belongs to it.</summary>
internal sealed record City(byte[] Name, byte[] Region, byte[] RegionCode, string Postcode, string AreaCode, double Latitude, double Longitude, double Weight, byte[] TimeZone)
{
    /// <summary>Reads name|region|code|postcode pattern|area code|latitude|longitude|weight|time zone.</summary>
    public static City Parse(string line)
    {
        string[] part = line.Split('|');
        return new City(Utf8(part[0]), Utf8(part[1]), Utf8(part[2]), part[3], part[4], Number(part[5]), Number(part[6]), Number(part[7]), Utf8(part[8]));

        static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}

using System.Text.Json.Nodes;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>The locale's country, or one of the world; name and code of the same place agree.</summary>
internal static class Country
{
    private const string Names = "countries";
    private const string Codes = "country_codes";

    /// <summary>Creates the generator that the column names.</summary>
    public static ColumnGenerator Create(ColumnContext context)
    {
        bool isCode = context.Column.Generator == "country_code";
        if (context.Text("scope", "locale") == "locale")
        {
            return new Choice(VectorKind.Text, [isCode ? context.Words.CountryCode : context.Words.Country], [], context.Draws, null);
        }
        string[] words = WordLists.Get(isCode ? Codes : Names);
        double[] weights = [.. words.Select((_, rank) => 1.0 / (rank + 4))];
        return new Choice(VectorKind.Text, [.. words.Select(word => (JsonNode)word)], weights, context.SharedDraws("country:" + context.Text("place")), null);
    }
}

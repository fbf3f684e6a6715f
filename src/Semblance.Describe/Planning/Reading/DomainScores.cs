using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Which domains a prompt speaks of, and which of several entities of one name is meant there.</summary>
internal sealed class DomainScores
{
    private const double WordScore = 3, EntityScore = 1;
    private readonly Dictionary<string, double> _scores = new(StringComparer.Ordinal);
    private readonly PlanCatalog _catalog;

    public DomainScores(PlanCatalog catalog, TokenList tokens, Nouns nouns)
    {
        _catalog = catalog;
        var named = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < tokens.Count; i++)
        {
            for (int length = 3; length >= 1; length--)
            {
                if (!tokens[i].IsWord || (length > 1 && !tokens[i + length - 1].IsWord))
                {
                    continue;
                }
                foreach (string domain in catalog.DomainsOf(tokens.Key(i, length)))
                {
                    Add(domain, WordScore);
                    named.Add(domain);
                }
            }
            if (nouns.Find(i) is { } match)
            {
                foreach (string domain in match.Candidates.Select(entity => entity.Domain).Distinct())
                {
                    Add(domain, EntityScore / match.Candidates.Count);
                }
            }
        }
        var order = catalog.DomainNames.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place, StringComparer.Ordinal);
        Ranked = [.. _scores.OrderByDescending(score => score.Value).ThenBy(score => order[score.Key]).Where(score => named.Contains(score.Key)).Select(score => score.Key)];
    }

    /// <summary>The domains whose words the prompt has, the likeliest first.</summary>
    public IReadOnlyList<string> Ranked { get; }

    private void Add(string domain, double score) => _scores[domain] = _scores.GetValueOrDefault(domain) + score;

    /// <summary>
    /// The entity meant by a name: of the candidates the one whose domain the prompt speaks of most. If the prompt speaks of a domain that has a more
    /// special one, such as "book loans" in a library, that is meant by "loans".
    /// </summary>
    public CatalogEntity Choose(string key, IReadOnlyList<CatalogEntity> candidates)
    {
        CatalogEntity best = candidates.MaxBy(entity => _scores.GetValueOrDefault(entity.Domain) + (Spelling.Key(entity.Name) == key ? 0.5 : 0))!;
        double score = _scores.GetValueOrDefault(best.Domain);
        foreach (string domain in Ranked)
        {
            if (_scores[domain] <= score || domain == best.Domain)
            {
                break;
            }
            if (_catalog.Domain(domain).Entities.FirstOrDefault(entity => Spelling.Key(entity.Name).EndsWith(" " + key, StringComparison.Ordinal)) is { } special)
            {
                return special;
            }
        }
        return best;
    }
}

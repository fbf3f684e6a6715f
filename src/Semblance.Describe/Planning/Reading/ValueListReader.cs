namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads lists of values: "pending 10%, paid", "red/white", "status pending, shipped or delivered".</summary>
internal sealed class ValueListReader(TokenList tokens)
{
    /// <summary>Reads a list of values: "pending, shipped, delivered", "DHL 40%, UPS 35%", "red/white", "new or used".</summary>
    public List<(string Value, double? Weight)> Read(ref int i, int to, Func<string, bool> known, ColumnSetting setting, IReadOnlySet<string>? usual = null)
    {
        bool slashed = false;
        var values = new List<(string Value, double? Weight, bool Percent, string Tail)>();
        int at = i, taken = i;
        bool names = at < to && tokens[at].IsWord && known(tokens.Key(at, 1));
        while (at < to)
        {
            int item = at;
            double? weight = null;
            bool percent = false;
            if (tokens[at].IsNumber && tokens[at].IsPercent)
            {
                (weight, percent) = (tokens[at].Value, true);
                at += 1 + (tokens[at + 1].Is("of") ? 1 : 0);
            }
            int start = at;
            int words = 0;
            while (at < to && words < 5 && (tokens[at].IsWord || tokens[at].Kind is TokenKind.Quoted || (tokens[at].IsNumber && !tokens[at].IsPercent && (words == 0 || !(tokens[at + 1].Is(",") || tokens.EndsStatement(at + 1) || at + 1 >= to || tokens[at + 1].Is(")") || tokens[at + 1].Is("and") || tokens[at + 1].Is("or")))) || (tokens[at].Is("-") && words > 0 && tokens[at].Start == tokens[at - 1].End) || (tokens[at].Is("+") && words > 0) || (tokens[at].Is("&") && words > 0))
                && !(tokens[at].IsWord && tokens[at].Lower is "and" or "or" or "with" or "between" or "plus" or "where" or "which" or "that" or "including" or "linked"))
            {
                at++;
                words++;
                if (tokens[at - 1].Kind == TokenKind.Quoted)
                {
                    break;
                }
            }
            if (words == 0 || words >= 5)
            {
                break;
            }
            string tail = "";
            int end = at;
            bool bracketed = tokens.IsOpen(at) && tokens[at + 1].IsNumber && tokens[at + 1].IsPercent && tokens.Closing(at) == at + 2;
            if (at < to && (bracketed || ((tokens[at].Is(":") || tokens[at].Is("=") || tokens[at].Is("-")) && tokens[at + 1].IsNumber && values.Count + 1 > 0 && (tokens[at + 1].IsPercent || tokens[at].Is("=")))))
            {
                (weight, percent) = (tokens[at + 1].Value, tokens[at + 1].IsPercent);
                at += bracketed ? 3 : 2;
            }
            else if (at < to && tokens[at].IsNumber)
            {
                (weight, percent, tail) = (tokens[at].Value, tokens[at].IsPercent, tokens[at].IsPercent ? "" : tokens[at].Text);
                at++;
            }
            // The next column begins where something is said of it, or where its name is one that is expected here.
            bool detailed = at < to && (tokens[at].Is(":") || tokens.IsOpen(at) || tokens.AtAny(at, "between", "from", "like", "with", "is", "are", "has", "have") > 0 || (tokens[at].IsWord && tokens[at].Lower is "linked" or "linking"));
            if (values.Count > 0 && setting != ColumnSetting.Sql && !slashed && !names && (detailed || (known(tokens.Key(start, end - start)) && usual?.Contains(tokens.Key(start, end - start)) != true)))
            {
                break;
            }
            string text = tokens.Text[tokens[start].Start..tokens[end - 1].End];
            values.Add((tokens[start].Kind == TokenKind.Quoted ? tokens[start].Text : text, weight, percent, tail));
            taken = at;
            if (at < to && (tokens[at].Is(",") || tokens[at].Is("/") || tokens[at].Is("|") || tokens[at].Is("or") || tokens[at].Is("and") || tokens[at].Is("vs")))
            {
                bool comma = tokens[at].Is(",");
                if (slashed && comma)
                {
                    break;
                }
                slashed = tokens[at].Is("/") || tokens[at].Is("|");
                at++;
                if (comma && (tokens[at].Is("or") || tokens[at].Is("and")))
                {
                    at++;
                }
                while (tokens[at].Is("a") || tokens[at].Is("an") || tokens[at].Is("either"))
                {
                    at++;
                }
                if (at == item)
                {
                    break;
                }
                continue;
            }
            break;
        }
        i = values.Count > 0 ? taken : i;
        // Numbers after every value are weights; after some they belong to the names, as in "economy 7".
        bool weighted = values.Count > 1 && values.TrueForAll(value => value.Weight is not null && value.Tail.Length > 0);
        return [.. values.Select(value => value.Tail.Length > 0 && !weighted ? (value.Value + " " + value.Tail, null) : (value.Value, value.Weight)).Where(value => value.Item1.Trim().Length > 0).Take(200)];
    }

    /// <summary>Reads values that follow a name without a colon: "pending, shipped or delivered". The last comes after "or"; or all are usual for such a column.</summary>
    public List<(string Value, double? Weight)> Bare(ref int i, int to, bool lists, IReadOnlySet<string>? usual)
    {
        var values = new List<(string Value, double? Weight)>();
        int at = i, taken = i;
        bool last = false;
        while (at < to && !last && values.Count < 12)
        {
            int start = at;
            while (at < to && at - start < 3 && (tokens[at].IsWord || tokens[at].Kind == TokenKind.Quoted) && !tokens.IsSeparator(at) && !WordSets.Stops.Contains(tokens[at].Lower))
            {
                at++;
            }
            if (at == start)
            {
                return [];
            }
            string text = tokens[start].Kind == TokenKind.Quoted ? tokens[start].Text : tokens.Text[tokens[start].Start..tokens[at - 1].End];
            bool weighted = at < to && tokens[at].IsNumber && tokens[at].IsPercent;
            values.Add((text, weighted ? tokens[at].Value : null));
            at += weighted ? 1 : 0;
            taken = at;
            last = tokens[start - 1].Is("or");
            if (last)
            {
                break;
            }
            bool comma = lists && tokens[at].Is(",");
            at += comma ? 1 : 0;
            bool or = tokens[at].Is("or");
            at += or ? 1 + tokens.AtAny(at + 1, "a", "an") : 0;
            if (!comma && !or)
            {
                break;
            }
        }
        if (!last && !(values.Count > 1 && values.TrueForAll(value => value.Weight is not null)))
        {
            // Without an "or" those that are usual.
            int count = usual is null ? 0 : values.TakeWhile(value => usual.Contains(Catalog.Spelling.Key(value.Value))).Count();
            if (count < 2 || count < values.Count)
            {
                return [];
            }
        }
        i = taken;
        return values;
    }

    /// <summary>Reads values parted by slashes from the first slash on; the place after them.</summary>
    public int Slashed(int at, List<(string, double?)> values)
    {
        while (tokens[at].Is("/") && (tokens[at + 1].IsWord || tokens[at + 1].IsNumber))
        {
            values.Add((tokens[at + 1].Text, null));
            at += 2;
        }
        return at;
    }
}

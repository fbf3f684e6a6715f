using Semblance.Data;

namespace Semblance.Models.Encoding;

/// <summary>Turns conditions, written as values are in the table, into outcomes; an impossible one gets a sentence that says what is possible.</summary>
internal static class ConditionResolver
{
    private const int NamesShown = 10;

    /// <summary>Resolves conditions by column name.</summary>
    /// <exception cref="TableException">A column does not exist or cannot have the value.</exception>
    public static ConditionSet Resolve(IReadOnlyList<ColumnEncoding> columns, IReadOnlyDictionary<string, string> conditions)
    {
        var cells = new FixedCell?[columns.Count];
        foreach ((string name, string value) in conditions)
        {
            int index = 0;
            while (index < columns.Count && !string.Equals(columns[index].Schema.Name, name, StringComparison.Ordinal))
            {
                index++;
            }
            if (index == columns.Count)
            {
                throw new TableException($"The condition {name}={value} names no column of the table; its columns are {Some([.. columns.Select(column => column.Schema.Name)])}.");
            }
            cells[index] = Resolve(columns[index], value);
        }
        var encoded = new List<EncodedCondition?>();
        for (int i = 0; i < cells.Length; i++)
        {
            if (columns[i].IsModelled)
            {
                encoded.Add(cells[i] is { } cell ? Encode(columns[i], cell) : null);
            }
        }
        return new ConditionSet([.. encoded], cells);
    }

    private static EncodedCondition Encode(ColumnEncoding column, FixedCell cell)
    {
        int code = Array.IndexOf(column.Outcomes, cell.Outcome);
        double value = !column.IsNumeric || cell.Outcome != 0 ? double.NaN
            : column.Schema.Kind == ColumnKind.DateTime ? ColumnEncoder.Steps(cell.Ticks, column)
            : cell.Number;
        return new EncodedCondition(value, code);
    }

    private static FixedCell Resolve(ColumnEncoding column, string value)
    {
        ColumnSchema schema = column.Schema;
        if (schema.Kind is ColumnKind.Identifier or ColumnKind.Text)
        {
            string what = schema.Kind == ColumnKind.Identifier ? "identifiers" : "free text";
            throw new TableException($"Column '{schema.Name}' holds {what}, made anew for every row, so it cannot have the condition '{value}'.");
        }
        return schema.Kind switch
        {
            ColumnKind.Number => ResolveNumber(column, value),
            ColumnKind.DateTime => ResolveDateTime(column, value),
            _ => ResolveLevel(column, value),
        };
    }

    private static FixedCell ResolveLevel(ColumnEncoding column, string value)
    {
        for (int level = 0; level < column.Schema.Levels.Count; level++)
        {
            if (string.Equals(column.Schema.Levels[level], value, StringComparison.Ordinal) && Array.IndexOf(column.Outcomes, level) >= 0)
            {
                return new FixedCell(level);
            }
        }
        if (ResolveToken(column, value) is { } missing)
        {
            return missing;
        }
        string[] possible = [.. column.Outcomes.Select(outcome => Shown(column, outcome))];
        throw new TableException($"Column '{column.Schema.Name}' never has the value '{value}'; it can be {Some(possible)}.");
    }

    private static FixedCell ResolveNumber(ColumnEncoding column, string value)
    {
        if (ResolveToken(column, value) is { } missing)
        {
            return missing;
        }
        RefuseUnusedToken(column, value);
        string name = column.Schema.Name;
        double number = ValueText.Parse(column.Schema, value).Number;
        if (Array.IndexOf(column.Outcomes, 0) < 0 || number < column.Minimum || number > column.Maximum)
        {
            throw new TableException($"Column '{name}' cannot be {value}: its values lie between {Text(column, column.Minimum)} and {Text(column, column.Maximum)}{TokensOf(column)}.");
        }
        double settled = column.Settle(number, ColumnEncoding.PowerOfTen(column.Schema.Number!.Decimals));
        if (settled != number + 0.0 && column.Grid > 1)
        {
            throw new TableException($"Column '{name}' cannot be {value}: its values are multiples of {Text(column, column.Grid / ColumnEncoding.PowerOfTen(column.Schema.Number!.Decimals))}.");
        }
        return new FixedCell(0, Number: settled);
    }

    private static FixedCell ResolveDateTime(ColumnEncoding column, string value)
    {
        if (ResolveToken(column, value) is { } missing)
        {
            return missing;
        }
        DateTimeFormat format = column.Schema.DateTime!;
        RefuseUnusedToken(column, value);
        string name = column.Schema.Name;
        long ticks = ValueText.Parse(column.Schema, value).Ticks;
        if (Array.IndexOf(column.Outcomes, 0) < 0 || ticks < column.OriginTicks || ticks > column.LastTicks)
        {
            throw new TableException(
                $"Column '{name}' cannot be {value}: its values lie between {ValueText.Format(format, column.OriginTicks)} and {ValueText.Format(format, column.LastTicks)}{TokensOf(column)}.");
        }
        if ((ticks - column.OriginTicks) % column.Resolution != 0 && ticks != column.LastTicks)
        {
            throw new TableException($"Column '{name}' cannot be {value}: its values are {TimeSpan.FromTicks(column.Resolution)} apart, from {ValueText.Format(format, column.OriginTicks)} on.");
        }
        return new FixedCell(0, Ticks: ticks);
    }

    private static FixedCell? ResolveToken(ColumnEncoding column, string value)
    {
        for (int token = 1; token <= column.Schema.MissingTokens.Count; token++)
        {
            if (string.Equals(column.Schema.MissingTokens[token - 1], value, StringComparison.Ordinal) && Array.IndexOf(column.Outcomes, -token) >= 0)
            {
                return new FixedCell(-token);
            }
        }
        return null;
    }

    /// <summary>A spelling of missing values that the schema knows but no training row has cannot come out.</summary>
    private static void RefuseUnusedToken(ColumnEncoding column, string value)
    {
        if (column.Schema.MissingTokens.Contains(value, StringComparer.Ordinal))
        {
            throw new TableException($"Column '{column.Schema.Name}' never has a missing value written '{value}'{TokensOf(column)}.");
        }
    }

    private static string TokensOf(ColumnEncoding column)
    {
        string[] tokens = [.. column.Outcomes.Where(outcome => outcome < 0).Select(outcome => Shown(column, outcome))];
        return tokens.Length == 0 ? "" : $", or {Some(tokens)} for a missing value";
    }

    private static string Shown(ColumnEncoding column, int outcome) =>
        $"'{(outcome < 0 ? column.Schema.MissingTokens[-outcome - 1] : column.Schema.Levels[outcome])}'";

    private static string Some(string[] names) => names.Length <= NamesShown
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(NamesShown))} and {names.Length - NamesShown} more";

    private static string Text(ColumnEncoding column, double number) => ValueText.Format(column.Schema.Number!, number);
}

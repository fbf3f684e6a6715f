using System.Text.Json.Nodes;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Catalog;

/// <summary>Whether what the catalog's lines refer to exists: meanings, entities, columns. A typing mistake in a file must not wait for the prompt that meets it.</summary>
internal static class CatalogChecks
{
    public static void Check(PlanCatalog catalog)
    {
        var names = catalog.Domains.SelectMany(domain => domain.Entities).Select(entity => entity.Name).ToHashSet(StringComparer.Ordinal);
        foreach ((string name, CatalogColumn meaning) in catalog.Meanings)
        {
            foreach (ColumnForm form in meaning.Forms.Where(form => form.Key is not null || form.Meaning is not null))
            {
                throw new CatalogException($"Meaning '{name}' must not refer to entities or other meanings.");
            }
        }
        foreach (CatalogEntity entity in catalog.Domains.SelectMany(domain => domain.Entities))
        {
            string place = $"Entity '{entity.Name}' ({entity.Domain})";
            foreach (CatalogColumn column in entity.Columns)
            {
                if (column.Forms.Count == 0 && catalog.Meaning(Spelling.Key(column.Name)) is null)
                {
                    throw new CatalogException($"{place} has column '{column.Name}', whose name means nothing; say what it holds after a colon.");
                }
                foreach (ColumnForm form in column.Forms)
                {
                    CheckForm(catalog, entity, place, column, form, names);
                }
                if (column.When is { } when && entity.Columns.All(other => other.Name != when.Column))
                {
                    throw new CatalogException($"{place} has column '{column.Name}' when '{when.Column}', which is none of its columns.");
                }
                foreach (DependentValues dependent in column.Cases)
                {
                    CheckCase(entity, place, column, dependent);
                }
            }
            foreach (OmitLine line in entity.Omit)
            {
                if (entity.Columns.All(column => column.Name != line.Column))
                {
                    throw new CatalogException($"{place} omits '{line.Column}', which is none of its columns.");
                }
                if (line.Entities.FirstOrDefault(other => !names.Contains(other)) is { } unknown)
                {
                    throw new CatalogException($"{place} omits '{line.Column}' by '{unknown}', which is no entity.");
                }
            }
            foreach (string column in entity.Rules.SelectMany(rule => rule.Columns))
            {
                string own = column.Split('.')[0];
                if (entity.Columns.All(other => other.Name != own))
                {
                    throw new CatalogException($"{place} has a rule about '{column}', which is none of its columns.");
                }
            }
        }
    }

    // A word that one of the two lists spells in another way would never be met, and nobody would see it.
    private static void CheckCase(CatalogEntity entity, string place, CatalogColumn column, DependentValues dependent)
    {
        CatalogColumn other = entity.Columns.FirstOrDefault(other => other.Name == dependent.Column)
            ?? throw new CatalogException($"{place} has values of '{column.Name}' where '{dependent.Column}', which is none of its columns.");
        string? unknown = dependent.Tests.Except(other.Forms.SelectMany(form => form.Listed)).FirstOrDefault();
        if (unknown is not null)
        {
            throw new CatalogException($"{place} has values of '{column.Name}' where '{other.Name}' = '{unknown}', which is none of its values.");
        }
        unknown = dependent.Values?.Except(column.Forms.SelectMany(form => form.Listed)).FirstOrDefault();
        if (unknown is not null)
        {
            throw new CatalogException($"{place} has '{unknown}' where '{other.Name}' = '{dependent.Tests[0]}', which is none of the values of '{column.Name}'.");
        }
    }

    private static void CheckForm(PlanCatalog catalog, CatalogEntity entity, string place, CatalogColumn column, ColumnForm form, HashSet<string> names)
    {
        if (form.Meaning is { } meaning && !catalog.Meanings.ContainsKey(meaning))
        {
            throw new CatalogException($"{place} has column '{column.Name}' with meaning '@{meaning}', which does not exist.");
        }
        if (form.Key?.Targets.FirstOrDefault(target => !names.Contains(target)) is { } unknown)
        {
            throw new CatalogException($"{place} has column '{column.Name}' that refers to '{unknown}', which is no entity.");
        }
        if (form.Generator is "sum" or "count" && !names.Contains(form.Parameters!["entity"]!.GetValue<string>()))
        {
            throw new CatalogException($"{place} has column '{column.Name}' about '{form.Parameters["entity"]}', which is no entity.");
        }
        if (form.Generator is "sum" or "count")
        {
            return;
        }
        foreach (string reference in FormReferences.Of(form))
        {
            string own = reference.Split('.')[0];
            if (entity.Columns.All(other => other.Name != own))
            {
                throw new CatalogException($"{place} has column '{column.Name}' made from '{reference}', but no column '{own}'.");
            }
        }
    }
}

/// <summary>The columns that a form's parameters name.</summary>
internal static class FormReferences
{
    public static IReadOnlyList<string> Of(ColumnForm form) =>
        form.Generator.Length == 0 ? [] : ColumnReferences.Of(new PlanColumn { Generator = form.Generator, Parameters = form.Parameters }, Generators.Find(form.Generator)!);

    /// <summary>The parameters with each reference replaced.</summary>
    public static JsonObject? Replace(ColumnForm form, Func<string, string> replace)
    {
        if (form.Parameters is null)
        {
            return null;
        }
        var parameters = (JsonObject)form.Parameters.DeepClone();
        foreach (GeneratorParameter parameter in Generators.Find(form.Generator)!.Parameters.Where(parameter => parameter.Kind == ParameterKind.Column && parameters.ContainsKey(parameter.Name)))
        {
            parameters[parameter.Name] = replace(parameters[parameter.Name]!.GetValue<string>());
        }
        if (form.Generator == "formula")
        {
            string expression = parameters["expression"]!.GetValue<string>();
            foreach (string reference in FormReferences.Of(form).Distinct().OrderByDescending(reference => reference.Length))
            {
                expression = ReplaceWord(expression, reference, replace(reference));
            }
            parameters["expression"] = expression;
        }
        if (form.Generator == "template")
        {
            parameters["template"] = string.Concat(ColumnReferences.TemplateParts(parameters["template"]!.GetValue<string>()).Select(part => part.IsColumn ? "{" + replace(part.Text) + "}" : part.Text));
        }
        return parameters;
    }

    // A name where no letter, digit, underscore or point stands on either side.
    private static string ReplaceWord(string text, string word, string by)
    {
        int at = 0;
        while ((at = text.IndexOf(word, at, StringComparison.Ordinal)) >= 0)
        {
            int end = at + word.Length;
            if ((at == 0 || !IsNamePart(text[at - 1])) && (end == text.Length || !IsNamePart(text[end])))
            {
                text = text[..at] + by + text[end..];
                at += by.Length;
            }
            else
            {
                at = end;
            }
        }
        return text;
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '.';
}

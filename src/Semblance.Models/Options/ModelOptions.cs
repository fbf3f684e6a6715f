using System.Text.Json;

namespace Semblance.Models;

/// <summary>The options of a model family, and the way from what a person gave to a checked <see cref="ModelConfig"/>.</summary>
public sealed class ModelOptions
{
    private readonly Func<ModelConfig, ModelOptionFault?>? _check;

    /// <summary>Declares the options of a family.</summary>
    /// <param name="family">The family's name.</param>
    /// <param name="options">The options, in the order in which they are listed.</param>
    /// <param name="check">What must hold between values; gives the fault, or null.</param>
    internal ModelOptions(string family, IReadOnlyList<ModelOption> options, Func<ModelConfig, ModelOptionFault?>? check = null)
    {
        Family = family;
        All = options;
        _check = check;
        Defaults = new ModelConfig(this, []);
    }

    /// <summary>The family's name.</summary>
    public string Family { get; }

    /// <summary>The options, in the order in which they are listed.</summary>
    public IReadOnlyList<ModelOption> All { get; }

    /// <summary>The configuration in which every option has its default.</summary>
    public ModelConfig Defaults { get; }

    /// <summary>Checks a configuration written as texts, as on a command line: "batch_size" and "500", "generator_dim" and "256,256".</summary>
    /// <exception cref="ModelOptionException">There is no such option, or a value is out of its range.</exception>
    public ModelConfig Parse(IEnumerable<KeyValuePair<string, string>> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return Check(given, (ModelOption option, string text, out object? value) => option.TryParse(text, out value), text => text);
    }

    /// <summary>Checks a configuration written as a JSON object: {"batch_size": 500, "generator_dim": [256, 256]}. Null for a value means its default.</summary>
    /// <exception cref="ModelOptionException">It is no object, there is no such option, or a value is out of its range.</exception>
    public ModelConfig Parse(JsonElement given)
    {
        if (given.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return Defaults;
        }
        if (given.ValueKind != JsonValueKind.Object)
        {
            throw new ModelOptionException("config", $"The configuration of {Family} must be an object of options; it is {Shown(given.GetRawText())}.");
        }
        IEnumerable<KeyValuePair<string, JsonElement>> properties = given.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value));
        return Check(
            properties,
            (ModelOption option, JsonElement element, out object? value) =>
            {
                value = option.DefaultValue;
                return element.ValueKind == JsonValueKind.Null || option.TryParse(element, out value);
            },
            element => element.GetRawText());
    }

    private delegate bool Parser<T>(ModelOption option, T given, out object? value);

    private ModelConfig Check<T>(IEnumerable<KeyValuePair<string, T>> given, Parser<T> parse, Func<T, string> shown)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, T text) in given)
        {
            ModelOption option = All.FirstOrDefault(option => option.Name == name || option.Alias == name)
                ?? throw new ModelOptionException(name, $"{Family} has no option '{Shown(name)}'; it has {string.Join(", ", All.Select(option => option.Name))}.");
            if (!parse(option, text, out object? value))
            {
                throw new ModelOptionException(name, $"The option '{name}' of {Family} must be {option.Range}; {Shown(shown(text))} is not.");
            }
            if (values.TryGetValue(option.Name, out object? earlier) && ModelOption.TextOf(earlier) != ModelOption.TextOf(value))
            {
                throw new ModelOptionException(name, $"The option '{option.Name}' of {Family} is given twice, as {ModelOption.TextOf(earlier)} and as {ModelOption.TextOf(value)}.");
            }
            values[option.Name] = value;
        }
        var config = new ModelConfig(this, values);
        if (_check?.Invoke(config) is { } fault)
        {
            throw new ModelOptionException(fault.Option.Name, $"The option '{fault.Option.Name}' of {Family} must be {fault.Option.Range}{fault.Rule}.");
        }
        return config;
    }

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "...";
}

/// <summary>A value that does not go with another one.</summary>
/// <param name="Option">The option at fault.</param>
/// <param name="Rule">What follows its range in the message, such as " that divides batch_size; 7 does not divide 500".</param>
internal sealed record ModelOptionFault(ModelOption Option, string Rule);

using System.Globalization;
using System.Text.Json;

namespace Semblance.Models;

/// <summary>The kinds of values that options of model families take.</summary>
public enum ModelOptionKind
{
    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>A list of whole numbers, such as the sizes of layers.</summary>
    WholeNumberList,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>One of some words.</summary>
    Choice,
}

/// <summary>
/// One option of a model family, declared as data: the command line, the server and the documentation all say what this says.
/// </summary>
public abstract class ModelOption
{
    private protected ModelOption(string name, ModelOptionKind kind, string meaning)
    {
        Name = name;
        Kind = kind;
        Meaning = meaning;
    }

    /// <summary>The name, as in configurations: "batch_size".</summary>
    public string Name { get; }

    /// <summary>A second name that is understood, too; null for none.</summary>
    public string? Alias { get; init; }

    /// <summary>The kind of its values.</summary>
    public ModelOptionKind Kind { get; }

    /// <summary>What it does, in one sentence.</summary>
    public string Meaning { get; }

    /// <summary>What values it takes, such as "a whole number from 1 to 100".</summary>
    public abstract string Range { get; }

    /// <summary>The default value: <see cref="long"/>, <see cref="ulong"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>, a list of <see cref="int"/>, or null where there is none.</summary>
    public abstract object? DefaultValue { get; }

    /// <summary>The default value as it is written on a command line; "none" if there is none.</summary>
    public string DefaultText => TextOf(DefaultValue);

    /// <summary>The value of a text, as after KEY= on a command line; false if it is none of the option's.</summary>
    internal abstract bool TryParse(string text, out object? value);

    /// <summary>The value of a JSON element; false if it is none of the option's.</summary>
    internal abstract bool TryParse(JsonElement element, out object? value);

    /// <summary>A value as it is written on a command line.</summary>
    internal static string TextOf(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        IReadOnlyList<int> list => string.Join(',', list),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

/// <summary>An option whose values have a type.</summary>
/// <typeparam name="T">The type of its values.</typeparam>
public abstract class ModelOption<T> : ModelOption
{
    private protected ModelOption(string name, ModelOptionKind kind, T defaultValue, string meaning)
        : base(name, kind, meaning) => Default = defaultValue;

    /// <summary>The default value.</summary>
    public T Default { get; }

    /// <inheritdoc/>
    public override object? DefaultValue => Default;

    private protected abstract bool TryParseText(string text, out T value);

    private protected abstract bool TryParseJson(JsonElement element, out T value);

    internal sealed override bool TryParse(string text, out object? value)
    {
        bool understood = TryParseText(text.Trim(), out T typed);
        value = typed;
        return understood;
    }

    internal sealed override bool TryParse(JsonElement element, out object? value)
    {
        // Clients that read their numbers from forms send them as texts.
        bool understood = element.ValueKind == JsonValueKind.String ? TryParseText(element.GetString()!.Trim(), out T typed) : TryParseJson(element, out typed);
        value = typed;
        return understood;
    }
}

/// <summary>A whole number between two bounds.</summary>
public sealed class IntegerOption : ModelOption<int>
{
    /// <summary>Declares the option.</summary>
    public IntegerOption(string name, int defaultValue, int minimum, int maximum, string meaning)
        : base(name, ModelOptionKind.WholeNumber, defaultValue, meaning) => (Minimum, Maximum) = (minimum, maximum);

    /// <summary>The smallest value.</summary>
    public int Minimum { get; }

    /// <summary>The largest value.</summary>
    public int Maximum { get; }

    /// <inheritdoc/>
    public override string Range => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Minimum:N0} to {Maximum:N0}");

    private protected override bool TryParseText(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= Minimum && value <= Maximum;

    private protected override bool TryParseJson(JsonElement element, out int value) =>
        ModelNumbers.TryWhole(element, out value) && value >= Minimum && value <= Maximum;
}

/// <summary>A seed, or none.</summary>
public sealed class SeedOption : ModelOption<ulong?>
{
    /// <summary>Declares the option.</summary>
    public SeedOption(string name, string meaning)
        : base(name, ModelOptionKind.WholeNumber, null, meaning)
    {
    }

    /// <inheritdoc/>
    public override string Range => $"a whole number from 0 to {ulong.MaxValue}, or none";

    private protected override bool TryParseText(string text, out ulong? value)
    {
        bool understood = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed);
        value = understood ? seed : null;
        return understood || text is "none" or "null";
    }

    private protected override bool TryParseJson(JsonElement element, out ulong? value)
    {
        bool understood = element.ValueKind == JsonValueKind.Number && element.TryGetUInt64(out ulong _);
        value = understood ? element.GetUInt64() : null;
        return understood || element.ValueKind == JsonValueKind.Null;
    }
}

/// <summary>A number between two bounds.</summary>
public sealed class NumberOption : ModelOption<double>
{
    /// <summary>Declares the option.</summary>
    public NumberOption(string name, double defaultValue, double minimum, double maximum, string meaning)
        : base(name, ModelOptionKind.Number, defaultValue, meaning) => (Minimum, Maximum) = (minimum, maximum);

    /// <summary>The smallest value.</summary>
    public double Minimum { get; }

    /// <summary>The largest value.</summary>
    public double Maximum { get; }

    /// <inheritdoc/>
    public override string Range => string.Create(CultureInfo.InvariantCulture, $"a number from {Minimum} to {Maximum}");

    private protected override bool TryParseText(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= Minimum && value <= Maximum;

    private protected override bool TryParseJson(JsonElement element, out double value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out value) && value >= Minimum && value <= Maximum;
    }
}

/// <summary>True or false.</summary>
public sealed class BooleanOption : ModelOption<bool>
{
    /// <summary>Declares the option.</summary>
    public BooleanOption(string name, bool defaultValue, string meaning)
        : base(name, ModelOptionKind.Boolean, defaultValue, meaning)
    {
    }

    /// <inheritdoc/>
    public override string Range => "true or false";

    private protected override bool TryParseText(string text, out bool value) => bool.TryParse(text, out value);

    private protected override bool TryParseJson(JsonElement element, out bool value)
    {
        value = element.ValueKind == JsonValueKind.True;
        return element.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }
}

/// <summary>One of some words; the first is the default.</summary>
public sealed class ChoiceOption : ModelOption<string>
{
    /// <summary>Declares the option.</summary>
    public ChoiceOption(string name, IReadOnlyList<string> choices, string meaning)
        : base(name, ModelOptionKind.Choice, choices[0], meaning) => Choices = choices;

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Choices { get; }

    /// <inheritdoc/>
    public override string Range => $"one of {string.Join(", ", Choices)}";

    private protected override bool TryParseText(string text, out string value)
    {
        value = text;
        return Choices.Contains(text, StringComparer.Ordinal);
    }

    private protected override bool TryParseJson(JsonElement element, out string value)
    {
        value = Default;
        return false;
    }
}

/// <summary>A list of whole numbers between two bounds, such as the sizes of a network's hidden layers.</summary>
public sealed class IntegerListOption : ModelOption<IReadOnlyList<int>>
{
    /// <summary>Declares the option.</summary>
    public IntegerListOption(string name, IReadOnlyList<int> defaultValue, int minimum, int maximum, int mostItems, string meaning)
        : base(name, ModelOptionKind.WholeNumberList, defaultValue, meaning) => (Minimum, Maximum, MostItems) = (minimum, maximum, mostItems);

    /// <summary>The smallest value of an item.</summary>
    public int Minimum { get; }

    /// <summary>The largest value of an item.</summary>
    public int Maximum { get; }

    /// <summary>The most items; the fewest is one.</summary>
    public int MostItems { get; }

    /// <inheritdoc/>
    public override string Range =>
        string.Create(CultureInfo.InvariantCulture, $"a list of 1 to {MostItems} whole numbers from {Minimum:N0} to {Maximum:N0}, such as {DefaultText}");

    private protected override bool TryParseText(string text, out IReadOnlyList<int> value)
    {
        string inner = text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text;
        string[] parts = inner.Split(',', StringSplitOptions.TrimEntries);
        var items = new int[parts.Length];
        bool understood = true;
        for (int i = 0; i < parts.Length && understood; i++)
        {
            understood = int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out items[i]);
        }
        value = items;
        return understood && IsSound(items);
    }

    private protected override bool TryParseJson(JsonElement element, out IReadOnlyList<int> value)
    {
        value = Default;
        if (element.ValueKind != JsonValueKind.Array)
        {
            return false;
        }
        var items = new List<int>();
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (!ModelNumbers.TryWhole(item, out int number))
            {
                return false;
            }
            items.Add(number);
        }
        value = [.. items];
        return IsSound(value);
    }

    private bool IsSound(IReadOnlyList<int> items) => items.Count >= 1 && items.Count <= MostItems && items.All(item => item >= Minimum && item <= Maximum);
}

/// <summary>Numbers in JSON.</summary>
internal static class ModelNumbers
{
    /// <summary>Reads a whole number, be it written as 300 or as 300.0.</summary>
    public static bool TryWhole(JsonElement element, out int value)
    {
        value = 0;
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out double number) || number != Math.Truncate(number) || Math.Abs(number) > int.MaxValue)
        {
            return false;
        }
        value = (int)number;
        return true;
    }
}

using System.Buffers;
using System.Text.Json;

namespace Semblance.Models;

/// <summary>Checked values for the options of a family; made by <see cref="ModelOptions"/>, never changed.</summary>
public sealed class ModelConfig
{
    private readonly ModelOptions _options;
    private readonly Dictionary<string, object?> _given;

    internal ModelConfig(ModelOptions options, Dictionary<string, object?> given)
    {
        _options = options;
        _given = given;
    }

    /// <summary>The family that the values are for.</summary>
    public string Family => _options.Family;

    /// <summary>The value of an option: the one given, or its default.</summary>
    /// <exception cref="ArgumentException">The family does not have the option.</exception>
    public T Get<T>(ModelOption<T> option)
    {
        ArgumentNullException.ThrowIfNull(option);
        if (!_options.All.Contains(option))
        {
            throw new ArgumentException($"{Family} has no option '{option.Name}'.", nameof(option));
        }
        return _given.TryGetValue(option.Name, out object? value) ? (T)value! : option.Default;
    }

    /// <summary>The value of an option by name, as <see cref="ModelOption.DefaultValue"/> describes it.</summary>
    /// <exception cref="ArgumentException">The family does not have the option.</exception>
    public object? this[string name]
    {
        get
        {
            ModelOption option = _options.All.FirstOrDefault(option => option.Name == name) ?? throw new ArgumentException($"{Family} has no option '{name}'.", nameof(name));
            return _given.TryGetValue(name, out object? value) ? value : option.DefaultValue;
        }
    }

    /// <summary>All options with their values as one JSON object, in the order in which they are declared. Equal values give equal text.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (ModelOption option in _options.All)
            {
                json.WritePropertyName(option.Name);
                Write(json, this[option.Name]);
            }
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Family} {ToJson()}";

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case ulong seed:
                json.WriteNumberValue(seed);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case IReadOnlyList<int> list:
                json.WriteStartArray();
                foreach (int item in list)
                {
                    json.WriteNumberValue(item);
                }
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue((string)value);
                break;
        }
    }
}

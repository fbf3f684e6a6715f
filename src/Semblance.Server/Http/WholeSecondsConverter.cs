using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Semblance.Server.Http;

/// <summary>Points in time as the documents show them, in whole seconds of UTC: "2026-02-25T10:00:00Z". Every client's reader of dates takes that.</summary>
internal sealed class WholeSecondsConverter : JsonConverter<DateTimeOffset>
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture));
}

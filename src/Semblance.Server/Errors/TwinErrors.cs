using System.Globalization;

namespace Semblance.Server.Errors;

/// <summary>The documented errors of the twin API, each with its status.</summary>
internal static class TwinErrors
{
    public static ApiException MissingRows() => new(400, "Missing 'rows' header", "Send the header 'rows' with the number of synthetic rows to make.");

    public static ApiException RowsNotInteger(string text) => new(400, "'rows' must be an integer", $"'{text}' is not a whole number such as 5000.");

    public static ApiException RowsNotPositive(string text) => new(400, "'rows' must be > 0", $"'{text}' asks for no rows; ask for one or more.");

    public static ApiException RowsTooMany(string text, long most) => new(
        400,
        string.Create(CultureInfo.InvariantCulture, $"'rows' must be <= {most}"),
        string.Create(CultureInfo.InvariantCulture, $"'{text}' is more than the {most:N0} rows that this server makes in one request."));

    public static ApiException UnknownAlgorithm(string text, IEnumerable<string> known) =>
        new(400, $"'algo' must be one of {string.Join(", ", known)}", $"There is no algorithm '{text}'.");

    public static ApiException BadSeed(string text) => new(400, "'seed' must be an integer", $"'{text}' is not a whole number from 0 to {ulong.MaxValue}.");

    public static ApiException BadPrivacy(string text) => new(400, "'privacy' must be true or false", $"'{text}' is neither.");

    public static ApiException BadConditions(string detail) => new(400, "'conditions' must be a percent-encoded JSON object", detail);

    public static ApiException ConditionsNotMet(string detail, Exception? cause) => new(400, "'conditions' cannot be met", detail, cause);

    public static ApiException MissingKey() => new(400, "Failed to read Semblance api-key from supplied header", "Send your key in the header 'api-key'.");

    public static ApiException Credits(string detail) => new(500, "Failed to update credits for your Semblance API key", detail);

    public static ApiException TooLarge(long limit) => new(
        413,
        "Payload too large (limit 0.5GB)",
        string.Create(CultureInfo.InvariantCulture, $"The request body may have at most {limit:N0} bytes; send fewer rows, or Parquet, which is smaller."));

    public static ApiException MissingFile(string detail, Exception? cause = null) => new(400, "Missing 'file' in multipart form-data", detail, cause);

    public static ApiException UnsupportedType(string detail) => new(415, "Unsupported file type.", $"Use .csv or .parquet only. {detail}");

    public static ApiException Unparsable(string reason, Exception? cause = null) =>
        new(422, $"Failed to parse input .csv/.parquet: {reason}", "Check that the file is whole and that other programs can read it.", cause);

    public static ApiException TooSmall(string detail) =>
        new(500, "Synthesis failed: Semblance API needs more than 40 rows and more than 2 columns of real data", detail);

    public static ApiException SynthesisFailed(string reason, string detail, Exception? cause = null) => new(500, $"Synthesis failed: {reason}", detail, cause);

    public static ApiException NotSerialized(string reason, Exception? cause) =>
        new(500, $"Failed to serialize output: {reason}", "Try again, or send the table in the other format.", cause);
}

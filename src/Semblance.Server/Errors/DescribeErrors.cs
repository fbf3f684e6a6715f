using System.Globalization;
using Semblance.Describe.Planning.Language;

namespace Semblance.Server.Errors;

/// <summary>The documented errors of the describe API.</summary>
internal static class DescribeErrors
{
    private static readonly TimeSpan s_usualWait = TimeSpan.FromSeconds(30);

    public static ApiException Invalid(IReadOnlyList<string> issues, IReadOnlyList<string> suggestions) =>
        new(400, "Invalid request payload", string.Join("; ", issues)) { Issues = issues, Suggestions = suggestions };

    public static ApiException NoObject(string issue) => Invalid([$"The body cannot be read. {issue}"], ["Send a JSON object such as {\"api_key\": \"sk-...\", \"prompt\": \"customers and their orders\"}"]);

    public static ApiException BadKey(string detail) => new(401, "Invalid API key format", detail);

    public static ApiException TooMany(TimeSpan retryAfter) => new(429, "Too many requests", "The server makes as many datasets as it can; try again later.") { RetryAfter = retryAfter };

    public static ApiException NoRoom() => new(429, "Too many requests", "The datasets that the server keeps take all the room that they may; older ones go by and by. Ask for fewer records, without async, or later.") { RetryAfter = TimeSpan.FromMinutes(1) };

    public static ApiException NoJob(string id) => new(404, "Job not found", $"There is no job '{id}'. Jobs go some time after they have ended.");

    public static ApiException NotReady(string status, string? error) => new(409, "Job is not completed", error is null ? $"Its status is {status}; see GET /api/jobs/{{id}}." : $"Its status is {status}: {error}");

    public static ApiException TooLong(TimeSpan limit, Exception? cause = null) => new(
        500,
        "The request took too long",
        string.Create(CultureInfo.InvariantCulture, $"Nothing was generated within {limit.TotalSeconds:0} seconds; ask for fewer records, or for a job with \"async\": true."),
        cause);

    /// <summary>What a client is told when its prompt could not be planned by a language model.</summary>
    public static ApiException Of(LanguageModelException exception) => exception.Failure switch
    {
        LanguageModelFailure.KeyRefused => new ApiException(401, "Invalid or expired API key", exception.Message, exception),
        LanguageModelFailure.RateLimited => new ApiException(429, "Rate limited", exception.Message, exception) { RetryAfter = exception.RetryAfter ?? s_usualWait },
        _ => new ApiException(500, "The prompt could not be planned", exception.Message, exception),
    };
}

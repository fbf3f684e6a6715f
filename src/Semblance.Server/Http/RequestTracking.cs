using System.Diagnostics;
using Semblance.Server.Errors;

namespace Semblance.Server.Http;

/// <summary>Gives every request an id, which its answer and all that is logged about it bear, and counts it.</summary>
internal sealed partial class RequestTracking(RequestDelegate next, ServerMetrics metrics, ILogger<RequestTracking> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        long start = Stopwatch.GetTimestamp();
        string id = context.TraceIdentifier = Guid.NewGuid().ToString("N");
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            context.Response.Headers["x-request-id"] = context.TraceIdentifier;
            return Task.CompletedTask;
        }, context);
        using IDisposable? scope = log.BeginScope(new RequestScope(id));
        try
        {
            await next(context);
        }
        finally
        {
            // What a client asks for that is not there has no route: its words must not become names of series.
            string route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
            int status = context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted ? ErrorHandling.ClientClosedRequest : context.Response.StatusCode;
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            metrics.CountRequest(context.Request.Method, route, status, took);
            LogRequest(log, context.Request.Method, route, status, (long)took.TotalMilliseconds);
        }
    }

    [LoggerMessage(20, LogLevel.Information, "{Method} {Route} was answered with {Status} in {Milliseconds} ms")]
    private static partial void LogRequest(ILogger logger, string method, string route, int status, long milliseconds);

    /// <summary>The id, as text logs and JSON logs show it.</summary>
    private sealed class RequestScope(string id) : IReadOnlyList<KeyValuePair<string, object>>
    {
        public int Count => 1;

        public KeyValuePair<string, object> this[int index] => index == 0 ? new("RequestId", id) : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, object>> GetEnumerator()
        {
            yield return this[0];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => "request " + id;
    }
}

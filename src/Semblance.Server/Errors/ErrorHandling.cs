using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Semblance.Server.Errors;

/// <summary>The one place that turns whatever went wrong into <c>{"error", "detail"}</c>.</summary>
internal sealed partial class ErrorHandling(RequestDelegate next, ILogger<ErrorHandling> log)
{
    /// <summary>The status of a request whose client went away; nobody sees it but the log (nginx's number for it).</summary>
    public const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode >= 400 && context.Response.ContentLength is null && context.Response.ContentType is null)
            {
                // Nobody has written why: there is no such path, or not with this method.
                await WriteAsync(context, OfStatus(context));
            }
        }
#pragma warning disable CA1031 // The outermost frame of a request: whatever happened, the client gets JSON and the server goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                LogClientLeft(log);
                context.Response.StatusCode = ClientClosedRequest;
                return;
            }
            ApiException error = Translate(context, exception);
            if (context.Response.HasStarted)
            {
                // Half an answer must not be taken for a whole one.
                LogBrokenAnswer(log, Describe(exception));
                context.Abort();
                return;
            }
            await WriteAsync(context, error);
        }
    }

    private ApiException Translate(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ApiException known:
                if (known.InnerException is { } cause and not Data.TableException && known.Status is >= 500 or 422)
                {
                    LogFailure(log, Describe(cause));
                }
                return known;
            case BadHttpRequestException { StatusCode: 413 }:
                return new ApiException(413, "Payload too large", "The body of this request must be smaller.");
            case BadHttpRequestException { InnerException: JsonException json }:
                return new ApiException(400, "The body cannot be read as JSON", json.Path is { Length: > 1 } path ? $"See {path}." : "Send a JSON object.");
            case BadHttpRequestException bad:
                return new ApiException(bad.StatusCode, "The request cannot be read", bad.Message);
            default:
                LogFault(log, Describe(exception));
                return new ApiException(500, "Something went wrong inside Semblance", $"Ask the operator of this server to look for the request {context.TraceIdentifier} in its log.");
        }
    }

    private static ApiException OfStatus(HttpContext context)
    {
        HttpRequest request = context.Request;
        return context.Response.StatusCode switch
        {
            404 => new ApiException(404, "Not found", $"There is no {request.Path} here; /openapi.json lists what there is."),
            405 => new ApiException(405, "Method not allowed", $"{request.Path} does not take {request.Method}, but {context.Response.Headers.Allow}."),
            415 => new ApiException(415, "Unsupported content type", "Send the body as application/json."),
            int status => new ApiException(status, "The request cannot be answered", $"Status {status}."),
        };
    }

    /// <summary>What and where, without the messages: these can hold values of a client's table.</summary>
    private static string Describe(Exception exception)
    {
        var text = new StringBuilder();
        for (Exception? at = exception; at is not null; at = at.InnerException)
        {
            text.Append(text.Length == 0 ? "" : "\n caused by ").Append(at.GetType()).Append('\n').Append(at.StackTrace);
        }
        return text.ToString();
    }

    private static Task WriteAsync(HttpContext context, ApiException error)
    {
        HttpResponse response = context.Response;
        var allow = response.Headers.Allow;
        response.Clear();
        response.StatusCode = error.Status;
        if (allow.Count > 0)
        {
            response.Headers.Allow = allow;
        }
        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }
        if (error.RetryAfter is { } wait)
        {
            response.Headers[HeaderNames.RetryAfter] = ((int)Math.Max(1, Math.Ceiling(wait.TotalSeconds))).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        return response.WriteAsJsonAsync(new ApiError(error.Message, error.Detail) { Issues = error.Issues, Suggestions = error.Suggestions }, CancellationToken.None);
    }

    [LoggerMessage(1, LogLevel.Information, "The client left before it was answered")]
    private static partial void LogClientLeft(ILogger logger);

    [LoggerMessage(2, LogLevel.Error, "The request failed: {Fault}")]
    private static partial void LogFailure(ILogger logger, string fault);

    [LoggerMessage(3, LogLevel.Error, "The request met a fault of the program: {Fault}")]
    private static partial void LogFault(ILogger logger, string fault);

    [LoggerMessage(4, LogLevel.Error, "The answer broke off: {Fault}")]
    private static partial void LogBrokenAnswer(ILogger logger, string fault);
}

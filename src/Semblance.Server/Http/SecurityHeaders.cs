using Microsoft.Extensions.Primitives;

namespace Semblance.Server.Http;

/// <summary>Headers that every answer has, errors included.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string NothingElse = "default-src 'none'; frame-ancestors 'none'";
    private const string ForAYear = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            IHeaderDictionary headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (StringValues.IsNullOrEmpty(headers.ContentSecurityPolicy))
            {
                headers.ContentSecurityPolicy = NothingElse;
            }
            if (StringValues.IsNullOrEmpty(headers.CacheControl))
            {
                headers.CacheControl = "no-store";
            }
            if (context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = ForAYear;
            }
            return Task.CompletedTask;
        }, context);
        return next(context);
    }
}

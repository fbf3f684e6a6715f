using Semblance.Server.Errors;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;

namespace Semblance.Server.Http;

/// <summary>Who asks: the key of a request to the APIs under /api.</summary>
internal static class Callers
{
    private const string Scheme = "Bearer ";

    /// <summary>Lets in only requests with a key of a scope.</summary>
    public static TBuilder RequireKey<TBuilder>(this TBuilder endpoints, KeyScopes scope)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (invocation, next) =>
        {
            HttpContext http = invocation.HttpContext;
            IServiceProvider services = http.RequestServices;
            string text = TextOf(http.Request);
            ApiKey key = (text.Length == 0 ? null : await services.GetRequiredService<WorkspaceHome>().Keys.FindAsync(text, http.RequestAborted))
                ?? throw new ApiException(401, "Authentication required", "Send a key that is in force: 'Authorization: Bearer KEY'.");
            services.GetRequiredService<RateLimits>().CountKey(key.Id);
            if (!key.Scopes.HasFlag(scope))
            {
                throw new ApiException(403, "Not allowed", $"The key lacks the scope '{string.Join(", ", KeyScopeNames.Of(scope))}'.");
            }
            return await next(invocation);
        });

    private static string TextOf(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : request.Headers["api-key"].ToString();
    }
}

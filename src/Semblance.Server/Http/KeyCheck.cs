using Semblance.Server.Errors;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;

namespace Semblance.Server.Http;

/// <summary>Marks an endpoint that only keys of a scope open.</summary>
internal sealed record RequiredScope(KeyScopes Scope);

/// <summary>Who asks: the key of a request to the APIs under /api.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="AccountId">The account that it opens; everything that the request sees or makes belongs to it.</param>
internal sealed record Caller(Guid KeyId, Guid AccountId)
{
    /// <summary>The caller of a request that has been let in; called by the framework for parameters of this type.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<Caller>());
}

/// <summary>Lets requests to endpoints that need a key in only with one, before anything of their query or body is looked at.</summary>
internal sealed class KeyCheck(RequestDelegate next, WorkspaceHome workspace, RateLimits limits)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is { Scope: KeyScopes scope })
        {
            string text = TextOf(context.Request);
            ApiKey key = (text.Length == 0 ? null : await workspace.Keys.FindAsync(text, context.RequestAborted))
                ?? throw new ApiException(401, "Authentication required", "Send a key that is in force: 'Authorization: Bearer KEY'.");
            limits.CountKey(key.Id);
            if (!key.Scopes.HasFlag(scope))
            {
                throw new ApiException(403, "Not allowed", $"The key lacks the scope '{string.Join(", ", KeyScopeNames.Of(scope))}'.");
            }
            context.Features.Set(new Caller(key.Id, key.AccountId));
        }
        await next(context);
    }

    private static string TextOf(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : request.Headers["api-key"].ToString();
    }
}

/// <summary>Says of endpoints that they need a key.</summary>
internal static class KeyCheckExtensions
{
    /// <summary>Lets in only requests with a key of a scope.</summary>
    public static TBuilder RequireKey<TBuilder>(this TBuilder endpoints, KeyScopes scope)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new RequiredScope(scope));
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Semblance.Server.Errors;
using Semblance.Server.Hosting;
using Semblance.Server.Http;
using Semblance.Server.OpenApi;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Credits;

namespace Semblance.Server.Api;

/// <summary>Keys, for administrators: a key is shown once, when it is made.</summary>
internal static class ApiKeysApi
{
    private const string OneKey = """
        {"id": "8c9f6d0e-0a3b-4c56-9d1e-2f3a4b5c6d7e", "name": "alice", "prefix": "0123456789ab", "account": "team", "scopes": ["twin"], "credits": 100, "credits_left": 98.5, "month": "2026-11", "created_at": "2026-11-24T12:00:00Z", "revoked_at": null}
        """;

    private const string MadeKey = $$"""{"id": "8c9f6d0e-0a3b-4c56-9d1e-2f3a4b5c6d7e", "key": "sem_0123456789ab_...", "api_key": {{OneKey}}}""";

    private static ApiException[] NewKeyErrors =>
    [
        new(400, "The body cannot be read as JSON", "Send a JSON object."), BadName("name"), BadScopes(), BadCredits(),
    ];

    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder keys = routes.MapGroup("/api/auth/api-keys").WithTags("Keys").RequireKey(KeyScopes.Admin);
        keys.MapPost("/", CreateAsync).WithName("createApiKey").WithSummary("Make a key")
            .WithDescription("The key is shown in this answer and never again; the server keeps only its hash. Without scopes it opens the twin and the model API, without credits it has the usual ones, without an account it opens one of its own.")
            .Describe(KeyScopes.Admin, "201", MadeKey, NewKeyErrors, """{"name": "alice", "scopes": ["twin"], "credits": 100}""");
        keys.MapGet("/", ListAsync).WithName("listApiKeys").WithSummary("List keys, the newest first")
            .Describe(KeyScopes.Admin, "200", $$"""{"items": [{{OneKey}}], "total": 1, "limit": 50, "offset": 0}""", [new ApiException(422, "'limit' must be a whole number from 1 to 500", "'0' is not.")])
            .AddOpenApiOperationTransformer(Paging.Describe);
        keys.MapGet("/{id}", GetAsync).WithName("getApiKey").WithSummary("Show a key, named by its id or prefix")
            .Describe(KeyScopes.Admin, "200", $$"""{"api_key": {{OneKey}}}""", [NoSuchKey("5f1c")]);
        keys.MapDelete("/{id}", RevokeAsync).WithName("revokeApiKey").WithSummary("End a key for good, named by its id or prefix")
            .Describe(KeyScopes.Admin, "200", """{"ok": true, "api_key_id": "8c9f6d0e-0a3b-4c56-9d1e-2f3a4b5c6d7e"}""", [NoSuchKey("5f1c")]);
    }

    private static async Task<Created<MadeKeyView>> CreateAsync(NewKeyBody body, WorkspaceHome workspace, ServerSettings settings, CancellationToken cancellation)
    {
        var wish = new NewKey(NameOf(body.Name, "name"), ScopesOf(body.Scopes), CreditsOf(body.Credits, settings), body.Account is null ? null : NameOf(body.Account, "account"));
        MadeKey made = await workspace.Keys.CreateAsync(wish, cancellation: cancellation);
        return TypedResults.Created($"/api/auth/api-keys/{made.Key.Id}", new MadeKeyView(made.Key.Id, made.Text, await ViewAsync(workspace, made.Key, cancellation)));
    }

    private static async Task<Ok<Page<KeyView>>> ListAsync(Paging paging, WorkspaceHome workspace, CancellationToken cancellation)
    {
        (IReadOnlyList<ApiKey> keys, int total) = await workspace.Keys.ListAsync(paging.Search, paging.Limit, paging.Offset, cancellation);
        var items = new List<KeyView>(keys.Count);
        foreach (ApiKey key in keys)
        {
            items.Add(await ViewAsync(workspace, key, cancellation));
        }
        return TypedResults.Ok(new Page<KeyView>(items, total, paging.Limit, paging.Offset));
    }

    private static async Task<Ok<SingleKeyView>> GetAsync(string id, WorkspaceHome workspace, CancellationToken cancellation)
    {
        ApiKey key = await workspace.Keys.GetAsync(id, cancellation) ?? throw NoSuchKey(id);
        return TypedResults.Ok(new SingleKeyView(await ViewAsync(workspace, key, cancellation)));
    }

    private static async Task<Ok<RevokedKeyView>> RevokeAsync(string id, WorkspaceHome workspace, CancellationToken cancellation)
    {
        ApiKey key = await workspace.Keys.RevokeAsync(id, cancellation) ?? throw NoSuchKey(id);
        return TypedResults.Ok(new RevokedKeyView(true, key.Id));
    }

    private static async Task<KeyView> ViewAsync(WorkspaceHome workspace, ApiKey key, CancellationToken cancellation)
    {
        CreditBalance balance = await workspace.Ledger.BalanceAsync(key, cancellation);
        return new KeyView(
            key.Id, key.Name, key.Prefix, key.Account.Name, KeyScopeNames.Of(key.Scopes), new Allowance(key.MonthlyMicros), new Allowance(balance.LeftMicros),
            CreditPeriod.FormatMonth(balance.Month), key.CreatedAt, key.RevokedAt);
    }

    private static ApiException NoSuchKey(string id) => new(404, "Key not found", $"There is no key '{id}'.");

    private static ApiException BadName(string field) => new(422, $"'{field}' must be a text", $"Give 1 to {KeyStore.LongestName} printable characters.");

    private static ApiException BadScopes() => new(422, "'scopes' must be a list of scopes", $"The scopes are {string.Join(", ", KeyScopeNames.All)}.");

    private static ApiException BadCredits() => new(422, "'credits' must be a number or \"unlimited\"", "Give the credits of a month, such as 30 or 0.5, with at most 6 decimals.");

    private static string NameOf(string? name, string field) =>
        name is { Length: > 0 and <= KeyStore.LongestName } && !name.Any(char.IsControl) ? name
        : throw BadName(field);

    private static KeyScopes ScopesOf(string[]? scopes) =>
        scopes is null ? KeyScopeNames.ForUsers
        : scopes.Length > 0 && KeyScopeNames.Parse(scopes) is { } parsed ? parsed
        : throw BadScopes();

    private static long? CreditsOf(JsonElement? credits, ServerSettings settings)
    {
        string? text = credits switch
        {
            null or { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => CreditAmount.FormatAllowance(settings.CreditsMicros),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            { ValueKind: JsonValueKind.String } word => word.GetString(),
            _ => null,
        };
        return text is not null && CreditAmount.TryParseAllowance(text, out long? micros) ? micros
            : throw BadCredits();
    }

    /// <summary>A key to be made.</summary>
    /// <param name="Name">What people call it.</param>
    /// <param name="Scopes">What it opens: twin, model, admin. Without it, twin and model.</param>
    /// <param name="Credits">Credits a month: a number, or "unlimited". Without it, what the server's settings say.</param>
    /// <param name="Account">The account that it opens. Without it, one of its own.</param>
    internal sealed record NewKeyBody(string? Name, string[]? Scopes, JsonElement? Credits, string? Account);

    /// <summary>A key as administrators see it.</summary>
    internal sealed record KeyView(
        Guid Id, string Name, string Prefix, string Account, string[] Scopes, Allowance Credits, Allowance CreditsLeft, string Month, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

    /// <summary>A key that was made, with its text.</summary>
    internal sealed record MadeKeyView(Guid Id, string Key, KeyView ApiKey);

    /// <summary>One key.</summary>
    internal sealed record SingleKeyView(KeyView ApiKey);

    /// <summary>A key that opens nothing any more.</summary>
    internal sealed record RevokedKeyView(bool Ok, Guid ApiKeyId);

    /// <summary>A number of credits, or "unlimited".</summary>
    [JsonConverter(typeof(AllowanceConverter))]
    internal readonly record struct Allowance(long? Micros);

    private sealed class AllowanceConverter : JsonConverter<Allowance>
    {
        public override Allowance Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Allowances are only written.");

        public override void Write(Utf8JsonWriter writer, Allowance value, JsonSerializerOptions options)
        {
            if (value.Micros is { } micros)
            {
                writer.WriteRawValue(CreditAmount.Format(micros));
            }
            else
            {
                writer.WriteStringValue(CreditAmount.Unlimited);
            }
        }
    }
}

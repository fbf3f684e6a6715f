using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Database;

namespace Semblance.Workspace.Accounts;

/// <summary>A key to be made.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Scopes">What it opens.</param>
/// <param name="MonthlyMicros">What it may spend in a month, in millionths of a credit; null for no limit.</param>
/// <param name="AccountName">The account that it opens, which is opened with it if there is none; null for one of its own.</param>
public sealed record NewKey(string Name, KeyScopes Scopes, long? MonthlyMicros, string? AccountName = null);

/// <summary>A key that was made.</summary>
/// <param name="Key">What is kept.</param>
/// <param name="Text">What the client sends; not kept and never shown again.</param>
public sealed record MadeKey(ApiKey Key, string Text);

/// <summary>The keys and the accounts that they open.</summary>
public sealed class KeyStore(WorkspaceDatabase database, TimeProvider time)
{
    /// <summary>The longest name of a key or an account, in characters.</summary>
    public const int LongestName = 200;

    // Compared with where no key has the prefix asked for, so that an answer takes as long as for a key that exists.
    private static readonly byte[] s_nobody = new byte[32];

    /// <summary>Makes a key.</summary>
    /// <param name="wish">What it is like.</param>
    /// <param name="keep">Given the key's text just before the key takes effect, to put it where it is not lost; if that fails there is no key. Null for nothing.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<MadeKey> CreateAsync(NewKey wish, Action<string>? keep = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return database.WriteAsync(async context =>
        {
            DateTimeOffset now = time.GetUtcNow();
            Guid id = Guid.NewGuid();
            // The name of a key's own account must not be one that somebody can ask for.
            string accountName = wish.AccountName ?? $"key {id}";
            Account? account = await context.Accounts.SingleOrDefaultAsync(existing => existing.Name == accountName, cancellation);
            if (account is null)
            {
                account = new Account { Id = Guid.NewGuid(), Name = accountName, CreatedAt = now };
                context.Accounts.Add(account);
            }
            (string text, string prefix, byte[] hash) = KeySecret.Draw();
            var key = new ApiKey
            {
                Id = id,
                AccountId = account.Id,
                Account = account,
                Name = wish.Name,
                Prefix = prefix,
                Hash = hash,
                Scopes = wish.Scopes,
                MonthlyMicros = wish.MonthlyMicros,
                CreatedAt = now,
            };
            context.ApiKeys.Add(key);
            await context.SaveChangesAsync(cancellation);
            keep?.Invoke(text);
            return new MadeKey(key, text);
        }, cancellation);
    }

    /// <summary>The key that a client sent; null if it is unknown or revoked.</summary>
    public async Task<ApiKey?> FindAsync(string text, CancellationToken cancellation = default)
    {
        string? prefix = KeySecret.PrefixOf(text);
        ApiKey? key = null;
        if (prefix is not null)
        {
            await using WorkspaceContext context = database.CreateContext();
            key = await context.ApiKeys.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Prefix == prefix, cancellation);
        }
        bool matches = KeySecret.Matches(text, key?.Hash ?? s_nobody);
        return matches && key is { RevokedAt: null } ? key : null;
    }

    /// <summary>Whether an administrator's key was ever made.</summary>
    public async Task<bool> HasAdministratorAsync(CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        return await context.ApiKeys.AnyAsync(key => (key.Scopes & KeyScopes.Admin) != 0, cancellation);
    }

    /// <summary>Some of the keys, the newest first, with their accounts.</summary>
    /// <param name="search">Part of the name of the key or of its account; null for all.</param>
    /// <param name="limit">The most keys.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="cancellation">Ends the query.</param>
    /// <returns>The keys and how many there are in all.</returns>
    public async Task<(IReadOnlyList<ApiKey> Keys, int Total)> ListAsync(string? search, int limit, int offset, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        IQueryable<ApiKey> keys = context.ApiKeys.AsNoTracking().Include(key => key.Account);
        if (!string.IsNullOrEmpty(search))
        {
            keys = keys.Where(key => key.Name.Contains(search) || key.Account.Name.Contains(search));
        }
        int total = await keys.CountAsync(cancellation);
        ApiKey[] page = await keys.OrderByDescending(key => key.CreatedAt).ThenBy(key => key.Id).Skip(offset).Take(limit).ToArrayAsync(cancellation);
        return (page, total);
    }

    /// <summary>The keys of a name that are not revoked.</summary>
    public async Task<ApiKey[]> InForceAsync(string name, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        return await context.ApiKeys.AsNoTracking().Where(key => key.Name == name && key.RevokedAt == null).ToArrayAsync(cancellation);
    }

    /// <summary>The key of an id or a prefix, revoked or not, with its account; null if there is none.</summary>
    public async Task<ApiKey?> GetAsync(string idOrPrefix, CancellationToken cancellation = default)
    {
        Guid? id = Guid.TryParse(idOrPrefix, out Guid parsed) ? parsed : null;
        await using WorkspaceContext context = database.CreateContext();
        return await context.ApiKeys.AsNoTracking().Include(key => key.Account).SingleOrDefaultAsync(candidate => candidate.Id == id || candidate.Prefix == idOrPrefix, cancellation);
    }

    /// <summary>Ends a key for good.</summary>
    /// <param name="idOrPrefix">Its id or its prefix.</param>
    /// <param name="cancellation">Ends the query.</param>
    /// <returns>The key, or null if there is none; a key that was revoked before stays as it was.</returns>
    public Task<ApiKey?> RevokeAsync(string idOrPrefix, CancellationToken cancellation = default)
    {
        Guid? id = Guid.TryParse(idOrPrefix, out Guid parsed) ? parsed : null;
        return database.WriteAsync(async context =>
        {
            ApiKey? key = await context.ApiKeys.SingleOrDefaultAsync(candidate => candidate.Id == id || candidate.Prefix == idOrPrefix, cancellation);
            if (key is { RevokedAt: null })
            {
                key.RevokedAt = time.GetUtcNow();
                await context.SaveChangesAsync(cancellation);
            }
            return key;
        }, cancellation);
    }
}

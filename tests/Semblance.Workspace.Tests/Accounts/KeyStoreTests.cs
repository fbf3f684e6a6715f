using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Accounts;

public sealed class KeyStoreTests
{
    private static readonly NewKey s_wish = new("alice", KeyScopeNames.ForUsers, 1_000_000);
    private readonly TestClock _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_key_is_found_by_its_text_until_it_is_revoked(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        var keys = new KeyStore(test.Database, _clock);
        MadeKey made = await keys.CreateAsync(s_wish);
        ApiKey found = (await keys.FindAsync(made.Text)).ShouldNotBeNull();
        (found.Id, found.Name, found.Scopes, found.MonthlyMicros, found.CreatedAt).ShouldBe((made.Key.Id, "alice", KeyScopes.Twin | KeyScopes.Model, 1_000_000, _clock.Now));

        ApiKey revoked = (await keys.RevokeAsync(made.Key.Prefix)).ShouldNotBeNull();
        revoked.RevokedAt.ShouldBe(_clock.Now);
        (await keys.FindAsync(made.Text)).ShouldBeNull();
        _clock.Now = _clock.Now.AddDays(1);
        (await keys.RevokeAsync(made.Key.Id.ToString())).ShouldNotBeNull().RevokedAt.ShouldBe(revoked.RevokedAt, "it was revoked before");
        (await keys.RevokeAsync(Guid.NewGuid().ToString())).ShouldBeNull();
        (await keys.RevokeAsync("no such key")).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Only_the_whole_text_opens_anything(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        var keys = new KeyStore(test.Database, _clock);
        string text = (await keys.CreateAsync(s_wish)).Text;
        string changed = text[..^1] + (text[^1] == 'A' ? 'B' : 'A');
        foreach (string wrong in (string[])[changed, text[..^1], text + "A", text.ToUpperInvariant(), "", "sem_", "x", new string('x', 10_000), "sem_0123456789ab_" + new string('A', 43), "' OR 1=1 --"])
        {
            (await keys.FindAsync(wrong)).ShouldBeNull(wrong);
        }
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task The_text_of_a_key_is_nowhere_in_the_database(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        MadeKey made = await new KeyStore(test.Database, _clock).CreateAsync(s_wish);
        await using WorkspaceContext context = test.Database.CreateContext();
        ApiKey kept = await context.ApiKeys.SingleAsync(TestContext.Current.CancellationToken);
        string secret = made.Text[(made.Text.LastIndexOf(kept.Prefix, StringComparison.Ordinal) + kept.Prefix.Length + 1)..];
        secret.Length.ShouldBe(43, "256 random bits in base64url");
        string record = System.Text.Json.JsonSerializer.Serialize(kept);
        record.ShouldNotContain(secret);
        kept.Hash.Length.ShouldBe(32);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_key_opens_the_account_it_names_or_one_of_its_own(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        var keys = new KeyStore(test.Database, _clock);
        ApiKey first = (await keys.CreateAsync(s_wish with { AccountName = "team" })).Key;
        ApiKey second = (await keys.CreateAsync(s_wish with { AccountName = "team" })).Key;
        ApiKey third = (await keys.CreateAsync(s_wish)).Key;
        ApiKey fourth = (await keys.CreateAsync(s_wish)).Key;
        second.AccountId.ShouldBe(first.AccountId);
        new[] { first.AccountId, third.AccountId, fourth.AccountId }.ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_key_that_cannot_be_kept_does_not_exist(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        var keys = new KeyStore(test.Database, _clock);
        string? text = null;
        await Should.ThrowAsync<IOException>(() => keys.CreateAsync(s_wish with { Scopes = KeyScopeNames.ForAdministrators }, shown =>
        {
            text = shown;
            throw new IOException("The disk is full.");
        }));
        (await keys.FindAsync(text!)).ShouldBeNull();
        (await keys.HasAdministratorAsync()).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Keys_are_listed_newest_first_in_pages(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        var keys = new KeyStore(test.Database, _clock);
        for (int i = 0; i < 5; i++)
        {
            _clock.Now = _clock.Now.AddSeconds(1);
            await keys.CreateAsync(s_wish with { Name = $"key{i}", AccountName = i == 3 ? "special" : null });
        }
        (IReadOnlyList<ApiKey> page, int total) = await keys.ListAsync(null, 2, 1);
        total.ShouldBe(5);
        page.Select(key => key.Name).ShouldBe(["key3", "key2"]);
        page[0].Account.Name.ShouldBe("special");
        (await keys.ListAsync("special", 10, 0)).Keys.Single().Name.ShouldBe("key3");
        (await keys.ListAsync("%", 10, 0)).Total.ShouldBe(0, "a search is no pattern");
    }
}

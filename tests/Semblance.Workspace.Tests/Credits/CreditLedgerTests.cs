using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Credits;
using Semblance.Workspace.Database;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Credits;

public sealed class CreditLedgerTests
{
    private const long Credit = CreditAmount.MicrosPerCredit;
    private static readonly Guid s_node = Guid.Parse("11111111-2222-3333-4444-555555555555");
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly TestClock _clock = new(s_start);

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Reserve_settle_and_release_move_credits_once(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        ApiKey key = await KeyAsync(test, 10 * Credit);
        CreditLedger ledger = Ledger(test);

        Reservation kept = (await ledger.ReserveAsync(key.Id, 3 * Credit, "twin core", 30_000)).ShouldNotBeNull();
        kept.LeftMicros.ShouldBe(7 * Credit);
        Reservation given = (await ledger.ReserveAsync(key.Id, 2 * Credit, "twin core", 20_000)).ShouldNotBeNull();
        await BalanceAsync(ledger, key, settled: 0, reserved: 5 * Credit);

        (await ledger.SettleAsync(kept)).ShouldBeTrue();
        (await ledger.ReleaseAsync(given)).ShouldBeTrue();
        await BalanceAsync(ledger, key, settled: 3 * Credit, reserved: 0);

        (await ledger.SettleAsync(kept)).ShouldBeFalse("it is settled already");
        (await ledger.ReleaseAsync(kept)).ShouldBeFalse("what is settled is not given back");
        (await ledger.SettleAsync(given)).ShouldBeFalse("what was given back is not charged");
        await BalanceAsync(ledger, key, settled: 3 * Credit, reserved: 0);
        await SumsAgreeAsync(test);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Fifty_requests_at_once_get_what_there_is_and_no_more(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        ApiKey key = await KeyAsync(test, 20 * Credit);
        using WorkspaceDatabase second = test.Reopen();
        CreditLedger[] ledgers = [Ledger(test), new CreditLedger(second, Guid.NewGuid(), _clock)];

        Reservation?[] got = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => ledgers[i % 2].ReserveAsync(key.Id, Credit, "twin core", 10_000))));
        Reservation[] reserved = [.. got.OfType<Reservation>()];
        reserved.Length.ShouldBe(20, "50 requests of one credit each on 20 credits");
        reserved.Select(reservation => reservation.LeftMicros!.Value).Order().ShouldBe(Enumerable.Range(0, 20).Select(left => left * Credit), "each sees what the others took");

        await Task.WhenAll(reserved.Select((reservation, i) => Task.Run(() => i % 4 == 0 ? ledgers[i % 2].ReleaseAsync(reservation) : ledgers[i % 2].SettleAsync(reservation))));
        await BalanceAsync(ledgers[0], key, settled: 15 * Credit, reserved: 0);
        await SumsAgreeAsync(test);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Settling_and_releasing_at_the_same_time_does_one_of_both(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        ApiKey key = await KeyAsync(test, null);
        CreditLedger ledger = Ledger(test);
        for (int i = 0; i < 20; i++)
        {
            Reservation reservation = (await ledger.ReserveAsync(key.Id, Credit, "twin core", 1)).ShouldNotBeNull();
            bool[] ended = await Task.WhenAll(Task.Run(() => ledger.SettleAsync(reservation)), Task.Run(() => ledger.ReleaseAsync(reservation)), Task.Run(() => ledger.ReleaseExpiredAsync().ContinueWith(_ => false, TaskScheduler.Default)));
            ended.Count(done => done).ShouldBe(1);
        }
        await SumsAgreeAsync(test);
        (await ledger.BalanceAsync(key)).ReservedMicros.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task What_a_dead_process_held_is_given_back_at_its_next_start_and_others_keep_theirs(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        ApiKey key = await KeyAsync(test, 10 * Credit);
        CreditLedger died = Ledger(test);
        var other = new CreditLedger(test.Database, Guid.NewGuid(), _clock);
        Reservation lost = (await died.ReserveAsync(key.Id, 4 * Credit, "twin core", 1)).ShouldNotBeNull();
        Reservation alive = (await other.ReserveAsync(key.Id, 5 * Credit, "twin core", 1)).ShouldNotBeNull();

        (await Ledger(test).RecoverAsync()).ShouldBe(1);
        await BalanceAsync(other, key, settled: 0, reserved: 5 * Credit);
        (await died.SettleAsync(lost)).ShouldBeFalse("its work must not be handed out any more");
        (await other.SettleAsync(alive)).ShouldBeTrue();
        await BalanceAsync(other, key, settled: 5 * Credit, reserved: 0);
        await SumsAgreeAsync(test);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_reservation_expires_unless_its_node_renews_it(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        ApiKey key = await KeyAsync(test, 10 * Credit);
        CreditLedger renewing = Ledger(test);
        var gone = new CreditLedger(test.Database, Guid.NewGuid(), _clock);
        Reservation kept = (await renewing.ReserveAsync(key.Id, Credit, "twin core", 1)).ShouldNotBeNull();
        await gone.ReserveAsync(key.Id, 2 * Credit, "twin core", 1);

        _clock.Now += CreditLedger.Lease / 2;
        (await renewing.RenewAsync()).ShouldBe(1);
        (await renewing.ReleaseExpiredAsync()).ShouldBe(0, "no lease has run out yet");
        _clock.Now += CreditLedger.Lease * 0.6;
        (await renewing.ReleaseExpiredAsync()).ShouldBe(1);
        await BalanceAsync(renewing, key, settled: 0, reserved: Credit);
        (await renewing.SettleAsync(kept)).ShouldBeTrue();
        await SumsAgreeAsync(test);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Each_month_brings_the_allowance_anew_and_work_counts_for_the_month_it_began_in(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        ApiKey key = await KeyAsync(test, 10 * Credit);
        CreditLedger ledger = Ledger(test);
        _clock.Now = new DateTimeOffset(2026, 11, 30, 23, 59, 59, TimeSpan.Zero);
        Reservation late = (await ledger.ReserveAsync(key.Id, 10 * Credit, "twin core", 1)).ShouldNotBeNull();
        (await ledger.ReserveAsync(key.Id, 1, "twin core", 1)).ShouldBeNull("the month is spent");

        _clock.Now = _clock.Now.AddSeconds(2);
        (await ledger.BalanceAsync(key)).Month.ShouldBe(202612);
        (await ledger.SettleAsync(late)).ShouldBeTrue();
        await BalanceAsync(ledger, key, settled: 0, reserved: 0);
        (await ledger.ReserveAsync(key.Id, 10 * Credit, "twin core", 1)).ShouldNotBeNull();
        await SumsAgreeAsync(test);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_revoked_key_reserves_nothing_and_an_unlimited_one_anything(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        CreditLedger ledger = Ledger(test);
        ApiKey unlimited = await KeyAsync(test, null);
        Reservation reservation = (await ledger.ReserveAsync(unlimited.Id, 1_000_000_000 * Credit, "twin core", 1)).ShouldNotBeNull();
        reservation.LeftMicros.ShouldBeNull();
        await new KeyStore(test.Database, _clock).RevokeAsync(unlimited.Id.ToString());
        (await ledger.ReserveAsync(unlimited.Id, 1, "twin core", 1)).ShouldBeNull();
        (await ledger.ReserveAsync(Guid.NewGuid(), 1, "twin core", 1)).ShouldBeNull("there is no such key");
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Work_cancelled_in_the_middle_of_a_transaction_leaves_nothing(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind);
        ApiKey key = await KeyAsync(test, 10 * Credit);
        await Should.ThrowAsync<InvalidOperationException>(() => test.Database.WriteAsync<int>(async context =>
        {
            await context.Database.ExecuteSqlAsync($"INSERT INTO credit_periods (key_id, month, settled_micros, reserved_micros) VALUES ({key.Id}, 202611, 5, 5)");
            throw new InvalidOperationException("died here");
        }));
        await BalanceAsync(Ledger(test), key, settled: 0, reserved: 0);
    }

    private CreditLedger Ledger(TestDatabase test) => new(test.Database, s_node, _clock);

    private async Task<ApiKey> KeyAsync(TestDatabase test, long? allowance) =>
        (await new KeyStore(test.Database, _clock).CreateAsync(new NewKey("key", KeyScopeNames.ForUsers, allowance))).Key;

    private static async Task BalanceAsync(CreditLedger ledger, ApiKey key, long settled, long reserved)
    {
        CreditBalance balance = await ledger.BalanceAsync(key);
        (balance.SettledMicros, balance.ReservedMicros).ShouldBe((settled, reserved));
    }

    /// <summary>The months are the sums of their entries, whatever happened.</summary>
    private static async Task SumsAgreeAsync(TestDatabase test)
    {
        await using WorkspaceContext context = test.Database.CreateContext();
        CreditEntry[] entries = await context.CreditEntries.ToArrayAsync();
        foreach (CreditPeriod period in await context.CreditPeriods.ToArrayAsync())
        {
            CreditEntry[] own = [.. entries.Where(entry => entry.KeyId == period.KeyId && entry.Month == period.Month)];
            period.SettledMicros.ShouldBe(own.Where(entry => entry.State == CreditState.Settled).Sum(entry => entry.Micros));
            period.ReservedMicros.ShouldBe(own.Where(entry => entry.State == CreditState.Reserved).Sum(entry => entry.Micros));
        }
        entries.ShouldAllBe(entry => entry.State == CreditState.Reserved == (entry.EndedAt == null));
    }
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Database;

namespace Semblance.Workspace.Credits;

/// <summary>Credits held for work that goes on.</summary>
/// <param name="EntryId">The ledger's entry.</param>
/// <param name="LeftMicros">What the key can still spend this month, these credits taken as spent; null if there is no limit.</param>
public sealed record Reservation(Guid EntryId, long? LeftMicros);

/// <summary>What a key has spent and can spend.</summary>
/// <param name="Month">The month, as in <see cref="CreditPeriod.Month"/>.</param>
/// <param name="AllowanceMicros">What it may spend; null if there is no limit.</param>
/// <param name="SettledMicros">What it has spent.</param>
/// <param name="ReservedMicros">What is held for work that goes on.</param>
public sealed record CreditBalance(int Month, long? AllowanceMicros, long SettledMicros, long ReservedMicros)
{
    /// <summary>What is left to spend; null if there is no limit.</summary>
    public long? LeftMicros => AllowanceMicros - SettledMicros - ReservedMicros;
}

/// <summary>
/// Who has paid for what. Credits are reserved before work, settled when it is done and released when it failed. Each step is one
/// transaction, and an entry leaves the state "reserved" once, by compare-and-set: whatever dies in between, and however many
/// requests come at once, nothing is charged twice and nothing stays held.
/// </summary>
/// <param name="database">Where it is kept.</param>
/// <param name="node">This node: it may release what it left reserved when it died.</param>
/// <param name="time">The clock.</param>
public sealed class CreditLedger(WorkspaceDatabase database, Guid node, TimeProvider time)
{
    /// <summary>How long a reservation holds if it is not renewed: long enough for a node to miss some renewals, each a third of it after the last.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    // What this process works on. An entry whose end could not be written down leaves it all the same, and so expires.
    private readonly ConcurrentDictionary<Guid, bool> _going = new();

    /// <summary>Begins work that credits of a key are held for, if it is in force and has them.</summary>
    /// <returns>Null if the key is revoked or has too few credits left.</returns>
    public async Task<PaidWork?> BeginAsync(Guid keyId, long micros, string purpose, long rows, CancellationToken cancellation = default) =>
        await ReserveAsync(keyId, micros, purpose, rows, cancellation) is { } reservation ? new PaidWork(this, reservation) : null;

    /// <summary>Holds credits of a key, if it is in force and has them.</summary>
    /// <returns>Null if the key is revoked or has too few credits left.</returns>
    public async Task<Reservation?> ReserveAsync(Guid keyId, long micros, string purpose, long rows, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(micros);
        Reservation? reservation = await database.WriteAsync(async context =>
        {
            DateTimeOffset now = time.GetUtcNow();
            int month = CreditPeriod.MonthOf(now);
            var key = await context.ApiKeys.Where(candidate => candidate.Id == keyId && candidate.RevokedAt == null)
                .Select(candidate => new { candidate.MonthlyMicros }).SingleOrDefaultAsync(cancellation);
            if (key is null)
            {
                return null;
            }
            await context.Database.ExecuteSqlAsync(
                $"INSERT INTO credit_periods (key_id, month, settled_micros, reserved_micros) VALUES ({keyId}, {month}, 0, 0) ON CONFLICT DO NOTHING", cancellation);
            long? allowance = key.MonthlyMicros;
            // One statement tests and takes: of two requests at once, the second sees what the first has taken.
            int taken = await Periods(context, keyId, month)
                .Where(period => allowance == null || period.SettledMicros + period.ReservedMicros + micros <= allowance)
                .ExecuteUpdateAsync(set => set.SetProperty(period => period.ReservedMicros, period => period.ReservedMicros + micros), cancellation);
            if (taken == 0)
            {
                return null;
            }
            var entry = new CreditEntry
            {
                Id = Guid.NewGuid(),
                KeyId = keyId,
                Month = month,
                Micros = micros,
                State = CreditState.Reserved,
                Purpose = purpose,
                Rows = rows,
                NodeId = node,
                ExpiresAt = now + Lease,
                CreatedAt = now,
            };
            context.CreditEntries.Add(entry);
            await context.SaveChangesAsync(cancellation);
            long? left = allowance is null ? null : allowance - await Periods(context, keyId, month).Select(period => period.SettledMicros + period.ReservedMicros).SingleAsync(cancellation);
            return new Reservation(entry.Id, left);
        }, cancellation);
        if (reservation is not null)
        {
            _going[reservation.EntryId] = true;
        }
        return reservation;
    }

    /// <summary>Charges for work that was done.</summary>
    /// <returns>False if the reservation had expired and was given back: the work must then not be handed out.</returns>
    public Task<bool> SettleAsync(Reservation reservation, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        return EndAsync(reservation.EntryId, CreditState.Settled, cancellation);
    }

    /// <summary>Gives credits back for work that was not done; nothing happens if they were settled or released before.</summary>
    public Task<bool> ReleaseAsync(Reservation reservation, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        return EndAsync(reservation.EntryId, CreditState.Released, cancellation);
    }

    /// <summary>Keeps the reservations of work that goes on in this process; to be called every third of <see cref="Lease"/> while it runs.</summary>
    public Task<int> RenewAsync(CancellationToken cancellation = default)
    {
        DateTimeOffset until = time.GetUtcNow() + Lease;
        Guid[] going = [.. _going.Keys];
        return database.WriteAsync(
            context => context.CreditEntries.Where(entry => entry.State == CreditState.Reserved && going.Contains(entry.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.ExpiresAt, until), cancellation),
            cancellation);
    }

    /// <summary>Gives back what a dead process left reserved under this node's name; to be called at its start, before any work.</summary>
    /// <returns>How many reservations there were.</returns>
    public Task<int> RecoverAsync(CancellationToken cancellation = default) => ReleaseAllAsync(entries => entries.Where(entry => entry.NodeId == node), cancellation);

    /// <summary>Gives back what nodes that died for good left reserved.</summary>
    /// <returns>How many reservations there were.</returns>
    public Task<int> ReleaseExpiredAsync(CancellationToken cancellation = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        return ReleaseAllAsync(entries => entries.Where(entry => entry.ExpiresAt < now), cancellation);
    }

    /// <summary>What a key has spent this month.</summary>
    public async Task<CreditBalance> BalanceAsync(ApiKey key, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        int month = CreditPeriod.MonthOf(time.GetUtcNow());
        await using WorkspaceContext context = database.CreateContext();
        CreditPeriod? period = await Periods(context, key.Id, month).AsNoTracking().SingleOrDefaultAsync(cancellation);
        return new CreditBalance(month, key.MonthlyMicros, period?.SettledMicros ?? 0, period?.ReservedMicros ?? 0);
    }

    private static IQueryable<CreditPeriod> Periods(WorkspaceContext context, Guid keyId, int month) =>
        context.CreditPeriods.Where(period => period.KeyId == keyId && period.Month == month);

    private async Task<bool> EndAsync(Guid entryId, CreditState state, CancellationToken cancellation)
    {
        try
        {
            return await database.WriteAsync(context => EndAsync(context, entryId, state, cancellation), cancellation);
        }
        finally
        {
            _going.TryRemove(entryId, out _);
        }
    }

    private async Task<bool> EndAsync(WorkspaceContext context, Guid entryId, CreditState state, CancellationToken cancellation)
    {
        DateTimeOffset? now = time.GetUtcNow();
        int ended = await context.CreditEntries.Where(entry => entry.Id == entryId && entry.State == CreditState.Reserved)
            .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.State, state).SetProperty(entry => entry.EndedAt, now), cancellation);
        if (ended == 0)
        {
            return false;
        }
        var paid = await context.CreditEntries.Where(entry => entry.Id == entryId).Select(entry => new { entry.KeyId, entry.Month, entry.Micros }).SingleAsync(cancellation);
        long settled = state == CreditState.Settled ? paid.Micros : 0;
        await Periods(context, paid.KeyId, paid.Month).ExecuteUpdateAsync(
            set => set.SetProperty(period => period.ReservedMicros, period => period.ReservedMicros - paid.Micros).SetProperty(period => period.SettledMicros, period => period.SettledMicros + settled),
            cancellation);
        return true;
    }

    private Task<int> ReleaseAllAsync(Func<IQueryable<CreditEntry>, IQueryable<CreditEntry>> which, CancellationToken cancellation) =>
        database.WriteAsync(async context =>
        {
            Guid[] ids = await which(context.CreditEntries.Where(entry => entry.State == CreditState.Reserved)).Select(entry => entry.Id).ToArrayAsync(cancellation);
            int released = 0;
            foreach (Guid id in ids)
            {
                released += await EndAsync(context, id, CreditState.Released, cancellation) ? 1 : 0;
            }
            return released;
        }, cancellation);
}

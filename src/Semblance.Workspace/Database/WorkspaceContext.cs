using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Credits;

namespace Semblance.Workspace.Database;

/// <summary>The records of a workspace. Names of tables and columns are the same in SQLite and PostgreSQL.</summary>
public sealed class WorkspaceContext(DbContextOptions<WorkspaceContext> options) : DbContext(options)
{
    /// <summary>Accounts.</summary>
    public DbSet<Account> Accounts => Set<Account>();

    /// <summary>Keys.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>What keys have spent, by month.</summary>
    public DbSet<CreditPeriod> CreditPeriods => Set<CreditPeriod>();

    /// <summary>The ledger.</summary>
    public DbSet<CreditEntry> CreditEntries => Set<CreditEntry>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        // SQLite has no type for points in time that it could order by: a number of microseconds since 1970 serves both databases.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondsConverter>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(a => a.Name).HasMaxLength(KeyStore.LongestName);
            account.HasIndex(a => a.Name).IsUnique();
        });
        modelBuilder.Entity<ApiKey>(key =>
        {
            key.ToTable("api_keys");
            key.Property(k => k.Name).HasMaxLength(KeyStore.LongestName);
            key.Property(k => k.Prefix).HasMaxLength(16);
            key.HasIndex(k => k.Prefix).IsUnique();
            key.HasOne(k => k.Account).WithMany().HasForeignKey(k => k.AccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<CreditPeriod>(period =>
        {
            period.ToTable("credit_periods");
            period.HasKey(p => new { p.KeyId, p.Month });
            period.HasOne<ApiKey>().WithMany().HasForeignKey(p => p.KeyId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<CreditEntry>(entry =>
        {
            entry.ToTable("credit_entries");
            entry.Property(e => e.Purpose).HasMaxLength(40);
            entry.HasIndex(e => new { e.State, e.ExpiresAt });
            entry.HasIndex(e => new { e.KeyId, e.Month });
            entry.HasOne<ApiKey>().WithMany().HasForeignKey(e => e.KeyId).OnDelete(DeleteBehavior.Restrict);
        });
        SnakeCase.Apply(modelBuilder);
    }

    private sealed class MicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
        time => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        microseconds => new DateTimeOffset(DateTimeOffset.UnixEpoch.Ticks + microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero));
}

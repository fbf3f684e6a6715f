using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Credits;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Projects;
using Semblance.Workspace.Reports;
using Semblance.Workspace.Webhooks;

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

    /// <summary>Projects.</summary>
    public DbSet<Project> Projects => Set<Project>();

    /// <summary>Datasets.</summary>
    public DbSet<Dataset> Datasets => Set<Dataset>();

    /// <summary>What was uploaded of datasets.</summary>
    public DbSet<DatasetVersion> DatasetVersions => Set<DatasetVersion>();

    /// <summary>Whose artifacts are.</summary>
    public DbSet<ArtifactRecord> Artifacts => Set<ArtifactRecord>();

    /// <summary>Where artifacts are.</summary>
    public DbSet<ArtifactPlace> ArtifactPlaces => Set<ArtifactPlace>();

    /// <summary>Models.</summary>
    public DbSet<SynthModel> Models => Set<SynthModel>();

    /// <summary>Jobs and their parts.</summary>
    public DbSet<Job> Jobs => Set<Job>();

    /// <summary>Reports.</summary>
    public DbSet<Report> Reports => Set<Report>();

    /// <summary>Callbacks.</summary>
    public DbSet<Webhook> Webhooks => Set<Webhook>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite has no type for points in time that it could order by: a number of microseconds since 1970 serves both databases.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondsConverter>();
        // Neither has one for numbers of 64 bits without a sign: seeds keep their bits.
        configurationBuilder.Properties<ulong>().HaveConversion<BitsConverter>();
    }

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
        AddDatasets(modelBuilder);
        AddJobs(modelBuilder);
        AddWebhooks(modelBuilder);
        SnakeCase.Apply(modelBuilder);
    }

    private static void AddDatasets(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Project>(project =>
        {
            project.ToTable("projects");
            project.Property(p => p.Name).HasMaxLength(ProjectStore.LongestName);
            project.Property(p => p.Description).HasMaxLength(ProjectStore.LongestDescription);
            project.HasIndex(p => new { p.AccountId, p.CreatedAt, p.Id });
            project.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ArtifactRecord>(artifact =>
        {
            artifact.ToTable("artifacts");
            artifact.Property(a => a.FileName).HasMaxLength(260);
            artifact.Property(a => a.ContentType).HasMaxLength(100);
            artifact.Property(a => a.Sha256).HasMaxLength(64);
            artifact.HasOne<Account>().WithMany().HasForeignKey(a => a.AccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<Dataset>(dataset =>
        {
            dataset.ToTable("datasets");
            dataset.Property(d => d.Name).HasMaxLength(ProjectStore.LongestName);
            dataset.Property(d => d.Description).HasMaxLength(ProjectStore.LongestDescription);
            dataset.HasIndex(d => new { d.AccountId, d.CreatedAt, d.Id });
            dataset.HasIndex(d => new { d.ProjectId, d.Name }).IsUnique();
            dataset.HasOne<Account>().WithMany().HasForeignKey(d => d.AccountId).OnDelete(DeleteBehavior.Restrict);
            dataset.HasOne<Project>().WithMany().HasForeignKey(d => d.ProjectId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<DatasetVersion>(version =>
        {
            version.ToTable("dataset_versions");
            version.HasIndex(v => new { v.DatasetId, v.Version }).IsUnique();
            version.HasOne<Account>().WithMany().HasForeignKey(v => v.AccountId).OnDelete(DeleteBehavior.Restrict);
            version.HasOne<ArtifactRecord>().WithMany().HasForeignKey(v => v.ArtifactId).OnDelete(DeleteBehavior.Restrict);
            version.HasOne(v => v.Dataset).WithMany().HasForeignKey(v => v.DatasetId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void AddJobs(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ArtifactPlace>(place => place.ToTable("artifact_places"));
        modelBuilder.Entity<SynthModel>(model =>
        {
            model.ToTable("models");
            model.Property(m => m.DatasetName).HasMaxLength(ProjectStore.LongestName);
            model.Property(m => m.Name).HasMaxLength(ProjectStore.LongestName);
            model.Property(m => m.ModelType).HasMaxLength(40);
            model.HasIndex(m => new { m.AccountId, m.CreatedAt, m.Id });
            model.HasIndex(m => new { m.ProjectId, m.CreatedAt, m.Id });
            model.HasIndex(m => m.DatasetVersionId);
            model.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Restrict);
            model.HasOne<Project>().WithMany().HasForeignKey(m => m.ProjectId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<Job>(job =>
        {
            job.ToTable("jobs");
            job.Property(j => j.Stage).HasMaxLength(Job.LongestStage);
            job.Property(j => j.ClaimedBy).HasMaxLength(40);
            job.HasIndex(j => j.QueueId).IsUnique();
            // What clients list are whole jobs, and count: with all that a count looks at, so that it reads no rows. Both databases look a number up in an index and read on from
            // there in order; with a test for null one of them would sort, and with indexes of whole jobs alone the other would look into the rows.
            job.HasIndex(j => new { j.AccountId, j.Extent, j.CreatedAt, j.Id });
            job.HasIndex(j => new { j.AccountId, j.Extent, j.Status, j.CreatedAt, j.Id });
            job.HasIndex(j => new { j.AccountId, j.Extent, j.ProjectId, j.CreatedAt, j.Id, j.Status });
            job.HasIndex(j => new { j.AccountId, j.Extent, j.ModelId, j.CreatedAt, j.Id, j.Status });
            job.HasIndex(j => j.ProjectId);
            job.HasIndex(j => j.ModelId);
            job.HasIndex(j => new { j.ParentId, j.FirstRow });
            job.HasIndex(j => j.ReportId);
            job.HasIndex(j => new { j.AccountId, j.ClaimedAt });
            job.HasIndex(j => new { j.QueueState, j.AccountId, j.CreatedAt, j.FirstRow });
            job.HasOne<Account>().WithMany().HasForeignKey(j => j.AccountId).OnDelete(DeleteBehavior.Restrict);
            job.HasOne<Project>().WithMany().HasForeignKey(j => j.ProjectId).OnDelete(DeleteBehavior.Restrict);
            job.HasOne<SynthModel>().WithMany().HasForeignKey(j => j.ModelId).OnDelete(DeleteBehavior.Cascade);
            job.HasOne<Job>().WithMany().HasForeignKey(j => j.ParentId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Report>(report =>
        {
            report.ToTable("reports");
            report.HasIndex(r => new { r.AccountId, r.CreatedAt, r.Id });
            report.HasIndex(r => new { r.ProjectId, r.CreatedAt, r.Id });
            report.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Restrict);
            report.HasOne<Project>().WithMany().HasForeignKey(r => r.ProjectId).OnDelete(DeleteBehavior.Restrict);
            report.HasOne<SynthModel>().WithMany().HasForeignKey(r => r.ModelId).OnDelete(DeleteBehavior.Cascade);
            report.HasOne<Job>().WithMany().HasForeignKey(r => r.JobId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void AddWebhooks(ModelBuilder modelBuilder) => modelBuilder.Entity<Webhook>(webhook =>
    {
        webhook.ToTable("webhooks");
        webhook.Property(w => w.Url).HasMaxLength(Webhook.LongestUrl);
        webhook.Property(w => w.LastResult).HasMaxLength(Webhook.LongestResult);
        webhook.HasIndex(w => w.JobId).IsUnique();
        webhook.HasIndex(w => new { w.Status, w.NextAttemptAt });
        webhook.HasOne<Job>().WithMany().HasForeignKey(w => w.JobId).OnDelete(DeleteBehavior.Cascade);
    });

    private sealed class BitsConverter() : ValueConverter<ulong, long>(number => unchecked((long)number), bits => unchecked((ulong)bits));

    private sealed class MicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
        time => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        microseconds => new DateTimeOffset(DateTimeOffset.UnixEpoch.Ticks + microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero));
}

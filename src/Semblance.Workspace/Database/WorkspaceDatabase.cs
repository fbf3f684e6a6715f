using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Semblance.Workspace.Files;

namespace Semblance.Workspace.Database;

/// <summary>Where the records are: one SQLite file, or PostgreSQL. The same code serves both.</summary>
public sealed class WorkspaceDatabase : IDisposable
{
    /// <summary>Any number that nothing else in the database locks: "semblanc" in ASCII.</summary>
    private const long MigrationLockKey = 0x73656D626C616E63;

    private readonly PooledDbContextFactory<WorkspaceContext> _contexts;
    // SQLite takes one writer at a time. Those of this process wait here, in order and without polling; others wait for the file's lock.
    private readonly SemaphoreSlim? _writer;

    private WorkspaceDatabase(string connection, DbContextOptionsBuilder<WorkspaceContext> options, SemaphoreSlim? writer)
    {
        ConnectionString = connection;
        // Migrations are written by hand, without the snapshot that this check compares with; a test compares the schemas instead.
        options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        _contexts = new PooledDbContextFactory<WorkspaceContext>(options.Options);
        _writer = writer;
    }

    /// <summary>The records in one SQLite file, which is made if there is none.</summary>
    public static WorkspaceDatabase OfSqlite(string path)
    {
        string connection = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true }.ConnectionString;
        return new WorkspaceDatabase(connection, new DbContextOptionsBuilder<WorkspaceContext>().UseSqlite(connection).AddInterceptors(new SqliteTuning()), new SemaphoreSlim(1));
    }

    /// <summary>The records in PostgreSQL.</summary>
    /// <param name="connection">A connection string of Npgsql: "Host=...;Username=...;Password=...;Database=...".</param>
    public static WorkspaceDatabase OfPostgres(string connection) => new(connection, new DbContextOptionsBuilder<WorkspaceContext>().UseNpgsql(connection), writer: null);

    /// <summary>Whether this is SQLite, which belongs to one machine.</summary>
    public bool IsSqlite => _writer is not null;

    /// <summary>How to connect to it, password included: not to be shown.</summary>
    internal string ConnectionString { get; }

    /// <summary>A unit of work, to be disposed of.</summary>
    public WorkspaceContext CreateContext() => _contexts.CreateDbContext();

    /// <summary>Does some work in one transaction: all of it is done, or nothing.</summary>
    public async Task<T> WriteAsync<T>(Func<WorkspaceContext, Task<T>> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (_writer is not null)
        {
            await _writer.WaitAsync(cancellation);
        }
        try
        {
            await using WorkspaceContext context = CreateContext();
            await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
            T result = await work(context);
            await transaction.CommitAsync(cancellation);
            return result;
        }
        finally
        {
            _writer?.Release();
        }
    }

    /// <summary>Brings the tables up to this version.</summary>
    /// <param name="lockFile">A file that processes of one machine lock while they do so; only used with SQLite.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task MigrateAsync(string lockFile, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = CreateContext();
        if (!IsSqlite)
        {
            await MigratePostgresAsync(context, cancellation);
            return;
        }
        using FileLock held = await FileLock.WaitAsync(lockFile, cancellation);
        // Readers then do not wait for the writer. The mode stays with the file.
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);
        if ((await context.Database.GetPendingMigrationsAsync(cancellation)).Any())
        {
            // EF's own lock in SQLite is a row that a killed process leaves behind for ever; the file's lock goes with its process.
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellation);
            await context.Database.MigrateAsync(cancellation);
        }
    }

    /// <summary>EF's own lock in PostgreSQL ends with each migration, so that two nodes that start at once would both make the next one's tables.</summary>
    private static async Task MigratePostgresAsync(WorkspaceContext context, CancellationToken cancellation)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellation))
        {
            await creator.CreateAsync(cancellation);
        }
        // The lock belongs to the connection: whatever becomes of this process, nobody waits for it for ever.
        await context.Database.OpenConnectionAsync(cancellation);
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLockKey})", cancellation);
        try
        {
            await context.Database.MigrateAsync(cancellation);
        }
        finally
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLockKey})", CancellationToken.None);
            await context.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Does something that changes tables while no other process does.</summary>
    internal async Task<T> AloneAsync<T>(string lockFile, Func<Task<T>> work, CancellationToken cancellation)
    {
        if (IsSqlite)
        {
            using FileLock held = await FileLock.WaitAsync(lockFile, cancellation);
            return await work();
        }
        await using WorkspaceContext context = CreateContext();
        await context.Database.OpenConnectionAsync(cancellation);
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLockKey})", cancellation);
        try
        {
            return await work();
        }
        finally
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLockKey})", CancellationToken.None);
            await context.Database.CloseConnectionAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();
}

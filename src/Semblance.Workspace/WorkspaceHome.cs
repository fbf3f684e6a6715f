using System.Data.Common;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Credits;
using Semblance.Workspace.Database;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Descriptions;
using Semblance.Workspace.Files;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Projects;
using Semblance.Workspace.Reports;

namespace Semblance.Workspace;

/// <summary>Everything that is kept: records in a database, files in a folder.</summary>
public sealed class WorkspaceHome : IDisposable
{
    private readonly TimeProvider _time;
    private readonly string _artifactsShownAs;

    private WorkspaceHome(DataFolder folder, WorkspaceDatabase database, WorkspaceOptions options, TimeProvider time)
    {
        Folder = folder;
        Database = database;
        _time = time;
        _artifactsShownAs = options.S3?.ToString() ?? options.ArtifactFolder ?? folder.Artifacts;
        JobSettings = options.Jobs;
        Artifacts = options.S3 is { } s3 ? new S3ArtifactStore(s3) : new FolderArtifactStore(options.ArtifactFolder ?? folder.Artifacts);
        ArtifactRecords = new ArtifactRecords(database, Artifacts);
        Projects = new ProjectStore(database, time);
        Datasets = new DatasetStore(database, ArtifactRecords, time);
        DatasetImport = new DatasetImport(Artifacts, Datasets);
        JobSignal = new JobSignal();
        Models = new ModelStore(database, ArtifactRecords, JobSignal, time);
        Jobs = new JobStore(database, ArtifactRecords, JobSignal, options.Jobs, time);
        Reports = new ReportStore(database, ArtifactRecords, JobSignal, time);
        Removal = new Removal(database, Datasets, Models, ArtifactRecords, time);
        Descriptions = new DescriptionStore(database, ArtifactRecords, JobSignal, time);
        Keys = new KeyStore(database, time);
        Ledger = new CreditLedger(database, folder.NodeId(), time);
    }

    /// <summary>The folder.</summary>
    public DataFolder Folder { get; }

    /// <summary>The database.</summary>
    public WorkspaceDatabase Database { get; }

    /// <summary>Files that are kept.</summary>
    public IArtifactStore Artifacts { get; }

    /// <summary>Whose these files are.</summary>
    public ArtifactRecords ArtifactRecords { get; }

    /// <summary>The projects.</summary>
    public ProjectStore Projects { get; }

    /// <summary>The datasets.</summary>
    public DatasetStore Datasets { get; }

    /// <summary>Takes uploads in.</summary>
    public DatasetImport DatasetImport { get; }

    /// <summary>Removes things that others were made of.</summary>
    public Removal Removal { get; }

    /// <summary>The models.</summary>
    public ModelStore Models { get; }

    /// <summary>The jobs.</summary>
    public JobStore Jobs { get; }

    /// <summary>The reports.</summary>
    public ReportStore Reports { get; }

    /// <summary>Descriptions that are made in the background.</summary>
    public DescriptionStore Descriptions { get; }

    /// <summary>How jobs are worked on.</summary>
    public JobSettings JobSettings { get; }

    /// <summary>Tells the queue of new jobs.</summary>
    internal JobSignal JobSignal { get; }

    /// <summary>The keys.</summary>
    public KeyStore Keys { get; }

    /// <summary>Who has paid for what.</summary>
    public CreditLedger Ledger { get; }

    /// <summary>Sees to it that the artifacts are where those of the database are; for processes that read or write them. With SQLite there is nobody else to agree with.</summary>
    /// <exception cref="IOException">They are elsewhere.</exception>
    public Task CheckArtifactsAsync(CancellationToken cancellation = default) => Database.IsSqlite
        ? Task.CompletedTask
        : Database.AloneAsync(
            Folder.MigrationLock,
            async () =>
            {
                await ArtifactPlace.CheckAsync(Database, Artifacts, $"'{_artifactsShownAs}'", _time.GetUtcNow(), cancellation);
                return true;
            },
            cancellation);

    /// <summary>Opens a workspace with everything else as usual, bringing its tables up to this version.</summary>
    /// <param name="folder">Where files are kept, and the records if <paramref name="postgres"/> is null.</param>
    /// <param name="postgres">The connection string of a PostgreSQL database for the records; null for a SQLite file in the folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="IOException">The database cannot be reached or is none.</exception>
    public static Task<WorkspaceHome> OpenAsync(DataFolder folder, string? postgres, TimeProvider time, CancellationToken cancellation = default) =>
        OpenAsync(folder, new WorkspaceOptions { Postgres = postgres }, time, cancellation);

    /// <summary>Opens a workspace, bringing its tables up to this version.</summary>
    /// <param name="folder">Where everything is kept that the options do not put elsewhere.</param>
    /// <param name="options">What is kept where, and how jobs are worked on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="IOException">The database cannot be reached or is none.</exception>
    public static async Task<WorkspaceHome> OpenAsync(DataFolder folder, WorkspaceOptions options, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        string? postgres = options.Postgres;
        WorkspaceDatabase? database = null;
        try
        {
            if (postgres is null)
            {
                // SQLite gives its other files the mode of this one.
                DataFolder.CreatePrivateFile(folder.Database);
            }
            database = postgres is null ? WorkspaceDatabase.OfSqlite(folder.Database) : WorkspaceDatabase.OfPostgres(postgres);
            await database.MigrateAsync(folder.MigrationLock, cancellation);
            return new WorkspaceHome(folder, database, options, time);
        }
        catch (Exception exception) when (exception is DbException or ArgumentException or InvalidOperationException { InnerException: DbException })
        {
            database?.Dispose();
            string which = postgres is null ? $"'{folder.Database}'" : "that the setting Database names";
            throw new IOException($"The database {which} cannot be used: {(exception.InnerException as DbException ?? exception).Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Database.Dispose();
        (Artifacts as IDisposable)?.Dispose();
    }
}

using Npgsql;
using Semblance.Cli.Tests;
using Semblance.Workspace.Database;
using Semblance.Workspace.Files;
using Xunit;

namespace Semblance.Workspace.Tests.Database;

/// <summary>A migrated database of a test's own, of either kind, gone with the test.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    private readonly TemporaryFolder _folder = new();
    private readonly string? _server;
    private readonly string _name = $"test_{Guid.NewGuid():N}";

    private TestDatabase(string? server) => _server = server;

    /// <summary>Every kind of database that the records can be in.</summary>
    public static TheoryData<string> Kinds => [Sqlite, Postgres];

    public WorkspaceDatabase Database { get; private set; } = null!;

    /// <summary>The folder of a workspace on this database.</summary>
    public DataFolder Folder => DataFolder.Open(_folder.Folder);

    /// <summary>The connection string of the database in PostgreSQL; null in SQLite.</summary>
    public string? PostgresConnection => _server is null ? null : Connection;

    /// <summary>Opens the same records once more, as another process would.</summary>
    public WorkspaceDatabase Reopen() => _server is null ? WorkspaceDatabase.OfSqlite(_folder["semblance.db"]) : WorkspaceDatabase.OfPostgres(Connection);

    public static async Task<TestDatabase> CreateAsync(string kind, bool migrate = true)
    {
        var test = new TestDatabase(kind == Postgres ? RequirePostgres() : null);
        if (test._server is { } server)
        {
            await ExecuteAsync(server, $"CREATE DATABASE {test._name}");
        }
        test.Database = test.Reopen();
        if (migrate)
        {
            await test.MigrateAsync();
        }
        return test;
    }

    public Task MigrateAsync() => Database.MigrateAsync(_folder["migration.lock"], TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Database.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (_server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(_server, $"DROP DATABASE {_name} WITH (FORCE)");
        }
        _folder.Dispose();
    }

    /// <summary>The connection string of the database in PostgreSQL.</summary>
    public string Connection => $"{_server};Database={_name};Maximum Pool Size=20";

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create($"{server};Database=postgres");
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string RequirePostgres()
    {
        string? server = Environment.GetEnvironmentVariable("SEMBLANCE_TEST_POSTGRES");
        if (!string.IsNullOrEmpty(server))
        {
            return server;
        }
        const string Why = "SEMBLANCE_TEST_POSTGRES does not name a PostgreSQL server, such as Host=127.0.0.1;Port=5555;Username=app.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(Why);
        }
        Assert.Skip(Why);
        return "";
    }
}

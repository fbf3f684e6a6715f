using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Database;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Database;

public sealed class MigrationTests
{
    private const string SqliteSchema = """
        SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
        UNION ALL SELECT m.name || ' index ' || i.name || ' ' || i."unique" || ' ' || x.seqno || ' ' || COALESCE(x.name, '') FROM sqlite_master m JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) x WHERE m.type = 'table' AND i.name NOT LIKE 'sqlite_%'
        UNION ALL SELECT m.name || ' foreign ' || f."from" || ' ' || f."table" || ' ' || f."to" || ' ' || f.on_delete FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
        """;

    private const string PostgresSchema = """
        SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || COALESCE(character_maximum_length, 0) || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        """;

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task The_migrations_make_the_schema_that_the_records_describe(string kind)
    {
        await using TestDatabase migrated = await TestDatabase.CreateAsync(kind);
        await using TestDatabase described = await TestDatabase.CreateAsync(kind, migrate: false);
        await using (WorkspaceContext context = described.Database.CreateContext())
        {
            (await context.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        }
        string[] schema = await SchemaAsync(migrated.Database);
        schema.ShouldBe(await SchemaAsync(described.Database));
        schema.ShouldContain(line => line.Contains("credit_entries", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Migrating_again_or_from_several_processes_at_once_changes_nothing(string kind)
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(kind, migrate: false);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(test.MigrateAsync)));
        string[] before = await SchemaAsync(test.Database);
        await test.MigrateAsync();
        (await SchemaAsync(test.Database)).ShouldBe(before);
    }

    [Fact]
    public async Task A_process_killed_while_it_migrated_does_not_keep_others_from_it()
    {
        await using TestDatabase test = await TestDatabase.CreateAsync(TestDatabase.Sqlite, migrate: false);
        await using (WorkspaceContext context = test.Database.CreateContext())
        {
            // What EF leaves behind if its process dies.
            await context.Database.ExecuteSqlRawAsync(
                "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')",
                TestContext.Current.CancellationToken);
        }
        await test.MigrateAsync().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        (await SchemaAsync(test.Database)).ShouldContain(line => line.Contains("api_keys", StringComparison.Ordinal));
    }

    private static async Task<string[]> SchemaAsync(WorkspaceDatabase database)
    {
        await using WorkspaceContext context = database.CreateContext();
        await context.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using DbCommand command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = database.IsSqlite ? SqliteSchema : PostgresSchema;
        var lines = new List<string>();
        await using DbDataReader reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            lines.Add(reader.GetString(0));
        }
        return [.. lines.Where(line => !line.Contains("__EFMigrations", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}

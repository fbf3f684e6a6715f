using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>
/// The records of a workspace as another program reads them. Each question opens a connection of its own and closes it: one that stayed open would
/// keep SQLite from finding the database as a killed process leaves it.
/// </summary>
internal sealed class Records(Func<DbConnection> connect)
{
    /// <summary>The records in a SQLite file.</summary>
    public static Records OfSqlite(string path) => new(() => new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString));

    /// <summary>The records in a PostgreSQL database.</summary>
    public static Records OfPostgres(string connection) => new(() => new NpgsqlConnection(connection));

    /// <summary>Every job, parts too, in the order in which they were asked for.</summary>
    public JobRow[] Jobs() => Read(
        "SELECT id, queue_id, account_id, model_id, parent_id, kind, status, queue_state, progress, attempt, crashes, claimed_by, claimed_at, checkpoint_id, output_artifact_id, error, created_at, started_at FROM jobs ORDER BY created_at, first_row",
        row => new JobRow(
            GuidOf(row[0])!.Value, GuidOf(row[1])!.Value, GuidOf(row[2])!.Value, GuidOf(row[3]), GuidOf(row[4]), (JobKind)Number(row[5]), (JobStatus)Number(row[6]), (QueueState)Number(row[7]),
            Convert.ToDouble(row[8], CultureInfo.InvariantCulture), (int)Number(row[9]), (int)Number(row[10]), row[11] as string, TimeOf(row[12]), GuidOf(row[13]), GuidOf(row[14]), row[15] as string,
            TimeOf(row[16])!.Value, TimeOf(row[17])));

    /// <summary>Every artifact that has a record.</summary>
    public ArtifactRow[] Artifacts() => Read("SELECT id, account_id, length, sha256 FROM artifacts", row => new ArtifactRow(GuidOf(row[0])!.Value, GuidOf(row[1])!.Value, Number(row[2]), (string)row[3]));

    /// <summary>The artifacts that datasets, models, jobs and reports name, each as often as it is named.</summary>
    public Guid[] NamedArtifacts() => Read(
        """
        SELECT artifact_id FROM dataset_versions
        UNION ALL SELECT output_artifact_id FROM jobs WHERE output_artifact_id IS NOT NULL
        UNION ALL SELECT html_artifact_id FROM reports WHERE html_artifact_id IS NOT NULL
        """,
        row => GuidOf(row[0])!.Value);

    /// <summary>The files by which nodes know the place of the artifacts.</summary>
    public Guid[] Places() => Read("SELECT id FROM artifact_places", row => GuidOf(row[0])!.Value);

    /// <summary>The names of all models.</summary>
    public string[] ModelNames() => Read("SELECT name FROM models ORDER BY name", row => (string)row[0]);

    /// <summary>Tickets that the queue still has.</summary>
    public long Tickets() => Read("SELECT (SELECT COUNT(*) FROM qrtz_triggers WHERE trigger_group = 'tickets') + (SELECT COUNT(*) FROM qrtz_fired_triggers) + (SELECT COUNT(*) FROM qrtz_job_details WHERE job_group = 'tickets')", row => Number(row[0]))[0];

    private T[] Read<T>(string sql, Func<object[], T> convert)
    {
        using DbConnection connection = connect();
        connection.Open();
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            object[] values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(convert(values));
        }
        return [.. rows];
    }

    private static long Number(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static DateTimeOffset? TimeOf(object value) => value is DBNull ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(Number(value));

    private static Guid? GuidOf(object value) => value switch
    {
        Guid id => id,
        string text => Guid.Parse(text),
        _ => null,
    };
}

/// <summary>What a job does, by the number in its record.</summary>
internal enum JobKind
{
    Train = 0,
    Generate = 1,
    Report = 2,
    Describe = 3,
}

/// <summary>How far a job is, by the number in its record.</summary>
internal enum JobStatus
{
    Pending = 0,
    Running = 1,
    Completed = 2,
    Failed = 3,
    Cancelled = 4,
}

/// <summary>Where a job is in the queue, by the number in its record.</summary>
internal enum QueueState
{
    Ready = 0,
    Claimed = 1,
    Resting = 2,
    Waiting = 3,
    Ended = 4,
}

/// <summary>A job as its record has it.</summary>
internal sealed record JobRow(
    Guid Id, Guid QueueId, Guid AccountId, Guid? ModelId, Guid? ParentId, JobKind Kind, JobStatus Status, QueueState QueueState, double Progress, int Attempt, int Crashes, string? ClaimedBy,
    DateTimeOffset? ClaimedAt, Guid? CheckpointId, Guid? OutputArtifactId, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt)
{
    /// <summary>Whether an id, either of the two, is this job's.</summary>
    public bool Is(Guid id) => id == Id || id == QueueId;
}

/// <summary>An artifact as its record has it.</summary>
internal sealed record ArtifactRow(Guid Id, Guid AccountId, long Length, string Sha256);

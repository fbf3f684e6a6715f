using System.Data.Common;
using Microsoft.Data.Sqlite;
using Semblance.Workspace.Database;

namespace Semblance.Workspace.Queue;

/// <summary>
/// The connections that Quartz keeps its tables through in SQLite. A commit of theirs does not wait for the disk: were tickets lost with the machine's
/// power, jobs would get new ones.
/// </summary>
internal sealed class TicketConnections : DbProviderFactory
{
    public static readonly TicketConnections Instance = new();

    public override DbConnection CreateConnection() => new Connection();

    public override DbCommand CreateCommand() => new SqliteCommand();

    public override DbParameter CreateParameter() => new SqliteParameter();

    private sealed class Connection : SqliteConnection
    {
        public override void Open()
        {
            base.Open();
            SqliteTuning.Apply(this, "PRAGMA synchronous = NORMAL");
        }
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Semblance.Workspace.Database;

/// <summary>
/// How long a connection to SQLite waits while another one writes. Left to itself the driver tries again every 150 milliseconds, which is far longer than a
/// write takes; SQLite's own waiting begins with one.
/// </summary>
internal sealed class SqliteTuning : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    /// <summary>Makes a connection wait so, and sets what else is to be set.</summary>
    public static void Apply(DbConnection connection, string more = "")
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 20000; " + more;
        command.ExecuteNonQuery();
    }
}

namespace Semblance.Describe.Output;

/// <summary>How tables are written.</summary>
public enum OutputFormat
{
    /// <summary>A JSON array of objects.</summary>
    Json,

    /// <summary>Comma-separated values with a header line (RFC 4180, lines end in LF).</summary>
    Csv,

    /// <summary>An SQL script with CREATE TABLE and INSERT statements.</summary>
    Sql,
}

/// <summary>The database that an SQL script is for.</summary>
public enum SqlDialect
{
    /// <summary>PostgreSQL.</summary>
    PostgreSql,

    /// <summary>SQLite 3.</summary>
    Sqlite,

    /// <summary>MySQL 8 and MariaDB.</summary>
    MySql,
}

/// <summary>The names of formats and dialects as people write them.</summary>
public static class OutputNames
{
    /// <summary>The names of formats: json, csv, sql.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["json", "csv", "sql"];

    /// <summary>The names of dialects: postgresql, sqlite, mysql.</summary>
    public static IReadOnlyList<string> Dialects { get; } = ["postgresql", "sqlite", "mysql"];

    /// <summary>The format of a name; null if there is none.</summary>
    public static OutputFormat? Format(string name) => Index(Formats, name) is { } index ? (OutputFormat)index : null;

    /// <summary>The dialect of a name; null if there is none.</summary>
    public static SqlDialect? Dialect(string name) => Index(Dialects, name) is { } index ? (SqlDialect)index : null;

    private static int? Index(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }
        return null;
    }
}

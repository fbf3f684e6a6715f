using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Semblance.Describe.Tests.Output;

/// <summary>Real databases that scripts are loaded into. One that is missing skips the test, and fails it under CI=true.</summary>
internal static class Databases
{
    private const string Server = "SEMBLANCE_TEST_POSTGRES";

    /// <summary>Loads a script into a new SQLite database and returns what a query prints, one row a line.</summary>
    public static async Task<string> SqliteAsync(string script, string query)
    {
        string folder = Directory.CreateTempSubdirectory("semblance-sqlite").FullName;
        try
        {
            string database = Path.Combine(folder, "test.db");
            (int code, string output, string error) = await RunAsync("python3", ["-c", "import sqlite3,sys;c=sqlite3.connect(sys.argv[1]);c.executescript(open(sys.argv[2],encoding='utf-8').read());print('\\n'.join('|'.join(str(v) for v in r) for s in sys.argv[3].split(';') if s.strip() for r in c.execute(s)))", database, script, query], []);
            return code == 0 ? output : throw new InvalidOperationException(error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Loads a script into a new PostgreSQL database and returns what a query prints, one row a line.</summary>
    public static async Task<string> PostgreSqlAsync(string script, string query)
    {
        string server = Environment.GetEnvironmentVariable(Server) ?? "";
        if (server.Length == 0)
        {
            Missing($"{Server} does not name a PostgreSQL server");
        }
        Dictionary<string, string> parts = server.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0].Trim(), part => part[1], StringComparer.OrdinalIgnoreCase);
        string[] connection = ["-h", parts["Host"], "-p", parts.GetValueOrDefault("Port", "5432"), "-U", parts.GetValueOrDefault("Username", "postgres")];
        Dictionary<string, string> environment = parts.TryGetValue("Password", out string? password) ? new() { ["PGPASSWORD"] = password } : [];
        string database = "describe_" + Guid.NewGuid().ToString("N");
        await PsqlAsync([.. connection, "-d", "postgres", "-c", $"CREATE DATABASE {database}"], environment);
        try
        {
            await PsqlAsync([.. connection, "-d", database, "-f", script], environment);
            return await PsqlAsync([.. connection, "-d", database, "-Atc", query], environment);
        }
        finally
        {
            await PsqlAsync([.. connection, "-d", "postgres", "-c", $"DROP DATABASE {database} WITH (FORCE)"], environment);
        }
    }

    private static async Task<string> PsqlAsync(string[] arguments, Dictionary<string, string> environment)
    {
        (int code, string output, string error) = await RunAsync("psql", ["-v", "ON_ERROR_STOP=1", "-q", .. arguments], environment);
        return code == 0 ? output : throw new InvalidOperationException(error);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output.Trim(), await error);
        }
        catch (Win32Exception)
        {
            Missing($"{program} is not installed");
            throw;
        }
    }

    private static void Missing(string why)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(why + ", which the build server must have.");
        }
        Assert.Skip(why + ".");
    }
}

namespace Semblance.Server.Hosting;

/// <summary>Logs go to standard error, so that standard output says only where the server is.</summary>
internal static class ServerLogging
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";

    public static void Add(ILoggingBuilder logging, ServerSettings settings)
    {
        logging.SetMinimumLevel(settings.LogLevel);
        // The framework's own notes of each request say nothing that ours do not.
        logging.AddFilter("Microsoft", level => level >= LogLevel.Warning && level >= settings.LogLevel);
        // Quartz tells of each of its steps; what matters of them our own queue says.
        logging.AddFilter("Quartz", level => level >= LogLevel.Warning && level >= settings.LogLevel);
        // This one would put the path of the request, which is a client's words, on every line.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        if (settings.LogFormat == LogFormat.Json)
        {
            logging.AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = Time;
            });
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.IncludeScopes = true;
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = Time;
            });
        }
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}

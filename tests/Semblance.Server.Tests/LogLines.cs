using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Semblance.Server.Tests;

/// <summary>All that is logged, with its scopes.</summary>
internal sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    public ConcurrentQueue<string> All { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(LogLines lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => lines._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = new StringBuilder();
            lines._scopes?.ForEachScope((scope, text) => text.Append(scope).Append(' '), line);
            lines.All.Enqueue(line.Append(formatter(state, exception)).Append(' ').Append(exception).ToString());
        }
    }
}

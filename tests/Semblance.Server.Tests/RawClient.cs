using System.Net.Sockets;
using System.Text;

namespace Semblance.Server.Tests;

/// <summary>A client that says exactly what a test wants, right or wrong.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _connection = new();
    private readonly Uri _server;

    public RawClient(Uri server) => _server = server;

    /// <summary>Sends bytes and returns all that comes back within a while after the first of it, or until the server closes.</summary>
    public async Task<string> AskAsync(string request)
    {
        await SendAsync(request);
        var answer = new StringBuilder();
        byte[] buffer = new byte[8192];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (!answer.ToString().Contains("\"detail\":", StringComparison.Ordinal))
            {
                int read = await _connection.GetStream().ReadAsync(buffer, patience.Token);
                if (read == 0)
                {
                    break;
                }
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // The server has reset the connection.
        }
        return answer.ToString();
    }

    public async Task SendAsync(string text)
    {
        if (!_connection.Connected)
        {
            await _connection.ConnectAsync(_server.Host, _server.Port);
        }
        await _connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    public void Dispose() => _connection.Dispose();
}

using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Semblance.Cli.Bench.Server;

/// <summary>What became of malformed requests.</summary>
/// <param name="Sent">How many were sent.</param>
/// <param name="Statuses">How many were answered with which status; 0 where the connection was closed without an answer, to a client that had left.</param>
/// <param name="Problems">What was not as documented, by request; empty if all is well.</param>
internal sealed record MalformedOutcome(int Sent, IReadOnlyDictionary<int, int> Statuses, IReadOnlyList<string> Problems);

/// <summary>Sends malformed requests over sockets of its own and judges the answers.</summary>
internal static class MalformedRun
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly int[] s_statuses = [400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 422, 429, 431, 500, 501, 505];
    private static readonly string[] s_failures = ["Synthesis failed: ", "Failed to update credits for your Semblance API key", "Failed to serialize output: "];

    /// <summary>Sends requests, several at a time.</summary>
    /// <param name="server">The server, on this machine; http only.</param>
    /// <param name="requests">Makes them.</param>
    /// <param name="count">How many.</param>
    /// <param name="clients">How many at a time.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static async Task<MalformedOutcome> RunAsync(Uri server, MalformedRequests requests, int count, int clients, CancellationToken cancellation)
    {
        var statuses = new SortedDictionary<int, int>();
        var problems = new List<string>();
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            for (int number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                MalformedRequest request = requests.Make(number);
                byte[] answer = await SendAsync(server, request, cancellation).ConfigureAwait(false);
                (int status, string? problem) = Judge(request, answer);
                lock (statuses)
                {
                    statuses[status] = statuses.GetValueOrDefault(status) + 1;
                    if (problem is not null)
                    {
                        problems.Add(string.Create(CultureInfo.InvariantCulture, $"request {number} ({request.Kind}): {problem}"));
                    }
                }
            }
        })).ConfigureAwait(false);
        return new MalformedOutcome(count, statuses, problems);
    }

    private static async Task<byte[]> SendAsync(Uri server, MalformedRequest request, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, patience.Token).ConfigureAwait(false);
        NetworkStream stream = client.GetStream();
        using var answer = new MemoryStream();
        // The server may answer and close before it has taken everything; what it said is read all the same.
        Task reading = ReadAsync(stream, answer, patience.Token);
        try
        {
            await stream.WriteAsync(request.Bytes, patience.Token).ConfigureAwait(false);
            if (request.IsCut)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
        }
        await reading.ConfigureAwait(false);
        return answer.ToArray();
    }

    private static async Task ReadAsync(NetworkStream stream, MemoryStream answer, CancellationToken cancellation)
    {
        try
        {
            await stream.CopyToAsync(answer, cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The connection was reset, after the answer if there was one.
        }
        catch (OperationCanceledException) when (answer.Length > 0)
        {
            // It stayed open.
        }
    }

    private static (int Status, string? Problem) Judge(MalformedRequest request, byte[] answer)
    {
        if (answer.Length == 0)
        {
            return (0, request.IsCut ? null : "the connection was closed without an answer");
        }
        int end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        string[] lines = Encoding.Latin1.GetString(answer, 0, Math.Max(end, 0)).Split("\r\n");
        if (end < 0 || !lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || !int.TryParse(lines[0].AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int status))
        {
            return (-1, "the answer is no HTTP: " + Encoding.Latin1.GetString(answer, 0, Math.Min(answer.Length, 100)));
        }
        if (status is >= 200 and < 400)
        {
            return (status, null);
        }
        if (!s_statuses.Contains(status))
        {
            return (status, $"status {status}");
        }
        // One character a byte, so that the lengths of chunks count.
        string text = Encoding.Latin1.GetString(answer, end + 4, answer.Length - end - 4);
        try
        {
            using JsonDocument document = JsonDocument.Parse(Encoding.Latin1.GetBytes(lines.Contains("Transfer-Encoding: chunked") ? Joined(text) : text));
            string error = document.RootElement.GetProperty("error").GetString()!;
            string detail = document.RootElement.GetProperty("detail").GetString()!;
            return document.RootElement.EnumerateObject().Count() == 2 && error.Length > 0 && detail.Length > 0 && (status is not 500 || Array.Exists(s_failures, known => error.StartsWith(known, StringComparison.Ordinal)))
                ? (status, null)
                : (status, $"status {status} with '{error}': {detail}");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            return (status, $"status {status} without an error in JSON: '{text}'");
        }
    }

    /// <summary>The chunks of a body, put together.</summary>
    private static string Joined(string chunks)
    {
        var whole = new StringBuilder();
        for (int at = 0; ;)
        {
            int line = chunks.IndexOf('\r', at);
            int length = int.Parse(chunks.AsSpan(at, line - at), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
            {
                return whole.ToString();
            }
            whole.Append(chunks, line + 2, length);
            at = line + 2 + length + 2;
        }
    }
}

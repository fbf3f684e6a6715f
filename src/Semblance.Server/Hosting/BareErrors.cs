using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Semblance.Server.Errors;

namespace Semblance.Server.Hosting;

/// <summary>
/// Gives a body to the errors that Kestrel answers by itself, before any middleware has seen a request: what it cannot read as HTTP it
/// refuses with a status and nothing else, and here every error is <c>{"error", "detail"}</c>.
/// </summary>
internal static class BareErrors
{
    private const string Start = "HTTP/1.1 ";
    private const string NoBody = "\r\nContent-Length: 0\r\n";
    private const string End = "\r\n\r\n";
    private const int LongestHeader = 512;

    /// <summary>Explains the errors of an address; to be called after whatever encrypts its connections.</summary>
    public static void ExplainBareErrors(this ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Transport = new Transport(connection.Transport.Input, new Writer(connection.Transport.Output));
        return next(connection);
    });

    /// <summary>The whole answer in place of a bare one; null for bytes that are none.</summary>
    internal static byte[]? Explained(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < 40 or > LongestHeader || !bytes.StartsWith("HTTP/1.1 4"u8) && !bytes.StartsWith("HTTP/1.1 5"u8) || !bytes.EndsWith("\r\n\r\n"u8))
        {
            return null;
        }
        string header = Encoding.Latin1.GetString(bytes);
        // An answer of ours has a request id and a body. Only Kestrel's refusals close the connection and say nothing.
        if (header.IndexOf(End, StringComparison.Ordinal) != header.Length - End.Length
            || !header.Contains(NoBody, StringComparison.Ordinal)
            || !header.Contains("\r\nConnection: close\r\n", StringComparison.Ordinal)
            || header.Contains("\r\nx-request-id:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        int status = int.Parse(header.AsSpan(Start.Length, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(Of(status), JsonSerializerOptions.Web);
        string filled = string.Create(CultureInfo.InvariantCulture, $"\r\nContent-Length: {body.Length}\r\nContent-Type: application/json; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n");
        return [.. Encoding.Latin1.GetBytes(header.Replace(NoBody, filled, StringComparison.Ordinal)), .. body];
    }

    private static ApiError Of(int status) => status switch
    {
        408 => new ApiError("The request took too long", "Send the header of a request at once."),
        411 => new ApiError("The length of the body is missing", "Send 'Content-Length' or 'Transfer-Encoding: chunked'."),
        414 => new ApiError("The path is too long", "No path of this server is longer than a few hundred characters."),
        431 => new ApiError("The header is too large", "All lines of a header together may have 32 KB, and there may be 100 of them."),
        505 => new ApiError("Unknown version of HTTP", "Use HTTP/1.1 or HTTP/2."),
        _ => new ApiError("The request cannot be read", "It is no valid HTTP: look at its first line, the characters of its headers (percent-encode what is not ASCII) and its length."),
    };

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>Passes everything on, but looks at pieces that could be a bare error.</summary>
    private sealed class Writer(PipeWriter inner) : PipeWriter
    {
        private Memory<byte> _room;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => _room = inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            if (Explained(_room.Span[..bytes]) is { } whole)
            {
                _room = default;
                inner.Write(whole);
                return;
            }
            _room = _room[bytes..];
            inner.Advance(bytes);
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}

using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Shouldly;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>HTTP as bytes, for requests that no client library would send.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Sends bytes and reads one answer, which may come before the server has read all of them.</summary>
    /// <param name="server">The server; http only.</param>
    /// <param name="request">The bytes of one request.</param>
    /// <returns>What came back.</returns>
    public static async Task<RawAnswer> SendAsync(Uri server, byte[] request)
    {
        using var timeout = new CancellationTokenSource(s_patience);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, timeout.Token);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(request, timeout.Token);
        using var answer = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        while (!IsWhole(answer) && await stream.ReadAsync(buffer, timeout.Token) is > 0 and int read)
        {
            answer.Write(buffer, 0, read);
        }
        return RawAnswer.Parse(answer.ToArray());
    }

    /// <summary>A request to <c>POST /generate</c>.</summary>
    /// <param name="headers">Lines of the header, besides Host and Connection.</param>
    /// <param name="body">The body; its length is declared unless a header does so.</param>
    public static byte[] Post(IEnumerable<string> headers, byte[] body)
    {
        List<string> lines = ["POST /generate HTTP/1.1", "Host: localhost", "Connection: close", .. headers];
        if (!lines.Exists(line => line.StartsWith("Content-Length:", StringComparison.Ordinal) || line.StartsWith("Transfer-Encoding:", StringComparison.Ordinal)))
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}"));
        }
        return [.. Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"), .. body];
    }

    /// <summary>One part of a form, with nothing after it but the end.</summary>
    public static byte[] Form(string boundary, string partName, string fileName, byte[] content) =>
    [
        .. Encoding.UTF8.GetBytes($"--{boundary}\r\nContent-Disposition: form-data; name=\"{partName}\"; filename=\"{fileName}\"\r\n\r\n"),
        .. content,
        .. Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n"),
    ];

    /// <summary>Whether an answer has come to its end; the rest of a request that is refused need not be waited for.</summary>
    private static bool IsWhole(MemoryStream answer)
    {
        ReadOnlySpan<byte> bytes = answer.GetBuffer().AsSpan(0, (int)answer.Length);
        int end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }
        foreach (string line in Encoding.Latin1.GetString(bytes[..end]).Split("\r\n"))
        {
            if (line.StartsWith("Content-Length: ", StringComparison.Ordinal))
            {
                return bytes.Length - end - 4 >= int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
            }
        }
        return bytes.EndsWith("\r\n0\r\n\r\n"u8);
    }
}

/// <summary>An answer as it came.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">Its header, line by line.</param>
/// <param name="Body">Its body.</param>
internal sealed record RawAnswer(int Status, string[] Headers, byte[] Body)
{
    /// <summary>The error that the body tells of; fails if it is anything but a documented one.</summary>
    public string Error()
    {
        Headers.ShouldContain("Content-Type: application/json; charset=utf-8");
        using JsonDocument document = JsonDocument.Parse(Body);
        document.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["error", "detail"]);
        document.RootElement.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        return document.RootElement.GetProperty("error").GetString()!;
    }

    public static RawAnswer Parse(byte[] bytes)
    {
        int end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        end.ShouldBeGreaterThan(0, $"an answer has a header: '{Encoding.Latin1.GetString(bytes)}'");
        string[] lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
        byte[] body = bytes[(end + 4)..];
        if (lines.Contains("Transfer-Encoding: chunked"))
        {
            body = Unchunk(body);
        }
        return new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), lines[1..], body);
    }

    private static byte[] Unchunk(byte[] body)
    {
        using var whole = new MemoryStream();
        for (int at = 0; ;)
        {
            int line = body.AsSpan(at).IndexOf("\r\n"u8);
            int length = int.Parse(Encoding.ASCII.GetString(body, at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
            {
                return whole.ToArray();
            }
            whole.Write(body, at + line + 2, length);
            at += line + 2 + length + 2;
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Semblance.Workspace.Webhooks;

/// <summary>Sends callbacks: signed, to allowed addresses only. The address is looked at when the connection is made, since a name can mean another one by then; redirects are not followed.</summary>
public sealed class WebhookClient : IDisposable
{
    /// <summary>The header with the time and the signature: <c>t=1764000000,v1=HEX</c>.</summary>
    public const string SignatureHeader = "x-semblance-signature";

    /// <summary>The header with the id of the callback, the same in every attempt.</summary>
    public const string DeliveryHeader = "x-semblance-delivery";

    private readonly WebhookSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <summary>Creates a client.</summary>
    public WebhookClient(WebhookSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _time = time;
        // A proxy would make the connection in our place, and look at nothing.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, MaxResponseHeadersLength = 16, ConnectCallback = ConnectAsync };
        _http = new HttpClient(handler) { Timeout = settings.Timeout };
    }

    /// <summary>Sends a callback once.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="id">Its id.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>Whether the receiver has taken it, and what came of it in a few words.</returns>
    public async Task<(bool Taken, string Result)> SendAsync(string url, Guid id, byte[] body, CancellationToken cancellation = default)
    {
        if (_settings.Addresses.Problem(url) is not null)
        {
            return (false, "the address is not allowed");
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add(SignatureHeader, Sign(_settings.Secret, _time.GetUtcNow(), body));
        request.Headers.Add(DeliveryHeader, id.ToString());
        request.Headers.UserAgent.ParseAdd("Semblance");
        try
        {
            // What the receiver has to say is not read.
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return (answer.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"the receiver answered with {(int)answer.StatusCode}"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, "the receiver did not answer in time");
        }
        catch (HttpRequestException exception) when (exception.InnerException is NotAllowedException)
        {
            return (false, "the address is not allowed");
        }
        catch (HttpRequestException)
        {
            return (false, "the receiver could not be reached");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The value of <see cref="SignatureHeader"/>: HMAC-SHA256 of the time, a point and the body.</summary>
    internal static string Sign(string secret, DateTimeOffset time, ReadOnlySpan<byte> body)
    {
        string seconds = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(seconds + "."));
        hmac.AppendData(body);
        return $"t={seconds},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        IPAddress[] allowed = [.. addresses.Where(_settings.Addresses.Allows)];
        if (allowed.Length == 0)
        {
            throw new NotAllowedException();
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class NotAllowedException : IOException;
}

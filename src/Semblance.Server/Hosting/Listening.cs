using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Semblance.Server.Hosting;

/// <summary>The addresses that a server listens on.</summary>
internal static class Listening
{
    /// <summary>Listens on addresses such as "http://127.0.0.1:8888;https://*:443", as Kestrel reads them; those of https with its defaults.</summary>
    /// <exception cref="SettingsException">One of them is none.</exception>
    public static void Listen(this KestrelServerOptions kestrel, string urls)
    {
        string[] all = urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (all.Length == 0)
        {
            throw new SettingsException("There is no address to listen on; name one such as http://127.0.0.1:8888.");
        }
        foreach (string url in all)
        {
            BindingAddress address = Parse(url);
            void Configure(ListenOptions listen)
            {
                if (address.Scheme == Uri.UriSchemeHttps)
                {
                    listen.UseHttps();
                }
                listen.ExplainBareErrors();
            }
            if (address.IsUnixPipe)
            {
                kestrel.ListenUnixSocket(address.UnixPipePath, Configure);
            }
            else if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            {
                kestrel.ListenLocalhost(address.Port, Configure);
            }
            else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip))
            {
                kestrel.Listen(ip, address.Port, Configure);
            }
            else
            {
                // A star, a plus, or a name, which may be any of this machine's.
                kestrel.ListenAnyIP(address.Port, Configure);
            }
        }
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            BindingAddress address = BindingAddress.Parse(url);
            if (address.Scheme.ToLowerInvariant() is "http" or "https" && address.PathBase.Length == 0 && address.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort)
            {
                return address;
            }
        }
        catch (FormatException)
        {
        }
        throw new SettingsException($"'{url}' is no address to listen on; write one such as http://127.0.0.1:8888 or https://*:443.");
    }
}

using System.Net;
using System.Net.Sockets;

namespace Semblance.Workspace.Webhooks;

/// <summary>
/// Where callbacks may go. A server that sends requests to any address that a stranger names would let strangers speak to what only the server can reach, so
/// hosts must be named by the operator, and an address inside a private network must be named as such: a public name that resolves to one does not do.
/// </summary>
public sealed class WebhookAddresses
{
    private const string Any = "*";
    private const string AnyBelow = "*.";

    // Everything that is not the public internet: this host, private networks, links, tests, documentation, multicast, relays to IPv4, and what is reserved
    // (IANA's registries of special-purpose addresses).
    private static readonly IPNetwork[] s_special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork s_globalIPv6 = IPNetwork.Parse("2000::/3");

    private readonly List<string> _hosts = [];
    private readonly List<IPNetwork> _networks = [];
    private readonly bool _any;

    private WebhookAddresses(IEnumerable<string> entries)
    {
        foreach (string entry in entries)
        {
            if (entry == Any)
            {
                _any = true;
            }
            else if (IPAddress.TryParse(entry, out IPAddress? address))
            {
                _networks.Add(new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            }
            else if (IPNetwork.TryParse(entry, out IPNetwork network))
            {
                _networks.Add(network);
            }
            else if (Uri.CheckHostName(entry.StartsWith(AnyBelow, StringComparison.Ordinal) ? entry[AnyBelow.Length..] : entry) == UriHostNameType.Dns)
            {
                _hosts.Add(entry.ToLowerInvariant());
            }
            else
            {
                throw new FormatException($"'{entry}' is no host, address or network.");
            }
        }
    }

    /// <summary>Nowhere.</summary>
    public static WebhookAddresses None { get; } = new([]);

    /// <summary>Whether callbacks may go anywhere at all.</summary>
    public bool AllowSome => _any || _hosts.Count > 0 || _networks.Count > 0;

    /// <summary>Reads a list.</summary>
    /// <param name="entries">Hosts (hooks.example.com), all hosts below a domain (*.example.com), addresses and networks (10.1.2.3, 10.0.0.0/8), or * for every public address.</param>
    /// <exception cref="FormatException">One of them is none of these.</exception>
    public static WebhookAddresses Parse(IEnumerable<string> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return new WebhookAddresses(entries);
    }

    /// <summary>What is wrong with an address as a client wrote it; null if a callback may be tried there.</summary>
    public string? Problem(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > Webhook.LongestUrl || !Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            return $"must be an http or https address of at most {Webhook.LongestUrl} characters without user name or password";
        }
        return AllowsHost(url) ? null : AllowSome ? $"names the host '{url.IdnHost}', which the operator of this server has not allowed" : "is not possible: the operator of this server has allowed no callbacks";
    }

    /// <summary>Whether a connection to an address may be made for a callback.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _networks.Exists(network => network.Contains(plain)) || IsPublic(plain);
    }

    private static bool IsPublic(IPAddress address) =>
        !Array.Exists(s_special, network => network.Contains(address)) && (address.AddressFamily == AddressFamily.InterNetwork || s_globalIPv6.Contains(address));

    private bool AllowsHost(Uri url)
    {
        string host = url.IdnHost.TrimEnd('.').ToLowerInvariant();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return _networks.Exists(network => network.Contains(plain)) || (_any && IsPublic(plain));
        }
        return _any || _hosts.Exists(entry => entry.StartsWith(AnyBelow, StringComparison.Ordinal) ? host.EndsWith(entry[1..], StringComparison.Ordinal) : host == entry);
    }
}

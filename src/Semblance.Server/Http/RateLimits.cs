using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Semblance.Server.Errors;
using Semblance.Server.Hosting;

namespace Semblance.Server.Http;

/// <summary>How many requests an address and a key may make: so many a minute, which may come at once.</summary>
internal sealed class RateLimits(ServerSettings settings) : IDisposable
{
    private const int BytesOfIPv6Network = 8;
    private readonly PartitionedRateLimiter<IPAddress>? _addresses = Create<IPAddress>(settings.AddressRate);
    private readonly PartitionedRateLimiter<Guid>? _keys = Create<Guid>(settings.KeyRate);
    private readonly PartitionedRateLimiter<IPAddress>? _descriptions = Create<IPAddress>(settings.DescribeRate);

    /// <summary>Counts a request of an address.</summary>
    /// <exception cref="ApiException">429: it has made too many.</exception>
    public void CountAddress(IPAddress address) => Count(_addresses, NetworkOf(address), "This address");

    /// <summary>Counts a request of a key.</summary>
    /// <exception cref="ApiException">429: it has made too many.</exception>
    public void CountKey(Guid key) => Count(_keys, key, "This key");

    /// <summary>Counts a request of an address for a description, whose key could be anybody's.</summary>
    /// <exception cref="ApiException">429: it has made too many.</exception>
    public void CountDescription(IPAddress address) => Count(_descriptions, NetworkOf(address), "This address");

    /// <inheritdoc/>
    public void Dispose()
    {
        _descriptions?.Dispose();
        _addresses?.Dispose();
        _keys?.Dispose();
    }

    private static PartitionedRateLimiter<T>? Create<T>(int perMinute)
        where T : notnull
    {
        if (perMinute == 0)
        {
            return null;
        }
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = Math.Max(1, perMinute / 60),
            ReplenishmentPeriod = TimeSpan.FromMinutes(Math.Max(1, perMinute / 60) / (double)perMinute),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
        return PartitionedRateLimiter.Create<T, T>(resource => RateLimitPartition.GetTokenBucketLimiter(resource, _ => options));
    }

    private static void Count<T>(PartitionedRateLimiter<T>? limiter, T resource, string who)
    {
        if (limiter is null)
        {
            return;
        }
        using RateLimitLease lease = limiter.AttemptAcquire(resource);
        if (!lease.IsAcquired)
        {
            TimeSpan wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : TimeSpan.FromSeconds(1);
            throw new ApiException(429, "Too many requests", $"{who} has made more requests than it may; try again later.") { RetryAfter = wait };
        }
    }

    /// <summary>One customer has a whole network of IPv6 addresses.</summary>
    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(BytesOfIPv6Network).Clear();
        return new IPAddress(bytes);
    }
}

/// <summary>Counts the requests of each address, before anything else is done for them.</summary>
internal sealed class AddressLimit(RequestDelegate next, RateLimits limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Whoever watches the server must see it, whatever else comes from there.
        if (!context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            limits.CountAddress(context.Connection.RemoteIpAddress ?? IPAddress.None);
        }
        return next(context);
    }
}

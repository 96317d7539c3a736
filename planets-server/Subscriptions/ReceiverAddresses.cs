using System.Net;
using System.Net.Sockets;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// Which addresses notifications are sent to: hosts that the operator names, over TLS, and never an address inside the
/// operator's own network unless that is allowed. The address is checked when the connection is made, so a name that
/// changes its address gains nothing.
/// </summary>
public sealed class ReceiverAddresses(PushSettings settings)
{
    /// <summary>Why a receiver may not be at an address; null where it may.</summary>
    public Refusal? Refuses(Uri endpoint)
    {
        if (endpoint.UserInfo.Length > 0 || endpoint.Fragment.Length > 0)
            return Wrong("An endpoint has no user, password or fragment.");
        if (!settings.AllowedHosts.Any(pattern => Fits(pattern, endpoint.IdnHost)))
            return Wrong("The operator of this server does not allow notifications to this host.");
        if (endpoint.Scheme != Uri.UriSchemeHttps
            && !(endpoint.Scheme == Uri.UriSchemeHttp && settings.AllowPrivate && IsPrivateName(endpoint)))
            return Wrong("An endpoint is an https address.");
        return IPAddress.TryParse(endpoint.IdnHost.Trim('[', ']'), out var address) && !Allows(address)
            ? Wrong("An endpoint is no address of a private network.")
            : null;
    }

    /// <summary>Whether a connection may be made to an address.</summary>
    public bool Allows(IPAddress address) => settings.AllowPrivate || !IsPrivate(address);

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="SocketException">The name has no address.</exception>
    /// <exception cref="ReceiverNotAllowedException">It has none that is allowed.</exception>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var allowed = addresses.Where(Allows).ToArray();
        if (allowed.Length == 0)
            throw new ReceiverNotAllowedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Addresses that are nobody's on the Internet (IANA special-purpose registries, RFC 6890).</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return true;
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? bytes switch
            {
                [0 or 10 or 127, ..] or [>= 224, ..] => true,
                [100, >= 64 and < 128, ..] or [169, 254, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] => true,
                [192, 0, 0 or 2, _] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] => true,
                _ => false,
            }
            // Only global unicast 2000::/3, less documentation, Teredo and 6to4, which carry an IPv4 address inside.
            : (bytes[0] & 0xE0) != 0x20 || bytes is [0x20, 0x01, 0x0D, 0xB8, ..] or [0x20, 0x01, 0, 0, ..] or [0x20,
                0x02, ..];
    }

    private static bool IsPrivateName(Uri endpoint) => endpoint.IsLoopback
        || (IPAddress.TryParse(endpoint.IdnHost.Trim('[', ']'), out var address) && IsPrivate(address));

    private static bool Fits(string pattern, string host) => pattern switch
    {
        "*" => true,
        ['*', '.', ..] => host.Length > pattern.Length - 1 && host.EndsWith(
            pattern[1..], StringComparison.OrdinalIgnoreCase),
        _ => string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase),
    };

    private static Refusal Wrong(string reason) =>
        new(RefusalKind.Unprocessable, reason, "Subscription.channel.endpoint", "business-rule");
}

/// <summary>A receiver has no address that notifications may be sent to.</summary>
public sealed class ReceiverNotAllowedException() : IOException("The host has no address that notifications may be sent to.");

using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Platform;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// What the owner of a rest-hook gave for its receiver alone. It is kept sealed and never given back.
/// </summary>
/// <param name="Headers">Sent along with each notification.</param>
/// <param name="Secret">Notifications are signed with it.</param>
public sealed record ReceiverHeaders(IReadOnlyList<KeyValuePair<string, string>> Headers, string? Secret)
{
    /// <summary>The header by which a Subscription brings the secret; it is not sent.</summary>
    public const string SecretName = "X-Phr-Secret";

    public static readonly ReceiverHeaders None = new([], null);

    private static readonly string[] Ours =
        ["host", "connection", "content-length", "content-type", "transfer-encoding", "upgrade", "te", "trailer",
            "expect", "proxy-authorization",
         "proxy-connection", "keep-alive", RestHook.SignatureName.ToLowerInvariant(),
             RestHook.TimestampName.ToLowerInvariant()];

    /// <summary>
    /// Takes the headers out of a Subscription. Null where it has none, so that those it had before stay.
    /// </summary>
    public static Answer<ReceiverHeaders?> Take(JsonObject channel)
    {
        if (channel["header"] is not JsonArray lines)
            return (ReceiverHeaders?)null;
        channel.Remove("header");
        channel.Remove("_header");
        if (lines.Count > SubscriptionLimits.HeadersMax)
            return Wrong($"A channel has at most {SubscriptionLimits.HeadersMax} headers.");
        var headers = new List<KeyValuePair<string, string>>();
        string? secret = null;
        foreach (var line in lines.Select(line => line?.GetValue<string>() ?? ""))
        {
            if (Read(line) is not var (name, value))
                return Wrong(
                    $"A header is 'Name: value', of at most {SubscriptionLimits.HeaderCharactersMax} printable characters, and none of the connection's own.");
            if (name.Equals(SecretName, StringComparison.OrdinalIgnoreCase))
                secret = value;
            else
                headers.Add(new(name, value));
        }
        if (secret is { Length: < SubscriptionLimits.SecretCharactersMin or > SubscriptionLimits.SecretCharactersMax })
            return Wrong(
                $"A secret has {SubscriptionLimits.SecretCharactersMin} to {SubscriptionLimits.SecretCharactersMax} characters.");
        return new ReceiverHeaders(headers, secret);
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static ReceiverHeaders Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<ReceiverHeaders>(bytes)!;

    private static (string Name, string Value)? Read(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || line.Length > SubscriptionLimits.HeaderCharactersMax)
            return null;
        var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            && value.All(c => c is >= ' ' and <= '~')
            && !Ours.Contains(name.ToLowerInvariant())
            ? (name, value)
            : null;
    }

    private static Refusal Wrong(string reason) =>
        new(RefusalKind.Unprocessable, reason, "Subscription.channel.header", "value");
}

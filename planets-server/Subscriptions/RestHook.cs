using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Phr.Planets.Http;

namespace Phr.Planets.Subscriptions;

/// <summary>What became of a notification.</summary>
/// <param name="Why">Why it was not taken, for the owner; null where it was.</param>
public readonly record struct Receipt(string? Why)
{
    public bool IsTaken => Why is null;

    /// <summary>Whether trying again is for nothing: nothing may be sent there.</summary>
    public bool IsFinal { get; init; }
}

/// <summary>
/// Posts notifications, each signed: HMAC-SHA256 under the owner's secret over <c>timestamp.body</c>.
/// </summary>
/// <param name="http">Follows no redirect and connects only where <see cref="ReceiverAddresses"/> allows it.</param>
public sealed class RestHook(HttpClient http, ReceiverAddresses receivers, TimeProvider clock)
{
    /// <summary>Header: <c>sha256=</c> and the signature in lower-case hexadecimal digits.</summary>
    public const string SignatureName = "X-Phr-Signature";

    /// <summary>
    /// Header: when it was signed, in seconds since 1970. A receiver refuses what is old, so that nothing can be sent
    /// again by others.
    /// </summary>
    public const string TimestampName = "X-Phr-Timestamp";

    private static readonly MediaTypeHeaderValue Json = MediaTypeHeaderValue.Parse(FhirJson.ContentType);

    public static HttpClient Client(ReceiverAddresses receivers) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = receivers.Connect,
            MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), MaxConnectionsPerServer = 64,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>
    /// One attempt. Anything but 2xx in time is a failure; what the receiver answers beyond its status is not read.
    /// </summary>
    public async Task<Receipt> Send(StoredSubscription subscription, ReadOnlyMemory<byte> notification,
        CancellationToken ct)
    {
        var order = subscription.Order;
        // What was allowed when it was asked for may not be any more.
        if (receivers.Refuses(order.Endpoint!) is { } refusal)
            return new Receipt(refusal.Reason) { IsFinal = true };
        using var request = Request(subscription, notification);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(TimeSpan.FromSeconds(order.TimeoutSeconds));
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return new Receipt(answer.IsSuccessStatusCode ? null : $"The receiver answered {(int)answer.StatusCode}.");
        }
        catch (HttpRequestException fault) when (fault.InnerException is ReceiverNotAllowedException refused)
        {
            return new Receipt(refused.Message) { IsFinal = true };
        }
        catch (HttpRequestException)
        {
            return new Receipt("The receiver could not be reached.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Receipt($"The receiver did not answer within {order.TimeoutSeconds} seconds.");
        }
    }

    /// <param name="timestamp">As sent in <see cref="TimestampName"/>.</param>
    public static string Signature(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(timestamp + "."));
        hmac.AppendData(body);
        return "sha256=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    private HttpRequestMessage Request(StoredSubscription subscription, ReadOnlyMemory<byte> notification)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(
            HttpMethod.Post, subscription.Order.Endpoint) { Content = new ReadOnlyMemoryContent(notification) };
        request.Content.Headers.ContentType = Json;
        foreach (var (name, value) in subscription.Headers.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation(TimestampName, timestamp);
        request.Headers.TryAddWithoutValidation(SignatureName,
            Signature(subscription.Headers.Secret!, timestamp, notification.Span));
        return request;
    }
}

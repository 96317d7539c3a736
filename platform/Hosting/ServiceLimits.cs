using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Phr.Platform.Hosting;

/// <summary>What one service takes from its callers before it refuses. Bounds keep a typing error from opening or closing it.</summary>
public sealed record ServiceLimits
{
    /// <summary>Bytes of a request body, as sent and as inflated; beyond it 413.</summary>
    [Range(1024, 1L << 32)] public long BodyBytesMax { get; init; } = 64L << 20;

    /// <summary>Bytes of the request line, which carries a search; beyond it 414.</summary>
    [Range(1024, 1 << 20)] public int RequestLineBytesMax { get; init; } = 16 << 10;

    /// <summary>Bytes of all request headers; beyond it 431.</summary>
    [Range(1024, 1 << 20)] public int HeaderBytesMax { get; init; } = 32 << 10;

    [Range(10, 1000)] public int HeaderCountMax { get; init; } = 100;

    /// <summary>Open connections; further ones are closed at once.</summary>
    [Range(1, 100_000)] public int ConnectionsMax { get; init; } = 2_000;

    /// <summary>Seconds for the headers of a request to arrive.</summary>
    [Range(1, 600)] public int HeadersSecondsMax { get; init; } = 15;

    /// <summary>Seconds an idle connection is kept.</summary>
    [Range(1, 3600)] public int IdleSecondsMax { get; init; } = 120;

    /// <summary>Bytes per second a body must arrive at, after ten seconds of grace; slower senders are cut off with 408.</summary>
    [Range(1, 1 << 20)] public int BodyBytesPerSecondMin { get; init; } = 240;

    /// <summary>Seconds a request may take; then its work is cancelled and the caller gets 503.</summary>
    [Range(1, 3600)] public int RequestSecondsMax { get; init; } = 120;

    /// <summary>Seconds that requests in flight have to finish when the service is stopped.</summary>
    [Range(0, 600)] public int StopSecondsMax { get; init; } = 20;

    internal void Apply(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = BodyBytesMax;
        server.Limits.MaxRequestLineSize = RequestLineBytesMax;
        server.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        server.Limits.MaxRequestHeaderCount = HeaderCountMax;
        server.Limits.MaxRequestBufferSize = Math.Max(1 << 20, RequestLineBytesMax);
        server.Limits.MaxConcurrentConnections = ConnectionsMax;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(HeadersSecondsMax);
        server.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(IdleSecondsMax);
        server.Limits.MinRequestBodyDataRate = new MinDataRate(BodyBytesPerSecondMin, TimeSpan.FromSeconds(10));
    }
}

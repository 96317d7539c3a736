using Phr.Platform.Hosting;

namespace Phr.Mobile.Forwarding;

/// <summary>The services that answer for this one. Each gets the person's own token and nothing else.</summary>
internal sealed class Upstreams : IDisposable
{
    // A connection that is open for this long is made anew, so that a service that moved is found.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    private readonly SocketsHttpHandler _handler = new()
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false, PooledConnectionLifetime = ConnectionLife,
        ConnectTimeout = ConnectTimeout,
    };

    public Upstreams(ServiceUrls urls, MobileOptions options)
    {
        var timeout = TimeSpan.FromSeconds(options.UpstreamSeconds);
        (Planets, Consent, Model) = (Of(urls.Planets, timeout), Of(urls.Consent, timeout), Of(urls.Model, timeout));
    }

    /// <summary>The record.</summary>
    public Upstream Planets { get; }

    /// <summary>What consents mean, who exists, who looked.</summary>
    public Upstream Consent { get; }

    /// <summary>Risk and its explanation.</summary>
    public Upstream Model { get; }

    public void Dispose()
    {
        Planets.Dispose();
        Consent.Dispose();
        Model.Dispose();
        _handler.Dispose();
    }

    private Upstream Of(Uri address, TimeSpan timeout) =>
        new(new HttpClient(_handler, disposeHandler: false) { BaseAddress = address, Timeout = timeout });
}

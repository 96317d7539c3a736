using System.ComponentModel.DataAnnotations;

namespace Phr.Platform.Hosting;

/// <summary>
/// Where the platform's parts are. <c>phr up</c> makes it for its one process; <c>phr serve</c> reads it from configuration, section
/// <c>Phr</c> (environment: <c>Phr__Database</c>, <c>Phr__Urls__Planets</c>, …).
/// </summary>
public sealed record PlatformSettings
{
    /// <summary>PostgreSQL connection string.</summary>
    [Required] public string Database { get; init; } = "";

    /// <summary>Folder of keys, clients and logs, outside the database and its backups.</summary>
    [Required] public string DataFolder { get; init; } = "";

    [Required] public ServiceUrls Urls { get; init; } = new();

    /// <summary>RabbitMQ, as <c>amqp://user:password@host:port/vhost</c>; null for hints inside this process only.</summary>
    public Uri? RabbitMq { get; init; }

    /// <summary>Where traces and metrics go (OTLP over gRPC); null for nowhere.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>FHIR packages that resources are checked by: <c>.tgz</c> files, or folders of them.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Notifications to receivers outside (Subscriptions).</summary>
    public PushSettings Push { get; init; } = new();

    /// <summary>Whether writing checks the profiles that a resource declares.</summary>
    public ProfilePolicy DeclaredProfiles { get; init; }

    /// <summary>The demonstration household: long-lived tokens, made-up accounts, an unvalidated model shown.</summary>
    public bool Demo { get; init; }
}

/// <summary>What comes of a resource that does not conform to a profile that it declares.</summary>
public enum ProfilePolicy
{
    /// <summary>It is stored, and not looked at.</summary>
    Off,
    /// <summary>It is stored, and who prefers an OperationOutcome is told.</summary>
    Warn,
    /// <summary>It is refused.</summary>
    Refuse,
}

/// <summary>
/// Base addresses, without a final slash. The first five are how services reach each other; the public ones are how callers reach
/// them, where a reverse proxy makes that different.
/// </summary>
public sealed record ServiceUrls
{
    [Required] public Uri Planets { get; init; } = null!;

    [Required] public Uri Consent { get; init; } = null!;

    [Required] public Uri Identity { get; init; } = null!;

    [Required] public Uri Mobile { get; init; } = null!;

    [Required] public Uri Model { get; init; } = null!;

    public Uri? PublicPlanets { get; init; }

    public Uri? PublicConsent { get; init; }

    public Uri? PublicMobile { get; init; }

    /// <summary>The FHIR base that callers use and that access tokens name as their audience.</summary>
    public Uri Fhir => Under(PublicPlanets ?? Planets, "/fhir");

    /// <summary>The OpenID issuer: on the origin of the sign-in pages, so that one cookie serves both.</summary>
    public Uri Issuer => Under(PublicConsent ?? Consent, "/oidc");

    /// <summary>Port numbers from a base on loopback, as ARCHITECTURE.md says.</summary>
    public static ServiceUrls Loopback(int portBase) => new()
    {
        Planets = OnLoopback(portBase),
        Consent = OnLoopback(portBase + 1),
        Identity = OnLoopback(portBase + 2),
        Mobile = OnLoopback(portBase + 3),
        Model = OnLoopback(portBase + 4),
    };

    /// <exception cref="ArgumentException">No service has this name.</exception>
    public Uri Of(string service) => service switch
    {
        "planets" => Planets,
        "consent" => Consent,
        "mobile" => Mobile,
        "model" => Model,
        _ => throw new ArgumentException($"No service is called {service}.", nameof(service)),
    };

    private static Uri OnLoopback(int port) => new($"http://127.0.0.1:{port}");

    private static Uri Under(Uri root, string path) => new(root.AbsoluteUri.TrimEnd('/') + path);
}

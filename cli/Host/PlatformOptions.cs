using Phr.Platform.Hosting;

namespace Phr.Cli.Host;

/// <summary>How a platform is to be started on this machine.</summary>
/// <param name="PortBase">First of its ports; null for those of the last run, or the default.</param>
/// <param name="Database">Connection string; null for a private cluster in the folder.</param>
/// <param name="Demo">See <see cref="Phr.Platform.Hosting.PlatformSettings.Demo"/>.</param>
internal sealed record PlatformOptions(DataFolder Folder, int? PortBase = null, string? Database = null, bool Demo = true)
{
    /// <summary>RabbitMQ instead of hints in memory.</summary>
    public Uri? RabbitMq { get; init; }

    /// <summary>Receivers that notifications may be sent to; a demonstration on loopback sends to loopback.</summary>
    public PushSettings? Push { get; init; }

    /// <summary>Where traces and metrics go.</summary>
    public Uri? Otlp { get; init; }
}

using Phr.Platform.Hosting;

namespace Phr.Cli.Host;

/// <summary>Every service, in the order in which one process starts them.</summary>
internal static class Services
{
    public static IReadOnlyList<ServiceDefinition> All { get; } = [];
}

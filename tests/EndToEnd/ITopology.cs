using Phr.Platform.Hosting;

namespace Phr.Tests.EndToEnd;

/// <summary>A whole platform of the demonstration, in one of the two ways it can run.</summary>
public interface ITopology : IAsyncLifetime
{
    PlatformSettings Settings { get; }

    /// <summary>Why it cannot run on this machine; null where it can.</summary>
    string? Missing { get; }
}

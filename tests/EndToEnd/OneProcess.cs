using Phr.Cli.Host;
using Phr.Platform.Hosting;

namespace Phr.Tests.EndToEnd;

/// <summary>As <c>phr up</c>: all services in one process, hints in memory.</summary>
public sealed class OneProcess : ITopology
{
    private const int Ports = 24_400;

    private readonly PlatformFolder _folder = new();
    private RunningPlatform? _platform;

    public PlatformSettings Settings { get; private set; } = null!;

    public string? Missing => null;

    public async Task InitializeAsync()
    {
        var folder = new DataFolder(_folder.Path);
        _platform = await RunningPlatform.Start(new PlatformOptions(folder, Ports), PlatformParts.All, _ => { }, default);
        Settings = _platform.Record.Settings(folder);
    }

    public async Task DisposeAsync()
    {
        if (_platform is not null)
            await _platform.DisposeAsync();
        _folder.Dispose();
    }
}

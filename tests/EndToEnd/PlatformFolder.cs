namespace Phr.Tests.EndToEnd;

/// <summary>A data folder that goes away afterwards.</summary>
internal sealed class PlatformFolder : IDisposable
{
    public PlatformFolder()
    {
        // mkdtemp makes 0700; the user postgres, who owns the cluster when root runs the tests, has to pass.
        File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("phr-e2e-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

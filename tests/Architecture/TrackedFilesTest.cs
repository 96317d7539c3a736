using System.Text.Json;
using System.Text.RegularExpressions;

namespace Phr.Tests.Architecture;

/// <summary>What no tracked file may hold: unfinished doors, paths of one machine, addresses of registries.</summary>
public sealed partial class TrackedFilesTest
{
    private static readonly string[] TextEndings =
    [
        ".cs", ".py", ".mjs", ".js", ".sql", ".md", ".json", ".csproj", ".props", ".targets", ".yaml", ".yml", ".html", ".css",
        ".fsh", ".sh", "",
    ];

    // Split, so that this file does not hold what it looks for.
    private static readonly string[] RegistryHosts =
    [
        "registry.npm" + "js.org", "api." + "nuget.org", "nuget." + "org/v3", "deb." + "debian.org", "py" + "pi.org",
        "mcr." + "microsoft.com",
    ];

    // The base images of containers have no other name than one with a host.
    private static readonly Dictionary<string, string> NamesRegistry = [];

    [Fact]
    public void Nothing_is_left_unfinished() => Ratchet.Hold(
        from path in TextPaths.Where(path => path != "docs/style.md" && !path.StartsWith("tests/Architecture/", StringComparison.Ordinal))
        where Unfinished().IsMatch(SourceTree.Read(path))
        select (path, $"{path}: {Unfinished().Match(SourceTree.Read(path)).Value}"), new Dictionary<string, string>());

    [Fact]
    public void No_tracked_file_names_a_place_on_this_machine()
    {
        var above = Path.GetDirectoryName(SourceTree.Root)!;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        // A checkout right under / or /tmp is beside folders that files may well name.
        var places = new[] { SourceTree.Root, above, home }.Where(place => place is not ("/" or "/tmp")).Select(place => place + "/");
        Assert.DoesNotContain(TextPaths, path => places.Any(SourceTree.Read(path).Contains));
    }

    [Fact]
    public void No_tracked_file_names_the_host_of_a_registry() => Ratchet.Hold(
        from path in TextPaths
        from host in RegistryHosts
        where SourceTree.Read(path).Contains(host, StringComparison.OrdinalIgnoreCase)
        select (path, $"{path} names {host}"), NamesRegistry);

    [Fact]
    public void Lock_files_hold_no_address_to_download_from()
    {
        var npm = JsonDocument.Parse(SourceTree.Read("package-lock.json")).RootElement.GetProperty("packages");
        Assert.NotEmpty(npm.EnumerateObject());
        Assert.DoesNotContain(npm.EnumerateObject(), package => package.Value.TryGetProperty("resolved", out _));
        var nuget = SourceTree.Paths.Where(path => path.EndsWith("packages.lock.json", StringComparison.Ordinal));
        Assert.DoesNotContain(nuget, path => SourceTree.Read(path).Contains("http", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("// TO" + "DO: later", true)]
    [InlineData("throw new NotImplemented" + "Exception();", true)]
    [InlineData("[Fact(Skip = \"flaky\")]", true)]
    [InlineData("// A todo list of the patient", false)]
    public void An_unfinished_door_is_found(string line, bool isUnfinished) => Assert.Equal(isUnfinished, Unfinished().IsMatch(line));

    private static IEnumerable<string> TextPaths => SourceTree.Paths.Where(path => TextEndings.Contains(Path.GetExtension(path)));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException|Skip\s*=\s*""|#pragma warning disable")]
    private static partial Regex Unfinished();
}

using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using Phr.Tests.Support;
using Xunit.Abstractions;

namespace Phr.Tests.Validation;

/// <summary>A site that is configured with JP Core and JP-CLINS.</summary>
public sealed class PackagesAtStartTest(RecordHost host, ITestOutputHelper output) : IClassFixture<RecordHost>
{
    /// <summary>Bytes of managed memory that packages may take, once a resource was checked by them.</summary>
    private const long BytesMax = 64L << 20;

    [SkippableFact]
    public async Task Packages_of_the_data_folder_are_used_from_the_first_request_on_and_take_little_memory()
    {
        var packages = new[] { "jp-core.r4-1.1.2-url.tgz", "jp-clins.r4-1.5.2-snap.tgz" }.Select(name =>
            SharedFolder.Find("jp/packages/" + name)).ToList();
        Skip.If(packages.Contains(null), "../shared/data/jp is not here.");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var folder = Directory.CreateDirectory(Path.Combine(host.Settings.DataFolder, "packages")).FullName;
        foreach (var package in packages)
            File.Copy(package!, Path.Combine(folder, Path.GetFileName(package!)), overwrite: true);
        var (watch, spent) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);

        await host.Restart();
        using var hospital = host.Hospital("hospital-a");
        var (read, _, _) = await hospital.Send(HttpMethod.Get, "metadata");
        output.WriteLine($"first answer after {watch.ElapsedMilliseconds} ms");
        var (status, outcome, _) = await hospital.Send(HttpMethod.Post, "Patient/$validate", JsonNode.Parse("""
            {"resourceType":"Patient","meta":{"profile":["http://jpfhir.jp/fhir/eCS/StructureDefinition/JP_Patient_eCS"]}}
            """));
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine(
            $"first check after {watch.ElapsedMilliseconds} ms, {(Process.GetCurrentProcess().TotalProcessorTime - spent).TotalMilliseconds} ms "
            + $"of CPU; {taken >> 20} MiB more; process {Environment.WorkingSet >> 20} MiB");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (read, status));
        Assert.Contains("profile-min", outcome.ToJsonString(), StringComparison.Ordinal);
        Assert.InRange(taken, long.MinValue, BytesMax);
    }
}

using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Phr.Cli.Fhir;
using Phr.Conformance;
using Phr.Fhir;

namespace Phr.Cli.Bench.Validation;

/// <summary>
/// What a check by profiles spends on one resource, on one core, reading included: the examples of JP-CLINS with the packages they are
/// written for, and Synthea by R4 alone. The limit is reading the same bytes with the structure check. Both sets lie
/// beside the checkout, in <c>../shared/data</c>.
/// </summary>
internal static class ValidateBench
{
    private const int Rounds = 7;
    private const int SyntheaBundles = 3;
    private static readonly string[] Packages = ["jp-core.r4-1.1.2-url.tgz", "jp-clins.r4-1.5.2-snap.tgz", "jp-eChekupReport.r4.tgz"];

    public static Task<BenchReport> Run(Action<string> say, CancellationToken ct)
    {
        say("packages are loaded");
        var loading = Stopwatch.StartNew();
        var japanese = Validate.Load([.. Packages.Select(name => new FileInfo(Find("jp/packages/" + name)))]);
        var loaded = loading.Elapsed.TotalSeconds;
        say("the examples of JP-CLINS");
        var clins = Measure([.. Directory.GetFiles(Find("jp/jp-clins-examples"), "*.json").Select(File.ReadAllBytes)], japanese, ct);
        say("bundles of Synthea");
        var synthea = Measure([.. Bundles(Find("synthea-r4-2019.tar.gz"))], Rulebook.Core, ct);
        return Task.FromResult(new BenchReport(
            "validate",
            new Dictionary<string, double>
            {
                ["jpClinsResourcesPerS"] = 1 / clins.Check, ["jpClinsCpuMs"] = clins.Check * 1_000,
                    ["jpClinsFirstMs"] = clins.First * 1_000,
                ["syntheaResourcesPerS"] = 1 / synthea.Check, ["syntheaCpuMs"] = synthea.Check * 1_000, ["loadPackages"] = loaded,
            },
            new Dictionary<string, double> { ["jpClinsReadMs"] = clins.Read * 1_000, ["syntheaReadMs"] = synthea.Read * 1_000 },
            new Dictionary<string, double> { ["jpClinsToRead"] = clins.Check / clins.Read,
                ["syntheaToRead"] = synthea.Check / synthea.Read }));
    }

    // CPU seconds a resource, the least of the rounds; First with every profile still to be compiled, of the whole set.
    private static (double Check, double Read, double First) Measure(IReadOnlyList<byte[]> files, Rulebook rules, CancellationToken ct)
    {
        var resources = files.Sum(Resources);
        var first = Seconds(() => CheckAll(files, rules));
        var (check, read) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            check = Math.Min(check, Seconds(() => CheckAll(files, rules)) / resources);
            read = Math.Min(read, Seconds(() => ReadAll(files)) / resources);
        }
        return (check, read, first);
    }

    private static void CheckAll(IReadOnlyList<byte[]> files, Rulebook rules)
    {
        foreach (var file in files)
            rules.Validator.Check(file, []);
    }

    private static void ReadAll(IReadOnlyList<byte[]> files)
    {
        foreach (var file in files)
            FhirDocument.Parse(file).Document?.Dispose();
    }

    private static double Seconds(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static int Resources(byte[] file)
    {
        using var document = FhirDocument.Parse(file).Document!;
        return Math.Max(1, document.Root.Children("entry").Count());
    }

    private static IEnumerable<byte[]> Bundles(string archive)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        for (var read = 0; read < SyntheaBundles && tar.GetNextEntry() is { } entry;)
        {
            if (entry.DataStream is null || !entry.Name.EndsWith(".json", StringComparison.Ordinal))
                continue;
            var json = new byte[entry.Length];
            entry.DataStream.ReadExactly(json);
            read++;
            yield return json;
        }
    }

    private static string Find(string path) =>
        Repository.Path("..", "shared", "data", path) is var found && Path.Exists(found)
            ? found
            : throw new CommandException($"This bench needs {path} in ../shared/data beside the checkout.");
}

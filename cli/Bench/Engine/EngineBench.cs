using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Phr.Fhir;
using Phr.Fhir.Indexing;
using Phr.Fhir.Writing;

namespace Phr.Cli.Bench.Engine;

/// <summary>What the FHIR engine spends on one resource, on one core: reading with all checks, finding its index entries, stamping
/// it. The limit is .NET's JSON reader going over the same bytes without looking at them.</summary>
internal static class EngineBench
{
    private const int Rounds = 15;
    private static readonly TimeSpan RoundDuration = TimeSpan.FromMilliseconds(100);
    private static readonly ResourceStamp Stamp = new("0123456789abcdef", "1", DateTimeOffset.UnixEpoch);

    // A laboratory result as hospitals send it: 37 elements.
    private static readonly byte[] Observation = Encoding.UTF8.GetBytes("""
        {"resourceType":"Observation","meta":{"profile":["http://jpfhir.jp/fhir/core/StructureDefinition/JP_Observation_LabResult"]},
        "identifier":[{"system":"http://hospital.example/result","value":"20240501-0001"}],"status":"final",
        "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],
        "code":{"coding":[{"system":"urn:oid:1.2.392.200119.4.504","code":"3D010129902927101","display":"HbA1c"}],"text":"HbA1c"},
        "subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/e1"},"effectiveDateTime":"2024-05-01T08:30:00+09:00",
        "issued":"2024-05-01T09:00:00.123Z","performer":[{"reference":"Organization/o1"}],
        "valueQuantity":{"value":6.50,"unit":"%","system":"http://unitsofmeasure.org","code":"%"},
        "interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"H"}]}],
        "referenceRange":[{"low":{"value":4.60,"unit":"%"},"high":{"value":6.20,"unit":"%"}}]}
        """);

    public static Task<BenchReport> Run(Action<string> say, CancellationToken ct)
    {
        say("a laboratory result, again and again");
        using var document = FhirDocument.Parse(Observation).Document!;
        var indexer = new ResourceIndexer(TimeSpan.FromHours(9));
        var entries = new IndexEntries();
        var stamped = new ArrayBufferWriter<byte>(2 * Observation.Length);
        Action[] works =
        [
            () => FhirDocument.Parse(Observation).Document!.Dispose(),
            () => indexer.Index(document.Root, entries),
            () =>
            {
                stamped.ResetWrittenCount();
                ResourceSplice.Write(stamped, document.Root, Stamp);
            },
            ReadOver,
        ];

        var times = works.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            for (var work = 0; work < works.Length; work++)
                times[work].Add(MicrosecondsEach(works[work]));
        }
        var allocated = works.Select(AllocatedBytes).ToArray();
        // The least of the rounds is what the code takes; the rest is what the machine does beside.
        var (parse, index, stamp, reader) = (times[0].Min(), times[1].Min(), times[2].Min(), times[3].Min());
        return Task.FromResult(new BenchReport(
            "engine",
            new Dictionary<string, double>
            {
                ["resourceBytes"] = Observation.Length, ["elements"] = document.Count,
                ["parseUs"] = parse, ["indexUs"] = index, ["stampUs"] = stamp,
                ["parseAllocatedBytes"] = allocated[0], ["indexAllocatedBytes"] = allocated[1], ["stampAllocatedBytes"] = allocated[2],
            },
            new Dictionary<string, double> { ["jsonReaderUs"] = reader },
            new Dictionary<string, double> { ["parseOverJsonReader"] = parse / reader, ["indexOverJsonReader"] = index / reader }));
    }

    private static void ReadOver()
    {
        var reader = new Utf8JsonReader(Observation);
        while (reader.Read())
        {
        }
    }

    private static double MicrosecondsEach(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        var times = 0;
        do
        {
            for (var i = 0; i < 100; i++)
                work();
            times += 100;
        }
        while (Stopwatch.GetElapsedTime(start) < RoundDuration);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / times;
    }

    private static double AllocatedBytes(Action work)
    {
        const int Times = 1_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
            work();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Times;
    }
}

using System.Text.Json.Nodes;
using Phr.Simulator.Households;
using Phr.Simulator.Writing.Fhir;
using Spectre.Console;

namespace Phr.Cli.Demo;

/// <summary>Step 1: two hospitals send what they know of the household, each under its own numbers, and two phones
/// what they measured.</summary>
internal static class SendRecords
{
    /// <returns>Everything in what was sent that tells who somebody is.</returns>
    public static async Task<IReadOnlySet<string>> Play(DemoStage stage, CancellationToken ct)
    {
        stage.Narrator.Title(1, "二つの病院と電話", "Two hospitals and a phone");
        stage.Narrator.Say(
            "みなと病院とさくら病院が、同じ人の記録をそれぞれの患者番号で FHIR R4 として送ります。電話は時計・体重計・血圧計・血糖計の一年を送ります。",
            "Minato and Sakura Hospital send the same people's records as FHIR R4, each under its own patient numbers. The phones send a year of watch, scale, blood pressure and glucose.");
        var identifiers = new Identifiers();
        identifiers.Add(stage.Home.First.Facts);
        identifiers.Add(stage.Home.Second.Facts);
        var rows = new List<IReadOnlyList<string>>();
        await stage.Narrator.Bars(async (bars, stop) =>
        {
            var (a, b) = (stage.Home.HospitalA, stage.Home.HospitalB);
            rows.AddRange(await Task.WhenAll(
                Hospital(stage, "hospital:a", a, identifiers, bars.AddTask(a.NameEn), stop),
                Hospital(stage, "hospital:b", b, identifiers, bars.AddTask(b.NameEn), stop),
                Phone(stage, "patient:1", stage.Home.First, bars.AddTask("電話 1 phone"), stop),
                Phone(stage, "patient:2", stage.Home.Second, bars.AddTask("電話 2 phone"), stop)));
        }, ct);
        stage.Narrator.Table(["出どころ source", "#送信 sent", "#項目 entries", "#新規 stored"], rows);
        return identifiers.All;
    }

    private static async Task<IReadOnlyList<string>> Hospital(
        DemoStage stage, string who, Facility hospital, Identifiers identifiers, ProgressTask bar, CancellationToken ct)
    {
        HospitalBundle[] bundles = [.. stage.Home.First.Bundles(hospital), .. stage.Home.Second.Bundles(hospital)];
        var caller = await stage.As(who, ct);
        bar.MaxValue = bundles.Length;
        var created = 0;
        foreach (var bundle in bundles)
        {
            var answer = await caller.Post(stage.Fhir(""), bundle.Utf8, "application/fhir+json", ct);
            created += answer["entry"]!.AsArray().Count(entry => ((string)entry!["response"]!["status"]!).StartsWith("201", StringComparison.Ordinal));
            identifiers.Add(JsonNode.Parse(bundle.Utf8)!);
            bar.Increment(1);
        }
        return [$"{hospital.NameJa} {hospital.NameEn}", $"{bundles.Length}", $"{bundles.Sum(bundle => bundle.Entries):N0}", $"{created:N0}"];
    }

    private static async Task<IReadOnlyList<string>> Phone(
        DemoStage stage, string who, HouseholdMember member, ProgressTask bar, CancellationToken ct)
    {
        var uploads = member.Uploads(member.Today.AddYears(-1)).ToList();
        var caller = await stage.As(who, ct);
        bar.MaxValue = uploads.Count;
        var stored = 0;
        foreach (var upload in uploads)
        {
            var answer = await caller.Upload(stage.Phone("readings"), upload.Utf8, upload.Key, ct);
            stored += (int)answer["samples"]!["stored"]!;
            bar.Increment(1);
        }
        return [$"{bar.Description}", $"{uploads.Count}", $"{uploads.Sum(upload => upload.Readings):N0}", $"{stored:N0}"];
    }
}

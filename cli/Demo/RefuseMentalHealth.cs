using System.Diagnostics;
using System.Text.Json.Nodes;
using Phr.Simulator.Households;

namespace Phr.Cli.Demo;

/// <summary>
/// Step 4: the person refuses hospital B hospital A's mental-health entries. B neither finds nor counts them, A still sees what it wrote, a
/// hospital that does not treat the person finds nothing, and the person sees who tried.
/// </summary>
internal static class RefuseMentalHealth
{
    private static readonly string[] Types = ["Encounter", "Condition", "MedicationRequest", "Observation", "Procedure"];
    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(30);
    private static readonly string[] Attempting = ["hospital-b", "hospital-c"];
    private const int AccessesShown = 8;

    public static async Task<DemoRefusal> Play(DemoStage stage, CancellationToken ct)
    {
        stage.Narrator.Title(4, "見せない、と決める", "The person says no");
        var (a, b, c) = (await stage.As("hospital:a", ct), await stage.As("hospital:b", ct), await stage.As("hospital:c", ct));
        var patientOfA = await OwnPatient(stage, a, stage.Home.First.PatientNumber(stage.Home.HospitalA), ct);
        var patientOfB = await OwnPatient(stage, b, stage.Home.First.PatientNumber(stage.Home.HospitalB), ct);
        var before = await Count(stage, b, patientOfB, ct);
        stage.Narrator.Say(
            $"さくら病院は診療のために、みなと病院の精神科の記録 {before} 件を見ることができます。本人はそれを断ります。",
            $"For care, Sakura Hospital can see {before} mental-health entries of Minato Hospital. The person refuses it these.");
        var person = await stage.As("patient:1", ct);
        await person.Post(stage.Phone("consents/refusals"), new JsonObject
        {
            ["organisation"] = "hospital-b", ["source"] = "hospital-a", ["label"] = Household.MentalHealthLabel.Code,
        }, ct);
        var refusal = new DemoRefusal(
            before, await Count(stage, b, patientOfB, ct), await Count(stage, a, patientOfA, ct), await Count(stage, c, stage.First, ct));
        stage.Narrator.Table(
            ["検索する病院 who searches", "#件 found"],
            [
                ["さくら病院（断る前） Sakura, before", $"{refusal.Before}"], ["さくら病院（断った次の検索） Sakura, next search", $"{refusal.After}"],
                ["みなと病院（書いた本人） Minato, which wrote them", $"{refusal.OwnHospital}"],
                ["ひかり医院（診療していない） Hikari, does not treat", $"{refusal.ThirdHospital}"],
            ]);
        await ShowAccesses(stage, person, ct);
        return refusal;
    }

    // Counted by the server, and found: both, so that neither hides what the other shows.
    private static async Task<long> Count(DemoStage stage, DemoCaller hospital, string patient, CancellationToken ct)
    {
        var (system, code) = Household.MentalHealthLabel;
        long sum = 0;
        foreach (var type in Types)
        {
            var query = $"{type}?patient={patient}&_security={Uri.EscapeDataString($"{system}|{code}")}&_total=accurate&_count=1000";
            var found = await hospital.Get(stage.Fhir(query), ct);
            var entries = (found["entry"] as JsonArray ?? []).Count;
            if ((long?)found["total"] != entries)
                throw new CommandException($"a search for {type} counts {found["total"]} and shows {entries}.");
            sum += entries;
        }
        return sum;
    }

    private static async Task<string> OwnPatient(DemoStage stage, DemoCaller hospital, (string System, string Value) number, CancellationToken ct)
    {
        var found = await hospital.Get(stage.Fhir($"Patient?identifier={Uri.EscapeDataString($"{number.System}|{number.Value}")}"), ct);
        return (string?)(found["entry"] as JsonArray)?.Single()!["resource"]!["id"]
            ?? throw new CommandException("a hospital does not find its own patient.");
    }

    private static async Task ShowAccesses(DemoStage stage, DemoCaller person, CancellationToken ct)
    {
        stage.Narrator.Say("誰が見たか、見ようとしたかは、本人に残らず示されます。", "Who saw the record, or tried to, is shown to the person.");
        var attempts = await Attempts(stage, person, ct);
        stage.Narrator.Table(
            ["アクセス記録 access log", "access log"],
            attempts.Take(AccessesShown).Select(access => (IReadOnlyList<string>)
                [(string)access["sentence"]!["ja"]!, (string)access["sentence"]!["en"]!]));
    }

    private static async Task<IReadOnlyList<JsonNode>> Attempts(DemoStage stage, DemoCaller person, CancellationToken ct)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < LogPatience; await Task.Delay(TimeSpan.FromMilliseconds(500), ct))
        {
            var accesses = (await person.Get(stage.Phone("accesses?count=100"), ct))["accesses"]!.AsArray();
            List<JsonNode> byHospitals = [.. accesses.OfType<JsonNode>().Where(access => (string?)access["role"] == "hospital")];
            if (Attempting.All(code => byHospitals.Exists(access => (string?)access["organisation"] == code)))
                return byHospitals;
        }
        throw new CommandException("the hospitals' attempts did not come into the access log.");
    }
}

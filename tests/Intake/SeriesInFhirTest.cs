using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Intake.Uploads;

namespace Phr.Tests.Intake;

/// <summary>Series as whoever reads FHIR sees them.</summary>
public sealed class SeriesInFhirTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Daily = "code=urn:phr:daily|heart-rate";

    private static int _insured;

    [Fact]
    public async Task A_day_of_samples_is_one_Observation_of_its_figures()
    {
        var (patient, phone) = await NewPhone();
        await phone.Uploaded("watch", HeartRate(Morning, 60, 70, 80));
        await phone.Uploaded("watch", HeartRate(Morning.AddHours(1), 90));

        var day = await OnlyDay(phone, patient);

        Assert.Equal(75, day["valueQuantity"]!["value"]!.GetValue<decimal>());
        Assert.Equal("2", day["meta"]!["versionId"]!.GetValue<string>());
        Assert.Equal("2026-05-01", day["effectiveDateTime"]!.GetValue<string>());
        Assert.Equal([4, 60, 90], day["component"]!.AsArray().Select(part => (part!["valueInteger"] ?? part["valueQuantity"]!["value"])!.GetValue<int>()));
        Assert.Equal($"Patient/{patient}", day["subject"]!["reference"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await phone.Send(HttpMethod.Get, $"Observation/{day["id"]}/_history/1")).Status);
    }

    [Fact]
    public async Task Days_are_searched_counted_and_paged_with_the_other_Observations()
    {
        var (patient, phone) = await NewPhone();
        for (var day = 0; day < 6; day++)
            await phone.Uploaded("watch", HeartRate(Morning.AddDays(day), 60 + day), Weight(Morning.AddDays(day), 60 + day));

        Assert.Equal(12, (await phone.Search($"Observation?patient={patient}&_summary=count"))["total"]!.GetValue<int>());
        Assert.Equal(2, (await phone.Ids($"Observation?patient={patient}&{Daily}&date=ge2026-05-05")).Count);
        Assert.Equal(6, (await phone.Ids($"Observation?subject=Patient/{patient}&{Daily}&category=vital-signs")).Count);
        Assert.Equal(3, (await phone.Ids($"Observation?patient={patient}&{Daily}&value-quantity=gt62")).Count);
        var page = await phone.Search($"Observation?patient={patient}&_sort=-date&_count=5");
        var ids = People.Ids(page).ToList();
        while (page["link"]?.AsArray().FirstOrDefault(link => link!["relation"]!.GetValue<string>() == "next") is { } next)
        {
            await phone.Uploaded("watch", HeartRate(Morning.AddDays(ids.Count), 99));
            page = await phone.Search(next["url"]!.GetValue<string>());
            ids.AddRange(People.Ids(page));
        }
        Assert.Equal(12, ids.Distinct().Count());
        Assert.Equal(12, ids.Count);
    }

    [Fact]
    public async Task The_samples_of_a_day_are_read_by_the_link_of_its_figures()
    {
        var (patient, phone) = await NewPhone();
        await phone.Uploaded("watch", HeartRate(Morning, 60.5m, 70, 80));
        await phone.Uploaded("strap", HeartRate(Morning, 90), HeartRate(Morning.AddSeconds(7), 91), HeartRate(Morning.AddSeconds(30), 92));
        var days = (await phone.Search($"Observation?patient={patient}&{Daily}"))["entry"]!.AsArray().Select(entry => entry!["resource"]!).ToList();
        Assert.Equal(["strap", "watch"], days.Select(day => day["device"]!["display"]!.GetValue<string>()).Order());

        var even = await Samples(phone, days.Single(day => day["device"]!["display"]!.GetValue<string>() == "watch"));
        var uneven = await Samples(phone, days.Single(day => day["device"]!["display"]!.GetValue<string>() == "strap"));

        Assert.Equal("60.5 70 80", even["data"]!.GetValue<string>());
        Assert.Equal(60_000, even["period"]!.GetValue<int>());
        Assert.Equal("90 91 92", uneven["data"]!.GetValue<string>());
        Assert.Equal("0 7000 30000", uneven["extension"]![0]!["valueString"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_night_is_one_and_belongs_to_the_morning_it_ends_in()
    {
        var (patient, phone) = await NewPhone();
        var evening = new DateTimeOffset(2026, 5, 1, 22, 0, 0, TimeSpan.FromHours(9));
        await phone.Uploaded("watch", Sleep(evening, "n1", (0, "light", 90), (90, "deep", 120)));
        Assert.Equal(("2026-05-02", 210m), Assert.Single(await Nights(phone, patient)));

        await phone.Uploaded("watch", Sleep(evening.AddMinutes(210), "n2", (0, "awake", 30), (30, "rem", 240)));
        await phone.Uploaded("watch", Sleep(evening.AddHours(16), "nap", (0, "asleep", 20)));
        Assert.Equal(("2026-05-02", 470m), Assert.Single(await Nights(phone, patient)));

        // Without its morning it ended on the evening; the nap stays where it was.
        var early = Sleep(evening, "n1", (0, "light", 90));
        await phone.Uploaded("watch", early, Deleted("n2"));
        Assert.Equal([("2026-05-01", 90m), ("2026-05-02", 20m)], (await Nights(phone, patient)).Order());
        Assert.Empty((await host.VerifyProjections()).Faults);
    }

    [Fact]
    public async Task The_samples_of_a_night_are_those_of_both_its_days()
    {
        var (patient, phone) = await NewPhone();
        var evening = new DateTimeOffset(2026, 5, 1, 23, 0, 0, TimeSpan.FromHours(9));
        await phone.Uploaded("watch", Sleep(evening, "n1", (0, "light", 30), (30, "deep", 60), (90, "rem", 30)));
        var night = Assert.Single((await phone.Search($"Observation?patient={patient}&code=urn:phr:daily|sleep-stage"))["entry"]!.AsArray())!["resource"]!;

        var samples = await Samples(phone, night);

        Assert.Equal("6 7 8", samples["data"]!.GetValue<string>());
        Assert.Equal("0 1800000 5400000", samples["extension"]![0]!["valueString"]!.GetValue<string>());
        Assert.Equal("1800000 3600000 1800000", samples["extension"]![1]!["valueString"]!.GetValue<string>());
    }

    [Fact]
    public async Task Everything_holds_the_figures_and_the_samples()
    {
        var (patient, phone) = await NewPhone();
        await phone.Uploaded("watch", HeartRate(Morning, 60, 70), Weight(Morning, 60));

        var all = People.Ids(await phone.Search($"Patient/{patient}/$everything"));

        Assert.Equal(4, all.Count);
        Assert.Single(all, id => id.StartsWith("sa-", StringComparison.Ordinal));
        Assert.Single(all, id => id.StartsWith("sd-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_day_whose_samples_are_all_deleted_is_gone_and_comes_back_with_new_ones()
    {
        var (patient, phone) = await NewPhone();
        var item = HeartRate(Morning, 60);
        item["clientId"] = "h1";
        await phone.Uploaded("watch", item);
        var day = await OnlyDay(phone, patient);
        await phone.Uploaded("watch", Deleted("h1"));
        Assert.Empty(await phone.Ids($"Observation?patient={patient}"));
        Assert.Equal(HttpStatusCode.Gone, (await phone.Send(HttpMethod.Get, $"Observation/{day["id"]}")).Status);

        await phone.Uploaded("watch", HeartRate(Morning, 61));

        Assert.Equal("3", (await OnlyDay(phone, patient))["meta"]!["versionId"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_item_that_moves_to_another_day_leaves_the_first()
    {
        var (patient, phone) = await NewPhone();
        foreach (var start in (DateTimeOffset[])[Morning, Morning.AddDays(1)])
        {
            var item = HeartRate(start, 60);
            item["clientId"] = "h1";
            await phone.Uploaded("watch", item);
        }

        Assert.Equal("2026-05-02", (await OnlyDay(phone, patient))["effectiveDateTime"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nobody_writes_under_the_ids_of_readings_and_days()
    {
        var (patient, phone) = await NewPhone();
        await phone.Uploaded("watch", HeartRate(Morning, 60));
        var day = await OnlyDay(phone, patient);
        using var hospital = host.Hospital("hospital-a");
        var theirs = await hospital.Create(People.Patient("Yamada"));
        var squat = People.Observation(theirs, "8480-6", 120m);

        foreach (var id in (string[])["rd-" + new string('0', 26), "sa-" + new string('0', 26), "sd-" + new string('0', 26)])
        {
            squat["id"] = id;
            var (status, outcome, _) = await hospital.Send(HttpMethod.Put, $"Observation/{id}", squat);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "Observation.id"), (status, outcome["issue"]![0]!["expression"]![0]!.GetValue<string>()));
        }
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.Send(HttpMethod.Put, $"Observation/{day["id"]}", day)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.Send(HttpMethod.Delete, $"Observation/{day["id"]}")).Status);
    }

    [Fact]
    public async Task Others_see_days_and_samples_only_where_the_person_shows_them()
    {
        var (patient, phone) = await NewPhone();
        await phone.Uploaded("watch", HeartRate(Morning, 60));
        var id = (await OnlyDay(phone, patient))["id"]!.GetValue<string>();
        using var hospital = host.Hospital("hospital-a");

        Assert.Equal(HttpStatusCode.NotFound, (await hospital.Send(HttpMethod.Get, $"Observation/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hospital.Send(HttpMethod.Get, $"Observation/sd-{id[3..]}")).Status);
        Assert.Empty(await hospital.Ids($"Observation?patient={patient}"));
    }

    [Fact]
    public async Task A_rebuild_comes_to_the_same_rows()
    {
        var (_, phone) = await NewPhone();
        await phone.Uploaded("watch", HeartRate(Morning, 60, 61), Weight(Morning, 60, "w"), BloodPressure(Morning, 120, 80));
        await phone.Uploaded("watch", HeartRate(Morning, 62), Deleted("w"));

        Assert.Empty((await host.VerifyProjections()).Faults);
    }

    private static JsonObject Sleep(DateTimeOffset start, string clientId, params (int Minute, string Stage, int Minutes)[] stages) => new()
    {
        ["clientId"] = clientId, ["metric"] = "sleep-stage", ["unit"] = "1", ["start"] = start.ToString("O"),
        ["samples"] = new JsonArray([.. stages.Select(stage => new JsonArray(stage.Minute * 60_000, stage.Stage, stage.Minutes * 60_000))]),
    };

    private static async Task<IReadOnlyList<(string Day, decimal Minutes)>> Nights(HttpClient phone, string patient) =>
        [.. ((await phone.Search($"Observation?patient={patient}&code=urn:phr:daily|sleep-stage"))["entry"]?.AsArray() ?? [])
            .Select(entry => entry!["resource"]!)
            .Select(night => (night["effectiveDateTime"]!.GetValue<string>(), night["valueQuantity"]!["value"]!.GetValue<decimal>()))];

    private async Task<(string Patient, HttpClient Phone)> NewPhone()
    {
        var patient = await host.NewPerson($"06123456:34:{Interlocked.Increment(ref _insured)}:01");
        return (patient, host.Phone(patient));
    }

    private static async Task<JsonNode> OnlyDay(HttpClient phone, string patient) =>
        Assert.Single((await phone.Search($"Observation?patient={patient}&{Daily}"))["entry"]!.AsArray())!["resource"]!;

    private static async Task<JsonNode> Samples(HttpClient phone, JsonNode day) =>
        (await phone.Search(day["derivedFrom"]![0]!["reference"]!.GetValue<string>()))["valueSampledData"]!;
}

using System.Net;
using System.Text.Json.Nodes;

using Phr.Tests.Record;
using static Phr.Tests.Intake.Uploads;

namespace Phr.Tests.Intake;

public sealed class UploadReadingsTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static int _insured;

    [Fact]
    public async Task A_blood_pressure_becomes_an_Observation_that_is_found_at_once()
    {
        var (patient, phone) = await NewPhone();

        var answer = await phone.Uploaded("omron", BloodPressure(Morning, 132, 84));

        Assert.Equal(["stored"], Outcomes(answer));
        var found = await phone.Search($"Observation?patient={patient}&code=http://loinc.org|85354-9");
        Assert.Equal(1, found["total"]!.GetValue<int>());
        var observation = found["entry"]![0]!["resource"]!;
        Assert.Equal(132, observation["component"]![0]!["valueQuantity"]!["value"]!.GetValue<int>());
        Assert.Single(await phone.Ids($"Observation?patient={patient}&component-value-quantity=gt130"));
        Assert.Equal(HttpStatusCode.OK, (await phone.Send(HttpMethod.Get, $"Observation/{observation["id"]}")).Status);
    }

    [Fact]
    public async Task Counts_are_the_sums_of_the_results_and_refusals_name_their_place()
    {
        var (patient, phone) = await NewPhone();
        var future = HeartRate(new DateTimeOffset(2099, 1, 1, 7, 0, 0, TimeSpan.FromHours(9)), 61);
        var noUnit = Weight(Morning, 61.5m);
        noUnit.Remove("unit");

        var answer = await phone.Uploaded("watch", HeartRate(Morning, 61, 62), future, noUnit, Weight(Morning, 61.5m), HeartRate(Morning.AddHours(1), 63, 0));

        Assert.Equal(["stored", "refused", "refused", "stored", "stored"], Outcomes(answer));
        Assert.Equal(
            """{"in":5,"stored":3,"unchanged":0,"replaced":0,"deleted":0,"refused":2}""", answer["counts"]!.ToJsonString());
        Assert.Equal("""{"in":7,"stored":4,"unchanged":0,"deleted":0,"refused":3}""", answer["samples"]!.ToJsonString());
        Assert.Equal(("future", "/items/1/start"), RemarkOf(answer, 1));
        Assert.Equal(("no-unit", "/items/2/unit"), RemarkOf(answer, 2));
        Assert.Equal("/items/4/samples/1", RemarkOf(answer, 4).Place);
        Assert.Single(await phone.Ids($"Observation?patient={patient}&code=29463-7"));
    }

    [Fact]
    public async Task The_same_batch_again_stores_nothing_and_with_its_key_gets_its_first_answer()
    {
        var (patient, phone) = await NewPhone();
        var batch = Batch("watch", HeartRate(Morning, 61, 62), BloodPressure(Morning, 120, 80));
        var (_, first, _) = await phone.Upload(batch, "key-1");
        var before = await Events();

        var (again, repeated, response) = await phone.Upload(batch, "key-1");
        var (_, anew, _) = await phone.Upload(batch, "key-2");

        Assert.Equal(HttpStatusCode.OK, again);
        Assert.Equal("true", response.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(first.ToJsonString(), repeated.ToJsonString());
        Assert.Equal(["unchanged", "unchanged"], Outcomes(anew));
        Assert.Equal(before, await Events());
        Assert.Equal(2, (await phone.Ids($"Observation?patient={patient}")).Count);
    }

    [Fact]
    public async Task A_key_is_not_for_another_batch()
    {
        var (_, phone) = await NewPhone();
        await phone.Upload(Batch("watch", HeartRate(Morning, 61)), "key-1");

        var (status, problem, response) = await phone.Upload(Batch("watch", HeartRate(Morning, 62)), "key-1");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Idempotency-Key", problem["place"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("two words")]
    public async Task An_upload_without_a_proper_key_is_refused(string? key)
    {
        var (_, phone) = await NewPhone();

        var (status, problem, _) = await phone.Upload(Batch("watch", HeartRate(Morning, 61)), key);

        Assert.Equal((HttpStatusCode.BadRequest, "Idempotency-Key"), (status, problem["place"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"items":[]}""", 400, "/connection")]
    [InlineData("""{"connection":"watch"}""", 400, "/items")]
    [InlineData("""{"connection":"watch","items":[],"itmes":[]}""", 400, "/itmes")]
    [InlineData("[]", 400, "")]
    public async Task A_body_that_is_no_batch_is_refused_with_its_place(string body, int expected, string place)
    {
        var (_, phone) = await NewPhone();

        var (status, problem, _) = await phone.Upload(JsonNode.Parse(body)!);

        Assert.Equal((expected, place), ((int)status, problem["place"]?.GetValue<string>()));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_and_one_at_the_limit_is_not()
    {
        var (_, phone) = await NewPhone();
        var text = Batch("watch", HeartRate(Morning, 61)).ToJsonString();

        Assert.Equal(HttpStatusCode.OK, await Status(phone, text.PadRight(Phr.Planets.Series.Uploads.Batch.BytesMax)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Status(phone, text.PadRight(Phr.Planets.Series.Uploads.Batch.BytesMax + 1)));
    }

    [Fact]
    public async Task Only_the_person_themself_uploads_and_only_with_the_scope_for_it()
    {
        var (patient, phone) = await NewPhone();
        using var hospital = host.Hospital("hospital-a");
        using var nobody = host.Phone("no-such-patient");
        using var narrow = host.Phone(patient, "patient/Observation.rs");
        using var anonymous = host.Anonymous();
        var batch = Batch("watch", HeartRate(Morning, 61));

        Assert.Equal(HttpStatusCode.Forbidden, (await hospital.Upload(batch)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await nobody.Upload(batch)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await narrow.Upload(batch)).Status);
        var (status, _, response) = await anonymous.Upload(batch);
        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (status, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await phone.Upload(batch, contentType: "text/plain")).Status);
        Assert.Empty(await phone.Ids($"Observation?patient={patient}"));
    }

    [Fact]
    public async Task A_reading_that_is_replaced_and_deleted_keeps_its_history()
    {
        var (patient, phone) = await NewPhone();
        await phone.Uploaded("scale", Weight(Morning, 61.5m, "w1"));
        await phone.Uploaded("scale", Weight(Morning, 61.0m, "w1"));
        var id = (await phone.Ids($"Observation?patient={patient}")).Single();

        Assert.Equal(["deleted"], Outcomes(await phone.Uploaded("scale", Deleted("w1"))));

        Assert.Equal(HttpStatusCode.Gone, (await phone.Send(HttpMethod.Get, $"Observation/{id}")).Status);
        Assert.Equal(3, (await phone.Search($"Observation/{id}/_history"))["total"]!.GetValue<int>());
        Assert.Empty(await phone.Ids($"Observation?patient={patient}"));
    }

    [Fact]
    public async Task Uploads_of_one_person_at_once_lose_nothing()
    {
        var (patient, phone) = await NewPhone();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => phone.Uploaded(
            "watch", HeartRate(Morning.AddMinutes(i), 60 + i), Weight(Morning.AddMinutes(i), 60 + i))));

        Assert.All(answers, answer => Assert.Equal(["stored", "stored"], Outcomes(answer)));
        var daily = (await phone.Search($"Observation?patient={patient}&code=urn:phr:daily|heart-rate"))["entry"]!.AsArray();
        Assert.Equal(16, Assert.Single(daily)!["resource"]!["component"]![0]!["valueInteger"]!.GetValue<int>());
        Assert.Equal(16, (await phone.Ids($"Observation?patient={patient}&code=29463-7")).Count);
    }

    private async Task<(string Patient, HttpClient Phone)> NewPhone()
    {
        var patient = await host.NewPerson($"06123456:12:{Interlocked.Increment(ref _insured)}:01");
        return (patient, host.Phone(patient));
    }

    private async Task<long> Events()
    {
        await using var count = host.Database.CreateCommand("select count(*) from log.event");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static (string Code, string Place) RemarkOf(JsonObject answer, int item)
    {
        var remark = answer["results"]![item]!["remarks"]![0]!;
        return (remark["code"]!.GetValue<string>(), remark["place"]!.GetValue<string>());
    }

    private static async Task<HttpStatusCode> Status(HttpClient phone, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "../people/me/readings")
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return (await phone.SendAsync(request)).StatusCode;
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Intake;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.OwnRecord;

public sealed class EraseStreamTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static readonly JsonObject Reason = new() { ["reason"] = "I want it gone" };

    [Fact]
    public async Task Of_an_erased_phone_nothing_is_left_and_the_certificate_says_what_remains()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var theirs = await a.Create(Condition(person.AtA, "E11"));
        await phone.Uploaded("watch", Uploads.HeartRate(Uploads.Morning, 60, 61), Uploads.Weight(Uploads.Morning, 60, "w1"));
        var stream = await Scalar($"select stream from record.membership where patient = '{person.Own}'");

        var (status, certificate, _) = await phone.Ask(HttpMethod.Post, $"streams/{person.Own}/erase", Reason);

        Assert.True(status == HttpStatusCode.OK, certificate.ToJsonString());
        var statement = certificate["statement"]!;
        Assert.Equal((stream, $"phone/{person.Own}"), (statement["stream"]!.GetValue<long>(), statement["source"]!.GetValue<string>()));
        Assert.Equal(
            ["hospital-a", "hospital-b", "platform", "platform", "platform"],
            statement["remains"]!.AsArray().Select(one => one!["holder"]!.GetValue<string>()));
        Assert.Contains("exports and deferred answers from before it", statement["remains"]!.ToString(), StringComparison.Ordinal);
        Assert.True(Convert.FromBase64String(certificate["signature"]!.GetValue<string>()).Length == 64);
        foreach (var table in (string[])["membership", "state", "state_past", "clinical", "series_chunk", "series_day", "series_reading", "series_upload", "rule"])
            Assert.Equal(0, await Scalar($"select count(*) from record.{table} where stream = {stream}"));
        Assert.Empty((await host.VerifyProjections()).Faults);
        Assert.Equal(HttpStatusCode.Gone, (await phone.Ask(HttpMethod.Get, "timeline")).Status);
        Assert.Equal(HttpStatusCode.Gone, (await phone.Upload(Uploads.Batch("watch", Uploads.HeartRate(Uploads.Morning, 60)))).Status);
        Assert.Equal([theirs], await a.Ids($"Condition?patient={person.AtA}"));
    }

    [Fact]
    public async Task What_a_hospital_has_to_keep_is_refused_with_its_reason()
    {
        var person = await host.LinkedPerson();
        using var phone = host.Phone(person.Own);

        var (status, problem, response) = await phone.Ask(HttpMethod.Post, $"streams/{person.AtA}/erase", Reason);

        Assert.Equal((HttpStatusCode.Conflict, "application/problem+json"), (status, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains("Medical Practitioners' Act", problem["title"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(3, (await phone.Get("sources"))["sources"]!.AsArray().Count);
    }

    [Fact]
    public async Task Nobody_erases_what_is_not_theirs()
    {
        var person = await host.LinkedPerson();
        using var other = host.Phone(await host.NewPerson(Sharing.NewInsuredNumber()));
        using var reading = host.Phone(person.Own, "patient/*.rs");

        Assert.Equal(HttpStatusCode.NotFound, (await other.Ask(HttpMethod.Post, $"streams/{person.Own}/erase", Reason)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Ask(HttpMethod.Post, $"streams/{person.AtA}/erase", Reason)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reading.Ask(HttpMethod.Post, $"streams/{person.Own}/erase", Reason)).Status);
        Assert.Equal(1, await Scalar($"select count(*) from record.membership where patient = '{person.Own}'"));
    }

    [Theory]
    [InlineData(0, HttpStatusCode.BadRequest)]
    [InlineData(501, HttpStatusCode.BadRequest)]
    [InlineData(500, HttpStatusCode.OK)]
    public async Task A_reason_has_1_to_500_characters(int characters, HttpStatusCode expected)
    {
        var own = await host.NewPerson(Sharing.NewInsuredNumber());
        using var phone = host.Phone(own);

        var (status, body, _) = await phone.Ask(HttpMethod.Post, $"streams/{own}/erase", new JsonObject { ["reason"] = new string('x', characters) });

        Assert.Equal(expected, status);
        if (status == HttpStatusCode.BadRequest)
            Assert.Equal("/reason", body["place"]!.GetValue<string>());
    }

    private async Task<long> Scalar(string sql)
    {
        await using var command = host.Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

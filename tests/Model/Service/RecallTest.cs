using System.Net;
using System.Text.Json;
using Phr.Platform.Hosting;
using Phr.Tests.Support;
using static Phr.Tests.Model.Service.Answers;

namespace Phr.Tests.Model.Service;

/// <summary>What an operator finds who has to recall a model.</summary>
public sealed class RecallTest(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Every_output_of_a_model_is_listed_page_by_page()
    {
        await using var platform = await FakePlatform.Start();
        var records = new[] { "first", "second" }.Select((patient, seed) => platform.Add(Life.Record(patient, seed + 6))).ToList();
        await using var service = await platform.Serve(database.ConnectionString);
        foreach (var record in records)
            await platform.Risks(service, record.Patient);
        await Until(async () => (await Of(platform, service, "first", "second")).Count == 2 * Records.Tasks.Length);

        var listed = await Of(platform, service, "first", "second");

        Assert.Equal(
            platform.Stored.Keys.Where(key => key.StartsWith("RiskAssessment/", StringComparison.Ordinal)).Order(),
            listed.Select(output => output.GetProperty("assessment").GetString()).Order());
        foreach (var output in listed)
        {
            var resource = platform.Stored[output.GetProperty("assessment").GetString()!][^1]!.Value;
            var patient = output.GetProperty("patient").GetString();
            Assert.Equal(resource.GetProperty("subject").GetProperty("reference").GetString(), $"Patient/{patient}");
            Assert.Contains(output.GetProperty("outcome").GetString(), Records.Tasks);
            Assert.Equal(records.Single(record => record.Patient == patient).Position, output.GetProperty("position").GetInt64());
            Assert.Equal(Records.Later, output.GetProperty("assessedAt").GetDateTimeOffset());
            Assert.True(output.GetProperty("stands").GetBoolean());
        }
        using var other = await platform.Outputs(service, "?model=" + new string('0', 64));
        Assert.Equal("[]", (await Read(other)).GetProperty("outputs").GetRawText());
    }

    [Fact]
    public async Task What_was_replaced_or_deleted_stays_listed_and_an_erased_person_does_not()
    {
        await using var platform = await FakePlatform.Start();
        var record = platform.Add(Life.Record("moved", 6));
        await using var service = await platform.Serve(database.ConnectionString);
        var reference = await platform.Published(service, "moved");
        await Until(async () => (await Of(platform, service, "moved")).Count == 2);

        record.Put(Life.HomePressure("new", "2024-06-30T07:00:00+09:00", 190));
        await platform.Risks(service, "moved", record.Position);
        await Until(async () => (await Of(platform, service, "moved")).Count == 4);
        var replaced = (await Of(platform, service, "moved")).Where(output => output.GetProperty("assessment").GetString() == reference);
        Assert.Equal([false, true], replaced.Select(output => output.GetProperty("stands").GetBoolean()));

        record.Switch();
        await platform.Risks(service, "moved");
        await Until(async () => !(await Of(platform, service, "moved")).Any(output => output.GetProperty("stands").GetBoolean()));
        Assert.Equal(4, (await Of(platform, service, "moved")).Count);

        platform.Erase("moved");
        await platform.Risks(service, "moved");
        Assert.Empty(await Of(platform, service, "moved"));
    }

    [Theory]
    [InlineData("", "patient", "system/*.rs", HttpStatusCode.Forbidden)]
    [InlineData("", "service", "system/*.rs", HttpStatusCode.Forbidden)]
    [InlineData("", "system", "system/Patient.rs", HttpStatusCode.Forbidden)]
    [InlineData("?model=phr-0.2", "system", "system/*.rs", HttpStatusCode.BadRequest)]
    [InlineData("?after=-1", "system", "system/*.rs", HttpStatusCode.BadRequest)]
    [InlineData("?limit=0", "system", "system/*.rs", HttpStatusCode.BadRequest)]
    [InlineData("?limit=1001", "system", "system/*.rs", HttpStatusCode.BadRequest)]
    [InlineData("?limit=1000&after=0", "system", "system/RiskAssessment.rs", HttpStatusCode.OK)]
    public async Task Only_the_operator_is_answered_within_limits(string query, string role, string scope, HttpStatusCode status)
    {
        await using var platform = await FakePlatform.Start();
        await using var service = await platform.Serve(database.ConnectionString);

        using var answer = await platform.Outputs(service, query, role, scope);

        Assert.Equal(status, answer.StatusCode);
    }

    /// <summary>All pages, three outputs each, narrowed to some people: the tests of this class share a database.</summary>
    private static async Task<List<JsonElement>> Of(FakePlatform platform, ServiceHost service, params string[] patients)
    {
        var all = new List<JsonElement>();
        for (long? after = 0; after is not null;)
        {
            using var answer = await platform.Outputs(service, $"?limit=3&after={after}");
            var page = await Read(answer);
            all.AddRange(page.GetProperty("outputs").EnumerateArray());
            after = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
        }
        Assert.Equal(all.Select(output => output.GetProperty("number").GetInt64()).Distinct().Order(),
            all.Select(output => output.GetProperty("number").GetInt64()));
        return [.. all.Where(output => patients.Contains(output.GetProperty("patient").GetString()))];
    }

    private static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        return Records.Json(await answer.Content.ReadAsStringAsync());
    }
}

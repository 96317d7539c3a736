using Phr.Platform.Messages;
using Phr.Tests.Support;
using static Phr.Tests.Model.Service.Answers;

namespace Phr.Tests.Model.Service;

/// <summary>What planets-server gets of the answers.</summary>
public sealed class PublishedAssessmentTest(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_hint_brings_a_reading_to_planets_without_anyone_asking()
    {
        await using var platform = await FakePlatform.Start();
        var record = platform.Add(Life.Record("hinted", 6));
        await using var service = await platform.Serve(database.ConnectionString);
        var reference = await platform.Published(service, "hinted");

        record.Put(Life.HomePressure("new", "2024-06-30T07:00:00+09:00", 190));
        platform.Hints.Publish(new StreamAdvanced(0, record.Position));

        await Until(() => platform.Stored[reference].Count > 1);
        var stored = platform.Stored[reference][^1]!.Value;
        Assert.Equal("Patient/hinted", stored.GetProperty("subject").GetProperty("reference").GetString());
        Assert.InRange(stored.GetProperty("prediction")[0].GetProperty("probabilityDecimal").GetDouble(), 0, 100);
        Assert.Equal("final", stored.GetProperty("status").GetString());
        var device = stored.GetProperty("performer").GetProperty("reference").GetString()!;
        Assert.Equal("Device", Assert.Single(platform.Stored[device])!.Value.GetProperty("resourceType").GetString());
    }

    [Fact]
    public async Task What_says_the_same_is_not_stored_again()
    {
        await using var platform = await FakePlatform.Start();
        var record = platform.Add(Life.Record("same", 6));
        await using var service = await platform.Serve(database.ConnectionString);
        var reference = await platform.Published(service, "same");

        record.Put(Life.Patient("somebody-else"));
        await platform.Risks(service, "same", record.Position);
        record.Put(Life.HomePressure("new", "2024-06-30T07:00:00+09:00", 190));
        await platform.Risks(service, "same", record.Position);
        await Until(() => platform.Stored[reference].Count > 1);

        Assert.Equal(2, platform.Stored[reference].Count);
    }
}

using System.Net;
using System.Text.Json;
using Phr.Tests.Support;
using static Phr.Tests.Model.Service.Answers;

namespace Phr.Tests.Model.Service;

/// <summary>The service as others see it: over HTTP, with PostgreSQL, fed by what planets-server tells.</summary>
public sealed class ModelServiceTest(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private FakePlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await FakePlatform.Start();

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task An_answer_has_all_that_a_phone_shows()
    {
        var record = _platform.Add(Life.Record("shown", 1));
        await using var service = await _platform.Serve(database.ConnectionString);

        var answer = await _platform.Risks(service, "shown", record.Position);

        Assert.Equal(record.Position, answer.GetProperty("position").GetInt64());
        Assert.False(answer.GetProperty("silent").GetBoolean());
        Assert.Equal(64, answer.GetProperty("model").GetProperty("digest").GetString()!.Length);
        Assert.Equal(Records.Tasks.Order(), Outcomes(answer).Order());
        Assert.NotEmpty(answer.GetProperty("risks").EnumerateArray().SelectMany(Evidence));
        foreach (var risk in answer.GetProperty("risks").EnumerateArray())
        {
            Assert.InRange(risk.GetProperty("probability").GetDouble(), 0, 1);
            Assert.InRange(risk.GetProperty("aYearAgo").GetDouble(), 0, 1);
            Assert.Equal(5, risk.GetProperty("horizonYears").GetDouble());
            Assert.Equal([1, 2, 5, 10], risk.GetProperty("horizons").EnumerateArray().Select(horizon => horizon.GetProperty("years").GetDouble()));
            Assert.Contains("人のうち", risk.GetProperty("text").GetProperty("ja").GetString(), StringComparison.Ordinal);
            Assert.Contains("people", risk.GetProperty("text").GetProperty("en").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(risk.GetProperty("title").GetProperty("ja").GetString()!);
            Assert.StartsWith("RiskAssessment/risk-", risk.GetProperty("assessment").GetString(), StringComparison.Ordinal);
            var drivers = risk.GetProperty("drivers").EnumerateArray().ToList();
            Assert.All(drivers, driver => Assert.Matches("^(Observation|Condition)/", driver.GetProperty("evidence")[0].GetString()));
        }
    }

    [Fact]
    public async Task Any_horizon_is_answered_and_the_years_before()
    {
        _platform.Add(Life.Record("ahead", 1));
        await using var service = await _platform.Serve(database.ConnectionString);
        async Task<List<JsonElement>> Risks(string? years)
        {
            using var response = await _platform.Ask(service, "ahead", horizonYears: years);
            return [.. JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("risks").EnumerateArray()];
        }

        var (plain, own, between) = (await Risks(null), await Risks("5"), await Risks("7.25"));

        foreach (var (risk, at5, at7) in plain.Zip(own, between))
        {
            Assert.Equal(JsonValueKind.Null, risk.GetProperty("asked").ValueKind);
            Assert.False(risk.TryGetProperty("curve", out _));
            Assert.Equal(risk.GetProperty("probability").GetDouble(), at5.GetProperty("asked").GetProperty("probability").GetDouble(), 9);
            var ahead = risk.GetProperty("horizons").EnumerateArray().Select(one => one.GetProperty("probability").GetDouble()).ToList();
            Assert.InRange(at7.GetProperty("asked").GetProperty("probability").GetDouble(), ahead[2], ahead[3]);
            Assert.Equal(7.25, at7.GetProperty("asked").GetProperty("years").GetDouble());
            var before = risk.GetProperty("trajectory").EnumerateArray().ToList();
            Assert.Equal([2019, 2020, 2021, 2022, 2023], before.Select(past => past.GetProperty("at").GetDateTimeOffset().Year));
            Assert.Equal(risk.GetProperty("aYearAgo").GetDouble(), before[^1].GetProperty("probability").GetDouble());
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10.01")]
    [InlineData("NaN")]
    [InlineData("7,5")]
    [InlineData("1e1")]
    [InlineData("")]
    public async Task A_horizon_that_the_model_does_not_know_is_refused(string years)
    {
        await using var service = await _platform.Serve(database.ConnectionString);

        using var response = await _platform.Ask(service, "ahead", horizonYears: years);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("horizonYears", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_person_is_answered()
    {
        _platform.Add(Life.Record("alone", 1));
        await using var service = await _platform.Serve(database.ConnectionString);

        using var hospital = await _platform.Ask(service, "alone", role: "hospital");
        using var wrong = await _platform.Ask(service, "alone", atLeast: -1);
        using var http = new HttpClient();
        using var nobody = await http.GetAsync(new Uri(service.Address, "people/me/risks"));

        Assert.Equal(HttpStatusCode.Forbidden, hospital.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task A_feed_that_cannot_be_read_is_a_passing_fault_to_the_person()
    {
        _platform.Add(Life.Record("garbled", 1));
        await using var service = await _platform.Serve(database.ConnectionString);

        _platform.IsGarbled = true;
        using var refused = await _platform.Ask(service, "garbled");
        _platform.IsGarbled = false;
        using var answered = await _platform.Ask(service, "garbled");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    /// <summary>The feed leaves it out; were it to come, it would not be read.</summary>
    [Fact]
    public async Task A_diagnosis_that_the_person_was_not_told_moves_nothing()
    {
        _platform.Add(Life.Record("told", 2));
        var untold = _platform.Add(Life.Record("untold", 2));
        untold.Put(Life.Diagnosis("secret", "I10", "2024-05-01T09:00:00+09:00").Untold());
        var open = _platform.Add(Life.Record("open", 2));
        open.Put(Life.Diagnosis("known", "I10", "2024-05-01T09:00:00+09:00"));
        await using var service = await _platform.Serve(database.ConnectionString);

        var without = Shown(await _platform.Risks(service, "told"));
        var with = Shown(await _platform.Risks(service, "untold"));
        var informed = Shown(await _platform.Risks(service, "open"));

        Assert.Equal(without, with);
        Assert.NotEqual(without, informed);
    }

    [Fact]
    public async Task A_late_a_changed_and_a_removed_entry_give_what_a_full_replay_gives()
    {
        var changed = _platform.Add(Life.Record("changed", 3));
        await using var service = await _platform.Serve(database.ConnectionString);
        await _platform.Risks(service, "changed");
        changed.Put(Life.Diagnosis("late", "I10", "2011-06-01T09:00:00+09:00"));
        changed.Put(Life.Lab("lab-2012", "2012-04-01T09:30:00+09:00", 7.9));
        changed.Remove("Observation", "bp-2015");
        var fresh = _platform.Add(Life.Record("fresh", 3));
        fresh.Put(Life.Diagnosis("late", "I10", "2011-06-01T09:00:00+09:00"));
        fresh.Put(Life.Lab("lab-2012", "2012-04-01T09:30:00+09:00", 7.9));
        fresh.Remove("Observation", "bp-2015");

        var followed = await _platform.Risks(service, "changed", changed.Position);
        var replayed = await _platform.Risks(service, "fresh", fresh.Position);

        AssertClose(Probabilities(replayed), Probabilities(followed));
    }

    [Fact]
    public async Task An_outcome_that_is_switched_off_is_absent_and_its_assessment_deleted()
    {
        var record = _platform.Add(Life.Record("switched", 4));
        await using var service = await _platform.Serve(database.ConnectionString);
        var both = await _platform.Risks(service, "switched");
        var gone = Assessment(both, Records.Tasks[1]);
        await Until(() => _platform.Stored.ContainsKey(gone));

        record.Switch(Records.Tasks[0]);
        var one = await _platform.Risks(service, "switched");
        var kept = await Count("assessment", "switched");
        await Until(() => _platform.Stored[gone][^1] is null);
        record.Switch();
        var none = await _platform.Risks(service, "switched");

        Assert.Equal([Records.Tasks[0]], Outcomes(one));
        Assert.Equal(1, kept);
        Assert.Empty(Outcomes(none));
        await Until(() => _platform.Stored[Assessment(both, Records.Tasks[0])][^1] is null);
        Assert.Equal(0, await Count("checkpoint", "switched"));
        record.Switch(Records.Tasks);
        AssertClose(Probabilities(both), Probabilities(await _platform.Risks(service, "switched")));
    }

    [Fact]
    public async Task What_a_person_no_longer_has_is_forgotten()
    {
        var record = _platform.Add(Life.Record("parted", 5));
        var never = _platform.Add(Life.Record("never", 5));
        never.Part(key => key.StartsWith("Condition/", StringComparison.Ordinal));
        await using var service = await _platform.Serve(database.ConnectionString);
        await _platform.Risks(service, "parted");

        record.Part(key => key.StartsWith("Condition/", StringComparison.Ordinal));
        var parted = await _platform.Risks(service, "parted");

        AssertClose(Probabilities(await _platform.Risks(service, "never")), Probabilities(parted));
        Assert.DoesNotContain(parted.GetProperty("risks").EnumerateArray().SelectMany(Evidence), entry =>
            entry.StartsWith("Condition/", StringComparison.Ordinal));
        Assert.Equal(Outcomes(parted).Count(), await Count("assessment", "parted"));
    }

    [Fact]
    public async Task A_lost_hint_costs_nothing_to_who_asks()
    {
        var record = _platform.Add(Life.Record("lost", 7));
        await using var service = await _platform.Serve(database.ConnectionString);
        var before = await _platform.Risks(service, "lost");

        record.Put(Life.HomePressure("new", "2024-06-30T07:00:00+09:00", 190));
        var after = await _platform.Risks(service, "lost", record.Position);

        Assert.Equal(record.Position, after.GetProperty("position").GetInt64());
        Assert.NotEqual(Probabilities(before), Probabilities(after));
    }

    [Fact]
    public async Task A_position_that_never_comes_is_waited_for_five_seconds()
    {
        var record = _platform.Add(Life.Record("patient", 8));
        await using var service = await _platform.Serve(database.ConnectionString);
        await _platform.Risks(service, "patient");
        var begun = DateTime.UtcNow;

        var answer = await _platform.Risks(service, "patient", record.Position + 1);

        Assert.Equal(record.Position, answer.GetProperty("position").GetInt64());
        Assert.InRange((DateTime.UtcNow - begun).TotalSeconds, 4.5, 15);
    }

    [Fact]
    public async Task A_restart_takes_up_where_the_last_process_was()
    {
        var record = _platform.Add(Life.Record("restarted", 9));
        JsonElement before;
        await using (var first = await _platform.Serve(database.ConnectionString))
        {
            before = await _platform.Risks(first, "restarted");
            await first.Stop(default);
        }
        record.Put(Life.HomePressure("meanwhile", "2024-06-29T07:00:00+09:00", 185));

        await using var second = await _platform.Serve(database.ConnectionString);
        var after = await _platform.Risks(second, "restarted", record.Position);

        var fresh = _platform.Add(Life.Record("restarted-fresh", 9));
        fresh.Put(Life.HomePressure("meanwhile", "2024-06-29T07:00:00+09:00", 185));
        Assert.NotEqual(Probabilities(before), Probabilities(after));
        AssertClose(Probabilities(await _platform.Risks(second, "restarted-fresh")), Probabilities(after));
    }

    [Fact]
    public async Task Without_news_a_restart_reads_nothing_but_the_first_line()
    {
        var record = _platform.Add(Life.Record("quiet", 10));
        string before;
        await using (var first = await _platform.Serve(database.ConnectionString))
        {
            before = Shown(await _platform.Risks(first, "quiet"));
            await first.Stop(default);
        }

        await using var second = await _platform.Serve(database.ConnectionString);

        Assert.Equal(before, Shown(await _platform.Risks(second, "quiet")));
        Assert.Equal(1, record.WholeReadings);
    }

    [Fact]
    public async Task Of_a_person_who_is_erased_nothing_stays()
    {
        _platform.Add(Life.Record("erased", 12));
        await using var service = await _platform.Serve(database.ConnectionString);
        await _platform.Risks(service, "erased");
        Assert.Equal(1, await Count("person", "erased"));

        _platform.Erase("erased");
        var asked = await _platform.Risks(service, "erased");

        Assert.Empty(Outcomes(asked));
        Assert.Empty(Outcomes(await _platform.Risks(service, "erased", 0)));
        Assert.Equal(0, await Count("person", "erased"));
        Assert.Equal(0, await Count("checkpoint", "erased"));
        Assert.Equal(0, await Count("assessment", "erased"));
    }

    [Fact]
    public async Task What_is_stored_of_a_person_cannot_be_read_in_the_database()
    {
        _platform.Add(Life.Record("sealed", 11));
        await using var service = await _platform.Serve(database.ConnectionString);
        await _platform.Risks(service, "sealed");
        await Until(async () => await Count("assessment", "sealed") >= 2);

        await using var command = database.Source.CreateCommand(
            "select answer from model.person where patient = 'sealed' union all select answer from model.assessment where patient = 'sealed'");
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            Assert.DoesNotContain("robab", System.Text.Encoding.Latin1.GetString(row.GetFieldValue<byte[]>(0)), StringComparison.Ordinal);
        await service.Stop(default);
        Assert.DoesNotContain("diabetes", await File.ReadAllTextAsync(_platform.LogFile), StringComparison.OrdinalIgnoreCase);
    }

    private async Task<long> Count(string table, string patient)
    {
        await using var command = database.Source.CreateCommand($"select count(*) from model.{table} where patient = $1");
        command.Parameters.Add(new() { Value = patient });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

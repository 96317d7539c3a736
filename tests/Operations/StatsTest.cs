using System.Net;
using System.Text.Json.Nodes;
using FsCheck;
using Phr.Planets.Operations.Stats;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Operations;

/// <summary><c>Observation/$stats</c>.</summary>
public sealed class StatsTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string All = "average,maximum,minimum,count,total-count,median,std-dev,sum,variance,20-percent,4-lower,4-dev";

    [Fact]
    public async Task Each_statistic_is_that_of_the_amounts_in_the_period_with_their_unit()
    {
        using var a = host.Hospital("hospital-stats");
        var patient = await a.Create(Patient("Stats"));
        var day = 1;
        foreach (var value in (decimal[])[120, 130, 125, 145])
            await a.Create(Observation(patient, "8480-6", value, $"2026-05-0{day++}T09:00:00+09:00"));
        await a.Create(Observation(patient, "8480-6", 999, "2020-01-01T09:00:00+09:00"));
        await a.Create(Observation(patient, "8867-4", 60));
        var below = Observation(patient, "8480-6", 50, "2026-05-05T09:00:00+09:00");
        below["valueQuantity"]!["comparator"] = "<";
        await a.Create(below);
        var call = Call(patient, All, ("code", "valueString", "8480-6"), ("system", "valueUri", Loinc));
        call["parameter"]!.AsArray().Add(new JsonObject
        {
            ["name"] = "period", ["valuePeriod"] = new JsonObject { ["start"] = "2026-05-01", ["end"] = "2026-05-31" },
        });

        var answer = await a.Post("Observation/$stats", call);

        var figures = Figures(answer);
        Assert.Equal(
            new Dictionary<string, decimal>
            {
                ["average"] = 130, ["maximum"] = 145, ["minimum"] = 120, ["count"] = 4, ["total-count"] = 5, ["median"] = 127.5m,
                ["std-dev"] = 10.801234m, ["sum"] = 520, ["variance"] = 116.666667m, ["20-percent"] = 123, ["4-lower"] = 123.75m,
                ["4-dev"] = 5,
            },
            figures);
        var components = answer["parameter"]![0]!["resource"]!["component"]!.AsArray();
        Assert.Equal("mm[Hg]", components[0]!["valueQuantity"]!["code"]!.GetValue<string>());
        Assert.Null(components[3]!["valueQuantity"]!["code"]);
    }

    [Fact]
    public async Task What_consent_hides_counts_for_nobody_whom_it_is_hidden_from()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);
        await a.Create(Observation(person.AtA, "8480-6", 120));
        await a.Create(Observation(person.AtA, "8867-4", 60));
        await phone.Create(Sharing.RefusalOfCodes(person.Own, "hospital-b", ["8480-6"]));
        var query = $"Observation/$stats?subject=Patient/{person.AtA}&code=8480-6,8867-4&statistic=count,total-count,maximum&include=true";

        var (seen, hidden, none) = (await a.Search(query), await b.Search(query), await c.Search(query));

        Assert.Equal((1, 1), (Counts(seen)[0], Counts(seen)[1]));
        Assert.Equal((0, 1), (Counts(hidden)[0], Counts(hidden)[1]));
        Assert.DoesNotContain("\"value\":120", hidden.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (Counts(none)[0], Counts(none)[1]));
        Assert.Equal("not-applicable", none["parameter"]![0]!["resource"]!["component"]![2]!["dataAbsentReason"]!["coding"]![0]!["code"]!
            .GetValue<string>());
        Assert.Contains("stats", (await phone.Search("AuditEvent?subtype=stats")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_of_several_units_are_not_taken_together()
    {
        using var a = host.Hospital("hospital-units");
        var patient = await a.Create(Patient("Units"));
        await a.Create(Observation(patient, "8480-6", 120));
        var other = Observation(patient, "8480-6", 16);
        other["valueQuantity"]!["code"] = "kPa";
        await a.Create(other);

        var (status, _, _) = await a.Send(
            HttpMethod.Get, $"Observation/$stats?subject=Patient/{patient}&code=8480-6&statistic=average");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
    }

    [Theory]
    [InlineData("code=1&statistic=average", "http.subject")]
    [InlineData("subject=Patient/1&statistic=average", "http.code")]
    [InlineData("subject=Patient/1&code=1", "http.statistic")]
    [InlineData("subject=Patient/1&code=1&statistic=skew", "http.statistic")]
    [InlineData("subject=Patient/1&code=1&statistic=average&duration=-1", "http.duration")]
    [InlineData("subject=Patient/1&code=1&statistic=average&limit=1001", "http.limit")]
    [InlineData("subject=Patient/1&code=1&statistic=average&include=1", "http.include")]
    [InlineData("subject=Patient/1&code=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21&statistic=average", "http.code")]
    [InlineData("subject=Patient/1&code=1&statistic=average&other=1", "http.other")]
    public async Task What_is_not_known_is_refused_at_its_place(string query, string place)
    {
        using var a = host.Hospital("hospital-wrong");

        var (status, answer, _) = await a.Send(HttpMethod.Get, $"Observation/$stats?{query}");

        Assert.Equal(
            (HttpStatusCode.BadRequest, place), (status, answer["issue"]![0]!["expression"]![0]!.GetValue<string>()));
    }

    [Fact]
    public void Quantiles_lie_in_order_between_the_extremes() =>
        Prop.ForAll<int[]>(AreInOrder).QuickCheckThrowOnFailure();

    private static bool AreInOrder(int[] values)
    {
        var statistics = new Statistics(values.Select(value => (decimal)value));
        var figures = ((string[])["minimum", "20-percent", "4-lower", "5-2", "median", "5-3", "4-upper", "80-percent", "maximum"])
            .Select(statistics.Of).ToList();
        return values.Length == 0 ? figures.TrueForAll(figure => figure is null) : figures.SequenceEqual(figures.Order());
    }

    private static JsonObject Call(string patient, string statistics, params (string Name, string Kind, string Value)[] more) => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray(
        [
            new JsonObject { ["name"] = "subject", ["valueUri"] = $"Patient/{patient}" },
            .. statistics.Split(',').Select(code => new JsonObject { ["name"] = "statistic", ["valueCode"] = code }),
            .. more.Select(one => new JsonObject { ["name"] = one.Name, [one.Kind] = one.Value }),
        ]),
    };

    private static Dictionary<string, decimal> Figures(JsonObject answer) =>
        answer["parameter"]![0]!["resource"]!["component"]!.AsArray().ToDictionary(
            one => one!["code"]!["coding"]![0]!["code"]!.GetValue<string>(), one => one!["valueQuantity"]!["value"]!.GetValue<decimal>());

    private static List<int> Counts(JsonObject answer) =>
        [.. answer["parameter"]!.AsArray().Where(one => one!["name"]!.GetValue<string>() == "statistics")
            .Select(one => one!["resource"]!["component"]![1]!["valueQuantity"]!["value"]!.GetValue<int>())];
}

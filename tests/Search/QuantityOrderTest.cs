using System.Text.Json.Nodes;
using Phr.Tests.Record;
using Phr.Tests.Search.Custom;
using static Phr.Tests.Record.People;
using static Phr.Tests.Search.Custom.Definitions;

namespace Phr.Tests.Search;

/// <summary>Quantities are put in order by what they are, in whatever unit they were told.</summary>
public sealed class QuantityOrderTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Amounts_are_compared_in_base_units_by_R4s_parameters_and_the_sites_own()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Ordered"));
        await site.Create(Definition("own-amount", "quantity", "Observation.value.ofType(Quantity)"));
        var ids = new Dictionary<string, string>();
        foreach (var (value, unit) in ((decimal, string)[])[(2m, "g"), (30m, "mg"), (0.5m, "g"), (400_000m, "ug"), (499m, "mg")])
            ids[$"{value}{unit}"] = await a.Create(Amount(patient, value, unit));
        var none = Amount(patient, 1, "g");
        none.Remove("valueQuantity");
        var last = await a.Create(none);
        string[] ascending = [ids["30mg"], ids["400000ug"], ids["499mg"], ids["0.5g"], ids["2g"]];

        foreach (var code in (string[])["value-quantity", "own-amount"])
        {
            Assert.Equal([.. ascending, last], await a.Found($"Observation?patient={patient}&_sort={code}"));
            Assert.Equal([.. ascending.Reverse(), last], await a.Found($"Observation?patient={patient}&_sort=-{code}"));
        }
    }

    [Fact]
    public async Task Pages_go_on_in_that_order()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Paged"));
        var ascending = new List<string>();
        for (var i = 1; i <= 9; i++)
            ascending.Add(await a.Create(i % 2 == 0 ? Amount(patient, i, "g") : Amount(patient, i * 1000, "mg")));

        var first = await a.Search($"Observation?patient={patient}&_sort=value-quantity&_count=2");

        Assert.NotNull(SearchPages.Next(first));
        Assert.Equal(ascending, await SearchPages.From(a, first));
    }

    private static JsonObject Amount(string patient, decimal value, string unit)
    {
        var observation = Observation(patient, "amount", value);
        observation["valueQuantity"]!["unit"] = unit;
        observation["valueQuantity"]!["code"] = unit;
        return observation;
    }
}

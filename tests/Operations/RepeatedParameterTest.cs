using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Operations;

/// <summary>What an operation takes once is not picked out of two.</summary>
public sealed class RepeatedParameterTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("$lookup?system=urn:a&code=a&code=b")]
    [InlineData("$subsumes?system=urn:a&codeA=a&codeB=b&codeB=c")]
    public async Task In_a_query_it_is_refused(string query)
    {
        using var a = host.Hospital("hospital-a");

        var (status, outcome, _) = await a.Send(HttpMethod.Get, $"CodeSystem/{query}");

        Assert.Equal(400, (int)status);
        Assert.StartsWith("http.code", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_targets_of_a_merge_and_two_counts_are_refused()
    {
        using var a = host.Hospital("hospital-a");
        var (source, target, other) = (await a.Create(Patient("Oka")), await a.Create(Patient("Oka")), await a.Create(Patient("Oka")));

        var (merged, outcome, _) = await a.Send(HttpMethod.Post, "Patient/$merge", new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(
                Reference("source-patient", source), Reference("target-patient", target), Reference("target-patient", other)),
        });
        var (everything, _, _) = await a.Send(HttpMethod.Get, $"Patient/{source}/$everything?_count=1&_count=2");

        Assert.Equal((400, 400), ((int)merged, (int)everything));
        Assert.Equal("Parameters.parameter[2]", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Null((await a.Search($"Patient/{source}"))["link"]);
    }

    private static JsonObject Reference(string name, string patient) =>
        new() { ["name"] = name, ["valueReference"] = new JsonObject { ["reference"] = $"Patient/{patient}" } };
}

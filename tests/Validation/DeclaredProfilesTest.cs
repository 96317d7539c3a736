using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Phr.Fhir;
using Phr.Planets.Validation;
using Phr.Platform.Hosting;
using Phr.Tests.Record;

namespace Phr.Tests.Validation;

public sealed class DeclaredProfilesTest(RecordHost host) : IClassFixture<RecordHost>
{
    // Vital signs need a category, a subject and a time.
    private const string Nonconforming = """
        {"resourceType":"Observation","meta":{"profile":["http://hl7.org/fhir/StructureDefinition/vitalsigns"]},"status":"final",
         "code":{"text":"x"}}
        """;

    [Theory]
    [InlineData(ProfilePolicy.Off, Nonconforming, false, 0)]
    [InlineData(ProfilePolicy.Warn, Nonconforming, false, 1)]
    [InlineData(ProfilePolicy.Refuse, Nonconforming, true, 0)]
    [InlineData(ProfilePolicy.Refuse, """{"resourceType":"Observation","status":"final","code":{"text":"x"}}""", false, 0)]
    public async Task Writing_checks_what_is_declared_as_the_site_says(ProfilePolicy policy, string resource, bool isRefused,
        int remarksMin)
    {
        var gate = new DeclaredProfiles(policy, host.Services.GetRequiredService<ServerRulebook>());
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(resource)).Document!;

        var answer = await gate.Check(document.Root, default);

        Assert.Equal(isRefused, answer.IsRefused(out var refusal));
        Assert.True(isRefused ? refusal!.Status == 422 : answer.Value.Count >= remarksMin);
    }

    [Fact]
    public async Task A_site_that_says_nothing_stores_what_does_not_conform()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(People.Patient("Declared"));
        var observation = People.Observation(patient, "8480-6", 120m);
        observation["meta"] = new System.Text.Json.Nodes.JsonObject { ["profile"] = new System.Text.Json.Nodes.JsonArray(
            "http://nowhere.example/p") };

        Assert.NotEmpty(await a.Create(observation));
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Model.Cohorts;
using Phr.Model.Tokens;
using Phr.Simulator;
using Phr.Simulator.Writing.Fhir;

namespace Phr.Tests.Model;

/// <summary>Training reads MEDS rows, serving reads FHIR: the same life must become the same steps.</summary>
public class SkewTest
{
    private const int People = 12;

    [Fact]
    public void A_life_read_from_FHIR_is_the_life_read_from_MEDS()
    {
        var builder = new VocabularyBuilder(peopleMin: 2);
        var lives = Enumerable.Range(0, People).Select(number => LifeSimulation.Live(World.Shipped, 5, number))
            .ToList();
        var cohort = lives.Select(life => SimulatedCohort.Of(life, devices: false)).ToList();
        cohort.ForEach(person => builder.Add(person.Record, person.Exit));
        var tokeniser = new Tokeniser(Vocabulary.Load(builder.Build("skew", Records.Tasks)));

        for (var i = 0; i < People; i++)
        {
            var meds = tokeniser.Read(cohort[i].Record, cohort[i].Exit).Steps;
            var fhir = tokeniser.Read(FromBundles(lives[i]), cohort[i].Exit).Steps;
            Assert.Equal(meds.Select(Shown), fhir.Select(Shown));
        }
    }

    private static string Shown(ModelEvent step) =>
        $"{step.Token} {step.Type} {step.Source} {step.Visit} {step.Day:F5} {step.DeltaDays:F5} {step.Value:F5} {step.HasValue}";

    private static PersonRecord FromBundles(SimulatedPerson life)
    {
        var resources = new List<JsonElement>();
        for (var site = 0; site < life.World.Observation.Sites.Count; site++)
        {
            foreach (var bundle in HospitalBundles.Of(life, Facility.Of(life.World, site)))
            {
                // A server rewrites references inside a transaction; here the URN becomes the id.
                var stored = Encoding.UTF8.GetString(bundle.Utf8)
                    .Replace("\"encounter\":{\"reference\":\"urn:uuid:", "\"encounter\":{\"reference\":\"Encounter/",
                    StringComparison.Ordinal);
                using var document = JsonDocument.Parse(stored);
                resources.AddRange(document.RootElement.GetProperty("entry").EnumerateArray().Select(Numbered));
            }
        }
        return FhirRecordReader.Record(resources.DistinctBy(resource => resource.GetProperty("id").GetString()), [])!;
    }

    /// <summary>A server gives the ids; here the entry's own URN does.</summary>
    private static JsonElement Numbered(JsonElement entry)
    {
        var resource = JsonNode.Parse(entry.GetProperty("resource").GetRawText())!.AsObject();
        resource["id"] = entry.GetProperty("fullUrl").GetString()!["urn:uuid:".Length..];
        return JsonSerializer.SerializeToElement(resource);
    }
}

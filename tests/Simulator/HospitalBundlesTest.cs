using System.Text.Json;
using Phr.Simulator;
using Phr.Simulator.Observation;
using Phr.Simulator.Writing.Fhir;

namespace Phr.Tests.Simulator;

public sealed class HospitalBundlesTest
{
    private const ulong Seed = 21;
    private const string Untold = "UNINFORMED";

    private static readonly SimulatedPerson[] People =
        [.. Enumerable.Range(0, 30).Select(number => LifeSimulation.Live(World.Shipped, Seed, number))];

    [Fact]
    public void Every_entry_of_the_facility_is_sent_and_nothing_of_another()
    {
        foreach (var person in People)
        {
            var (hospital, home) = Facility.Two(person);
            foreach (var facility in new[] { hospital, home })
            {
                var sent = Resources(person, facility).Select(
                    resource => resource.GetProperty("resourceType").GetString()!).ToLookup(type => type);
                var written = person.Entries.Where(entry => entry.Encounter.Site == facility.Site).ToList();
                Assert.Equal(written.OfType<RecordEntry.Diagnosis>().Count(), sent["Condition"].Count());
                Assert.Equal(written.OfType<RecordEntry.Prescription>().Count(), sent["MedicationRequest"].Count());
                Assert.Equal(written.OfType<RecordEntry.Procedure>().Count(), sent["Procedure"].Count());
                Assert.Equal(written.OfType<RecordEntry.Immunisation>().Count(), sent["Immunization"].Count());
                Assert.Equal(written.OfType<RecordEntry.Allergy>().Count(), sent["AllergyIntolerance"].Count());
                Assert.Equal(person.Encounters.Count(encounter => encounter.Site == facility.Site), sent["Encounter"].Count());
                var signs = written.OfType<RecordEntry.Sign>().ToList();
                var pairs = signs.Count(sign => sign.Vital == Phr.Simulator.Codes.Vital.Diastolic);
                Assert.Equal(written.OfType<RecordEntry.Result>().Count() + signs.Count - pairs, sent["Observation"].Count());
            }
        }
    }

    [Fact]
    public void No_bundle_has_more_than_a_hundred_entries() =>
        Assert.All(People.SelectMany(Bundles), bundle => Assert.InRange(bundle.Entries, 3, HospitalBundles.EntriesMax));

    [Fact]
    public void Every_reference_is_to_an_entry_of_the_same_bundle()
    {
        foreach (var bundle in People.SelectMany(Bundles))
        {
            using var json = JsonDocument.Parse(bundle.Utf8);
            var entries = json.RootElement.GetProperty("entry").EnumerateArray().ToList();
            var urls = entries.Select(entry => entry.GetProperty("fullUrl").GetString()!).ToHashSet();
            Assert.Equal(entries.Count, urls.Count);
            Assert.Equal(entries.Count, bundle.Entries);
            Assert.All(References(json.RootElement), reference => Assert.Contains(reference, urls));
        }
    }

    [Fact]
    public void Every_entry_is_created_only_once()
    {
        foreach (var person in People)
        {
            var conditions = Bundles(person).SelectMany(bundle => Requests(bundle)).ToList();
            var repeated = conditions.GroupBy(condition => condition).Where(group => group.Count() > 1).Select(group => group.Key);
            Assert.All(repeated, condition => Assert.Matches("patient|institution|1\\.2\\.392\\.100495\\.20\\.3\\.51", condition));
            Assert.All(conditions, condition => Assert.StartsWith("identifier=", condition));
        }
    }

    [Fact]
    public void Writing_again_writes_the_same_bytes()
    {
        var again = LifeSimulation.Live(World.Shipped, Seed, 4);

        Assert.Equal(Bundles(People[4]).SelectMany(bundle => bundle.Utf8), Bundles(again).SelectMany(bundle => bundle.Utf8));
    }

    [Fact]
    public void The_two_facilities_number_the_person_differently_and_agree_on_the_insured_number()
    {
        var person = People.First(person => person.Encounters.Select(encounter => encounter.Site).Distinct().Count() == 2);
        var (hospital, home) = Facility.Two(person);
        string[] Identifiers(Facility facility) =>
            [.. Resources(person, facility).First(resource => resource.GetProperty("resourceType").GetString() == "Patient")
                .GetProperty("identifier").EnumerateArray().Select(identifier => identifier.GetProperty("value").GetString()!)];

        Assert.NotEqual(Identifiers(hospital)[0], Identifiers(home)[0]);
        Assert.Equal(Identifiers(hospital)[1], Identifiers(home)[1]);
    }

    [Fact]
    public void What_the_person_was_not_told_is_tagged_and_nothing_else_is()
    {
        var silent = World.Shipped with { Observation = World.Shipped.Observation with { Suspicions = 0.2 } };
        var person = Enumerable.Range(0, 100).Select(number => LifeSimulation.Live(silent, Seed, number))
            .First(person => person.Entries.Any(entry => entry is RecordEntry.Diagnosis { IsUntold: true }));
        var (hospital, _) = Facility.Two(person);
        var expected = person.Entries.Count(
            entry => entry is RecordEntry.Diagnosis { IsUntold: true } or RecordEntry.Procedure { IsUntold: true });

        Assert.Equal(expected, Resources(person, hospital).Count(resource => Tags(resource).Contains(Untold)));
    }

    [Fact]
    public void Psychiatric_entries_carry_their_sensitivity_label()
    {
        var person = Enumerable.Range(0, 500).Select(number => LifeSimulation.Live(World.Shipped, Seed, number))
            .First(person => person.Encounters.Count(encounter => encounter.IsMentalHealth) > 3);
        var (hospital, _) = Facility.Two(person);

        var labelled = Resources(person, hospital).Where(resource => Security(resource).Contains("PSY")).ToList();
        Assert.Contains(labelled, resource => resource.GetProperty("resourceType").GetString() == "MedicationRequest");
        Assert.Contains(labelled, resource => resource.GetProperty("resourceType").GetString() == "Condition");
        Assert.Equal(
            person.Encounters.Count(encounter => encounter.IsMentalHealth),
            labelled.Count(resource => resource.GetProperty("resourceType").GetString() == "Encounter"));
    }

    [Fact]
    public void Numbers_keep_the_digits_of_their_test()
    {
        var values = People.SelectMany(Bundles).SelectMany(bundle => Hba1cTexts(bundle)).ToList();

        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Matches(@"^\d{1,2}\.\d$", value));
    }

    private static IEnumerable<HospitalBundle> Bundles(SimulatedPerson person)
    {
        var (hospital, home) = Facility.Two(person);
        return HospitalBundles.Of(person, hospital).Concat(HospitalBundles.Of(person, home));
    }

    private static IEnumerable<JsonElement> Resources(SimulatedPerson person, Facility facility) =>
        HospitalBundles.Of(person, facility).SelectMany(
            bundle => JsonDocument.Parse(bundle.Utf8).RootElement.GetProperty("entry").EnumerateArray())
            .Select(entry => entry.GetProperty("resource"));

    private static IEnumerable<string> Requests(HospitalBundle bundle) =>
        JsonDocument.Parse(bundle.Utf8).RootElement.GetProperty("entry").EnumerateArray()
        .Select(entry => entry.GetProperty("request").GetProperty("ifNoneExist").GetString()!);

    private static IEnumerable<string> Hba1cTexts(HospitalBundle bundle) =>
        JsonDocument.Parse(bundle.Utf8).RootElement.GetProperty("entry").EnumerateArray()
        .Select(entry => entry.GetProperty("resource"))
        .Where(resource => resource.TryGetProperty("valueQuantity", out _) && resource.GetProperty("code").GetProperty("coding")[0].GetProperty("code").GetString()!.StartsWith("3D046", StringComparison.Ordinal))
        .Select(resource => resource.GetProperty("valueQuantity").GetProperty("value").GetRawText());

    private static IEnumerable<string> Tags(JsonElement resource) => Codes(resource, "tag");

    private static IEnumerable<string> Security(JsonElement resource) => Codes(resource, "security");

    private static IEnumerable<string> Codes(JsonElement resource, string name) =>
        resource.TryGetProperty("meta", out var meta) && meta.TryGetProperty(name, out var codings)
            ? codings.EnumerateArray().Select(coding => coding.GetProperty("code").GetString()!)
            : [];

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property is { Name: "reference", Value.ValueKind: JsonValueKind.String }
                ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Series.Uploads;
using Phr.Platform.Identity;
using Phr.Simulator.Households;
using Phr.Simulator.Observation;
using Phr.Simulator.Writing.Fhir;
using Phr.Simulator.Writing.Phone;

namespace Phr.Tests.Simulator;

public sealed class HouseholdTest
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.FromHours(9));
    private static readonly Household Home = Household.Demo(Today);

    private static IEnumerable<HouseholdMember> Members => [Home.First, Home.Second];

    [Fact]
    public void Both_people_are_as_the_demonstration_needs_them()
    {
        Assert.Empty(DemoCriteria.Missing(DemoCriteria.First, Home.First.Record));
        Assert.Empty(DemoCriteria.Missing(DemoCriteria.Second, Home.Second.Record));
    }

    [Fact]
    public void The_search_passes_over_seeds_that_are_not_wanted()
    {
        Assert.Equal(Household.DemoSeed, SeedSearch.First(Household.DemoSeed - 2, 3));
        Assert.Null(SeedSearch.First(1, 3));
    }

    [Fact]
    public void Every_bundle_passes_the_check_of_structure_as_it_is()
    {
        foreach (var bundle in Members.SelectMany(AllBundles))
        {
            var result = FhirDocument.Parse(bundle.Utf8);
            Assert.Empty(result.Issues);
            result.Document!.Dispose();
        }
    }

    [Fact]
    public void Hospitals_know_the_person_by_numbers_of_their_own_and_one_insured_number()
    {
        foreach (var member in Members)
        {
            var numbers = new[] { Home.HospitalA, Home.HospitalB }.Select(hospital => Patient(member, hospital)).ToList();

            Assert.All(numbers, patient => Assert.Equal(member.Facts.InsuredPerson, Identifier(patient, InsuredPersonNumber.System)));
            Assert.NotNull(InsuredPersonNumber.Parse(member.Facts.InsuredPerson));
            Assert.All(numbers, patient => Assert.Equal(member.Facts.BirthDate.ToString("yyyy-MM-dd"), (string?)patient["birthDate"]));
            Assert.All(numbers, patient => Assert.Equal(member.Facts.Sex, (string?)patient["gender"]));
            Assert.All(numbers, patient => Assert.Equal(member.Facts.Name, (string?)patient["name"]![0]!["text"]));
            Assert.All(numbers, patient => Assert.Equal(member.Facts.Kana, (string?)patient["name"]![1]!["text"]));
            var (a, b) = (member.PatientNumber(Home.HospitalA), member.PatientNumber(Home.HospitalB));
            Assert.Equal(a.Value, Identifier(numbers[0], a.System));
            Assert.Equal(b.Value, Identifier(numbers[1], b.System));
            Assert.NotEqual(a, b);
        }

        Assert.NotEqual(Home.First.Facts.InsuredPerson, Home.Second.Facts.InsuredPerson);
        Assert.Equal(Home.First.Facts.InsuredPerson[..^3], Home.Second.Facts.InsuredPerson[..^3]);
    }

    [Fact]
    public void Mental_health_care_at_hospital_A_is_labelled_as_a_refusal_names_it()
    {
        var labelled = Resources(Home.First, Home.HospitalA).Where(IsMentalHealth).ToList();
        var types = labelled.Select(resource => (string)resource["resourceType"]!).ToHashSet();

        Assert.True(labelled.Count >= 20);
        Assert.Superset(new HashSet<string> { "Encounter", "Condition", "MedicationRequest" }, types);
        Assert.Contains(labelled, resource => IsCondition(resource) && CodeLabel(resource) == Household.MentalHealthLabel.Code);
        Assert.DoesNotContain(Resources(Home.First, Home.HospitalB), IsMentalHealth);
        Assert.NotEqual(labelled.Count, Resources(Home.First, Home.HospitalA).Count());
    }

    [Fact]
    public void The_first_person_has_a_diagnosis_at_hospital_A_that_he_was_not_told_of() => Assert.Contains(
        Resources(Home.First, Home.HospitalA),
        resource => IsCondition(resource) && resource["meta"]!.ToJsonString().Contains("UNINFORMED", StringComparison.Ordinal));

    [Fact]
    public void Phones_upload_every_reading_of_a_year_and_none_is_refused()
    {
        foreach (var member in Members)
        {
            var days = PhoneDays.Of(member.Record, Today.AddYears(-1), Today).ToList();
            var batches = member.Uploads(Today.AddYears(-1)).ToList();

            Assert.Equal(days.Sum(day => day.Readings.Count), batches.Sum(Stored));
            Assert.Equal(batches.Count, batches.Select(batch => batch.Key).Distinct().Count());
            Assert.Superset(
                new HashSet<string> { "watch", "pressure-monitor", "scale" }, batches.Select(batch => batch.Connection).ToHashSet());
        }

        Assert.Contains(Home.First.Uploads(Today.AddYears(-1)), batch => batch.Connection == "glucose-meter");
    }

    [Fact]
    public void The_reading_of_today_is_taken_and_was_in_no_upload_before()
    {
        var reading = Home.First.NewReading(Now);

        Assert.Equal(1, Stored(reading));
        Assert.Contains("\"2026-11-22T10:00:00+09:00\"", System.Text.Encoding.UTF8.GetString(reading.Utf8), StringComparison.Ordinal);
        Assert.All(Home.First.Uploads(DateOnly.MinValue), batch => Assert.True(batch.To < Today));
    }

    [Fact]
    public void Records_end_shortly_before_today()
    {
        foreach (var member in Members)
        {
            Assert.InRange(member.Uploads(Today.AddDays(-30)).Max(batch => batch.To), Today.AddDays(-7), Today.AddDays(-1));
            Assert.All(AllBundles(member), bundle => Assert.True(bundle.To < Today));
            Assert.True(AllBundles(member).Max(bundle => bundle.To) > Today.AddDays(-90));
        }
    }

    [Fact]
    public void The_same_day_gives_the_same_bytes_and_another_day_moves_all_but_the_birth_date()
    {
        var again = Household.Demo(Today).First;
        var later = Household.Demo(Today.AddDays(1)).First;

        Assert.Equal(AllBundles(Home.First).Select(bundle => bundle.Utf8), AllBundles(again).Select(bundle => bundle.Utf8));
        Assert.Equal(Home.First.Facts, later.Facts);
        Assert.Equal(Home.First.Record.Encounters.Select(Start), later.Record.Encounters.Select(visit => visit.Start.AddDays(-1)));
        Assert.Equal(Home.First.Record.Days.Select(day => day.Date.AddDays(1)), later.Record.Days.Select(day => day.Date));
        Assert.InRange(Today.Year - Home.First.Facts.BirthDate.Year, 61, 63);
    }

    private static DateTime Start(Encounter visit) => visit.Start;

    /// <summary>Values stored of a batch into an empty stream; nothing of it may be refused.</summary>
    private static int Stored(UploadBatch upload)
    {
        var (batch, refusal) = BatchJson.Read(upload.Utf8);
        Assert.Null(refusal);
        var decision = UploadDecision.Decide(UploadPlan.Of(batch!, Now), StoredSeries.Nothing, 7);
        Assert.Equal(upload.Items, decision.Results.Count);
        Assert.All(decision.Results, result => Assert.Equal((Outcome.Stored, 0), (result.Outcome, result.Samples.Refused)));
        return decision.Results.Sum(result => result.Samples.Stored);
    }

    private static IEnumerable<HospitalBundle> AllBundles(HouseholdMember member) =>
        member.Bundles(Home.HospitalA).Concat(member.Bundles(Home.HospitalB));

    private static IEnumerable<JsonNode> Resources(HouseholdMember member, Facility hospital) =>
        from bundle in member.Bundles(hospital)
        from entry in JsonNode.Parse(bundle.Utf8)!["entry"]!.AsArray()
        select entry!["resource"];

    private static JsonNode Patient(HouseholdMember member, Facility hospital) =>
        Resources(member, hospital).First(resource => (string?)resource["resourceType"] == "Patient");

    private static string? Identifier(JsonNode patient, string system) =>
        (string?)patient["identifier"]!.AsArray().Single(one => (string?)one!["system"] == system)!["value"];

    private static bool IsCondition(JsonNode resource) => (string?)resource["resourceType"] == "Condition";

    private static bool IsMentalHealth(JsonNode resource) => resource["meta"]?["security"] is JsonArray labels
        && labels.Any(label => ((string)label!["system"]!, (string)label["code"]!) == Household.MentalHealthLabel);

    private static string? CodeLabel(JsonNode condition)
    {
        var coding = condition["code"]!["coding"]![0]!;
        return Sensitivity.Of((string)coding["system"]!, (string)coding["code"]!);
    }
}

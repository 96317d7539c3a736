using Phr.Cli.Bench.Matching;
using Phr.Fhir;
using Phr.Fhir.Indexing;

namespace Phr.Tests.Cli;

/// <summary>The made-up people of <c>phr bench match</c>.</summary>
public sealed class MatchPeopleTest
{
    private static readonly IReadOnlyList<MatchPerson> People = new MatchPeople(seed: 3).Make(24_000);

    [Fact]
    public void The_same_seed_makes_the_same_people_and_another_others()
    {
        Assert.Equal(new MatchPeople(seed: 3).Make(500).Take(400), new MatchPeople(seed: 3).Make(500).Take(400));
        Assert.NotEqual(new MatchPeople(seed: 4).Make(500).Take(400), new MatchPeople(seed: 3).Make(500).Take(400));
    }

    [Fact]
    public void Names_are_shared_as_often_as_they_are_said_to_be()
    {
        var families = Enumerable.Range(0, 100_000).Select(_ => JapaneseNames.Family(Chance).Kanji).ToList();
        var given = Enumerable.Range(0, 100_000).Select(_ => JapaneseNames.Given(isFemale: true, 1960, Chance)).ToList();

        Assert.InRange(1 / Shared(families), 400, 600);
        Assert.InRange(1 / Shared(given.Select(name => name.Kanji)), 60, 200);
        Assert.True(Shared(given.Select(name => name.Kana)) >= Shared(given.Select(name => name.Kanji)));
    }

    [Fact]
    public void Households_have_one_surname_and_twins_and_there_are_namesakes()
    {
        var homes = People.GroupBy(person => person.Household).ToList();

        Assert.InRange(People.Count / (double)homes.Count, 1.5, 3.5);
        var twins = homes.Sum(home => home.GroupBy(person => person.Birth).Count(born => born.Count() > 1));
        Assert.InRange(twins, 20, 200);
        var namesakes = People.GroupBy(person => (person.Family.Kanji, person.Given, person.Birth)).Count(group => group.Count() > 1);
        Assert.InRange(namesakes, 15, 60);
    }

    [Fact]
    public void Each_registration_is_a_sound_Patient_and_desks_make_errors()
    {
        var chance = new Random(5);
        var desk = new Registration(DeskErrors.Asked, "urn:oid:1.2.3", chance);

        var patients = People.Take(2_000).Select(person => (person, Patient: desk.Of(person))).ToList();

        Assert.All(patients, pair => Assert.Empty(FhirDocument.Parse(Phr.Cli.Bench.LoadResources.Utf8(pair.Patient)).Issues));
        Assert.InRange(patients.Count(pair => pair.Patient["gender"] is null), 50, 150);
        Assert.InRange(patients.Count(pair => pair.Patient["birthDate"]!.GetValue<string>() != $"{pair.person.Birth:yyyy-MM-dd}"), 10, 80);
        Assert.InRange(patients.Count(pair => pair.Patient["name"]!.AsArray().Count == 1), 300, 700);
    }

    [Fact]
    public void All_forms_of_a_name_fold_to_one()
    {
        Assert.Equal("ﾜﾀﾅﾍﾞｼﾞｭﾝｲﾁ", KanjiForms.HalfWidth("ワタナベジュンイチ"));
        Assert.Equal("わたなべ", KanjiForms.Hiragana("ワタナベ"));
        Assert.All(People.Take(3_000), person =>
        {
            Assert.Equal(TextFolding.Fold(KanjiForms.Usual(person.Family.Kanji)), TextFolding.Fold(person.Family.Kanji));
            Assert.Equal(TextFolding.Fold(KanjiForms.HalfWidth(person.Family.Kana)), TextFolding.Fold(person.Family.Kana));
        });
    }

    private static Random Chance { get; } = new(11);

    private static double Shared(IEnumerable<string> names)
    {
        var groups = names.GroupBy(name => name).Select(group => (double)group.Count()).ToList();
        var all = groups.Sum();
        return groups.Sum(count => count * count) / (all * all);
    }
}

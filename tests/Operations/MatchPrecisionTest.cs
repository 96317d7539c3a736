using Phr.Cli.Bench;
using Phr.Cli.Bench.Matching;
using Phr.Fhir;
using Phr.Planets.People.Matching;

namespace Phr.Tests.Operations;

/// <summary>The grades of matches among made-up people: what <c>phr bench match</c> measures over HTTP, on fewer of them.</summary>
public sealed class MatchPrecisionTest
{
    private const int Stored = 2_000;
    private const int Asked = 200;

    [Fact]
    public void Whoever_is_certain_is_right_and_nearly_all_are_found()
    {
        var chance = new Random(7);
        var people = new MatchPeople(seed: 7).Make(Stored + Asked).ToArray();
        chance.Shuffle(people);
        var registered = new Registration(DeskErrors.Stored, Registration.StoredNumbers, chance);
        var theirs = people[..Stored].Select(registered.Of).Select(Traits).ToList();
        var desk = new Registration(DeskErrors.Asked, "urn:oid:1.2.3", chance);
        var tally = new MatchTally();

        // Half of them are stored, as the first ones; the others are not.
        for (var i = 0; i < Asked; i++)
        {
            var own = i % 2 == 0 ? i : -1;
            var mine = Traits(desk.Of(people[own < 0 ? Stored + i : own]));
            var told = theirs.Select((one, at) => (at, Score: MatchScore.Of(mine, one)))
                .Where(pair => pair.Score.Grade is not null).OrderByDescending(pair => pair.Score.Probability)
                .Select(pair => new ToldMatch(pair.Score.Grade!, pair.at == own)).ToList();
            var certain = told.FindAll(match => match.Grade == "certain");
            tally.Add(own >= 0, told, certain.Count == 1 ? certain[0].IsRight : null);
        }

        var figures = new Dictionary<string, double>();
        tally.Report(figures);
        Assert.Equal(1, figures["onlyCertainPrecision"]);
        Assert.InRange(figures["onlyCertainRecall"], 0.8, 1);
        Assert.InRange(figures["possibleRecall"], 0.95, 1);
        Assert.InRange(figures["strangersTakenForOthers"], 0, 0.03);
    }

    private static PersonTraits Traits(System.Text.Json.Nodes.JsonObject patient)
    {
        using var document = FhirDocument.Parse(LoadResources.Utf8(patient)).Document!;
        return PersonTraits.Read(document.Root);
    }
}

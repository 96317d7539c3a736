using Microsoft.Extensions.DependencyInjection;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Subscriptions;
using Phr.Platform.Identity;
using Phr.Tests.Record;

namespace Phr.Tests.Subscriptions;

/// <summary>Criteria that nobody would write: each is refused, or finds its events.</summary>
public sealed class CriteriaFuzzTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const int Seed = 20261122;

    private static readonly string[] Pieces =
    [
        "Observation", "Condition", "Patient", "?", "&", "=", ",", "|", "$", "\\", ":", "code", "patient", "date",
            "value-quantity", "_id", "_has",
        "http://loinc.org", "gt2026", "5.4|http://unitsofmeasure.org|mg", ":not", ":missing", "true", "%00", "%",
            "%E3%81", "\0", "\n", "あ", "𠮷", "'",
        "--", "Patient/1", ".", "#", " ", "https://phr.example/fhir/SubscriptionTopic/", "laboratory-result", "1e999",
            "-", "9999999999999999999999",
    ];

    [Fact]
    public async Task Random_criteria_are_refused_or_can_be_asked()
    {
        var random = new Random(Seed);
        var parser = host.Services.GetRequiredService<CriterionParser>();
        var query = host.Services.GetRequiredService<EventQuery>();
        var rights = new Visibility(
            new RecordReader.Own("hospital-a"), ScopeSet.Parse(["system/*.rs"]), ScopeAccess.Search, parser.Keys);
        var asked = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var criteria = i % 2 == 0 ? Any(random) : "Observation?" + Any(random);
            var match = EventMatch.Parse(criteria, i % 3 == 0 ? [Any(random)] : [], parser);
            if (match.Refusal is not null)
                continue;
            await query.Next(match.Value, rights, 0, 1, default);
            asked++;
        }

        Assert.InRange(asked, 20, 20_000);
    }

    private static string Any(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}

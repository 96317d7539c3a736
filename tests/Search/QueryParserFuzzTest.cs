using Microsoft.Extensions.DependencyInjection;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Custom;
using Phr.Platform.Identity;
using Phr.Tests.Record;
using Phr.Tests.Search.Custom;
using Phr.Tests.Support;

namespace Phr.Tests.Search;

/// <summary>Queries of the grammar's own pieces in any order: each is refused or becomes statements; of those some are asked.</summary>
public sealed class QueryParserFuzzTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static readonly string[] Types =
        ["Observation", "Patient", "Encounter", "Location", "DocumentReference", "ValueSet", "SearchParameter"];

    private static readonly string[] Names =
    [
        "code", "patient", "subject", "date", "name", "birthdate", "near", "value-quantity", "code-value-quantity", "url", "relationship",
        "identifier", "_id", "_lastUpdated", "_tag", "_list", "_text", "_content", "_filter", "_sort", "_include", "_revinclude",
        "_include:iterate", "_elements", "_summary", "_count", "_total", "_asOf", "_contained", "fuzz-side", "fuzz-amount",
        "_has:Observation:patient:code", "_has:DiagnosticReport:result:_has:Provenance:target:agent", "subject:Patient.name", "result.code",
        "partof.partof.name", "patient.general-practitioner.name", "_type",
    ];

    private static readonly string[] Modifiers =
    [
        ":not", ":in", ":not-in", ":above", ":below", ":text", ":of-type", ":missing", ":exact", ":contains", ":identifier", ":Patient",
        ":x", ":", ".",
    ];

    private static readonly string[] Pieces =
    [
        "2020", "2026-05-01T09:00:00+09:00", "ge", "ap", "sa", "ne", "5.4", "1e999", "-0", "|", "http://unitsofmeasure.org|mg", "$", ",",
        "\\", "\\,",
        "Patient/1", "Patient/", "urn:oid:1.2", "http://loinc.org|", "Observation:patient", "Observation:*", "*", ":iterate", "-date",
        "code", "true", "(", ")",
        "\"", "bone and not liver", "or", "given eq \"a\"", "name co", "[", "]", ".", "é", "ｶﾅ", "\u0000", "\ud83d\ude00",
        "%", "'", ";--", " ", "35.6|139.7|5|km",
    ];

    [Fact]
    public async Task A_query_is_refused_or_becomes_a_statement_that_can_be_asked()
    {
        using (var site = host.Service("operator"))
        {
            await site.Create(Definitions.Definition("fuzz-side", "token", "Observation.bodySite"));
            await site.Create(Definitions.Definition("fuzz-amount", "quantity", "Observation.value.ofType(Quantity)"));
        }
        var parser = host.Services.GetRequiredService<CriterionParser>();
        var own = await host.Services.GetRequiredService<CustomParameters>().Fresh(default);
        var run = host.Services.GetRequiredService<SearchRun>();
        var visibility = new Visibility(
            new RecordReader.Care("hospital-a", "TREAT"), ScopeSet.Parse(["system/*.rs"]), ScopeAccess.Search, parser.Keys);
        var (random, read, asked) = (new Random(20261122), 0, 0);
        for (var round = 0; round < Fuzz.Rounds(30_000); round++)
        {
            var query = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pair(random)).ToList();
            var request = SearchRequest.Parse(Types[random.Next(Types.Length)], query, parser with { Custom = new CustomLookup(own) });
            if (request.IsRefused(out var refusal))
            {
                Assert.False(string.IsNullOrEmpty(refusal.Reason));
                continue;
            }
            read++;
            // What a statement says follows from the query; one in eight is asked.
            var start = new PageStart(null, null);
            Assert.NotEmpty(SearchStatement.Page(request.Value, new SearchContext(RecordTables.Now, visibility), start).ToString());
            if (read % 8 != 0)
                continue;
            await run.Page(request.Value, visibility, start, default);
            asked++;
        }

        Assert.InRange(asked, 50, int.MaxValue);
    }

    private static KeyValuePair<string, string> Pair(Random random) => new(
        Names[random.Next(Names.Length)] + (random.Next(3) == 0 ? Modifiers[random.Next(Modifiers.Length)] : ""),
        string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pieces[random.Next(Pieces.Length)])));
}

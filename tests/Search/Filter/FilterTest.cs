using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Filter;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search.Filter;

/// <summary>Filters, comparison by comparison. R4 search_filter.html.</summary>
public sealed class FilterTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static readonly SemaphoreSlim Once = new(1);
    private static bool s_isWritten;

    [Theory]
    [InlineData("Patient", "family eq \"yamada\"", "yamada")]
    [InlineData("Patient", "family eq ＹＡＭＡＤＡ", "yamada")]
    [InlineData("Patient", "family eq yama", "")]
    [InlineData("Patient", "family sw yama", "yamada yamamoto")]
    [InlineData("Patient", "family co \"AMA\"", "yamada yamamoto")]
    [InlineData("Patient", "family ew da", "yamada kanda")]
    [InlineData("Patient", "family ne yamada", "yamamoto kanda")]
    [InlineData("Patient", "family gt yamada", "yamamoto")]
    [InlineData("Patient", "family le yamada", "yamada kanda")]
    [InlineData("Patient", "birthdate ge 1980", "yamamoto kanda")]
    [InlineData("Patient", "birthdate eq 1980-03", "yamamoto")]
    [InlineData("Patient", "birthdate lt 1980", "yamada")]
    [InlineData("Patient", "birthdate sa 1980", "kanda")]
    [InlineData("Patient", "birthdate eb 1980", "yamada")]
    [InlineData("Patient", "birthdate po 1980", "yamamoto")]
    [InlineData("Patient", "birthdate co 1980-03-04", "yamamoto")]
    [InlineData("Patient", "birthdate ap 1965", "yamada")]
    [InlineData("Patient", "gender pr true", "yamada yamamoto")]
    [InlineData("Patient", "gender pr false", "kanda")]
    [InlineData("Patient", "gender eq female", "yamada")]
    [InlineData("Patient", "gender ne female", "yamamoto")]
    [InlineData("Patient", "gender in http://hl7.org/fhir/ValueSet/administrative-gender", "yamada yamamoto")]
    [InlineData("Patient", "gender ni http://hl7.org/fhir/ValueSet/administrative-gender", "kanda")]
    [InlineData("Patient", "not (gender eq female)", "yamamoto kanda")]
    [InlineData("Patient", "not(family sw yama)", "kanda")]
    [InlineData("Patient", "_id eq kanda", "kanda")]
    [InlineData("Patient", "_id ne kanda", "yamada yamamoto")]
    [InlineData("Patient", "_lastUpdated ge 2020", "yamada yamamoto kanda")]
    [InlineData("Patient", "family eq kanda or family eq yamada and gender eq female", "yamada")]
    [InlineData("Patient", "family eq kanda or (family eq yamada and gender eq female)", "yamada kanda")]
    [InlineData("Patient", "(((family eq kanda)))", "kanda")]
    [InlineData("Patient", "  family   eq kanda ", "kanda")]
    [InlineData("Observation", "code eq loinc|8480-6", "o-yamada o-kanda")]
    [InlineData("Observation", "code eq http://loinc.org|8480-6 and value-quantity gt 120", "o-yamada")]
    [InlineData("Observation", "value-quantity eq \"131|ucum|mm[Hg]\"", "o-yamada")]
    [InlineData("Observation", "value-quantity ap 130", "o-yamada")]
    [InlineData("Observation", "subject re Patient/kanda", "o-kanda")]
    [InlineData("Observation", "subject eq Patient/kanda", "o-kanda")]
    [InlineData("Observation", "subject ne Patient/kanda", "o-yamada o-yamamoto")]
    [InlineData("Observation", "subject.name co \"yama\"", "o-yamada o-yamamoto")]
    [InlineData("Observation", "subject[gender eq female].family sw yama", "o-yamada")]
    [InlineData("Observation", "subject[gender eq female or birthdate ge 1990].family pr true and status eq final", "o-yamada o-kanda")]
    [InlineData("Observation", "not (subject[gender eq female].family sw yama)", "o-yamamoto o-kanda")]
    [InlineData("Observation", "code-value-quantity eq 8480-6$131", "o-yamada")]
    [InlineData("Observation", "code-value-quantity ne 8480-6$131", "o-yamamoto o-kanda")]
    [InlineData("Observation", "status ss http://hl7.org/fhir/observation-status|final", "o-yamada o-yamamoto o-kanda")]
    [InlineData("Observation", "status sb http://hl7.org/fhir/observation-status|amended", "")]
    public async Task A_filter_finds_what_it_says(string type, string filter, string expected)
    {
        using var hospital = await Written();

        var found = await hospital.Ids($"{type}?_filter={Uri.EscapeDataString(filter)}&identifier=https://site.example/filter|1");

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), found.Order());
    }

    [Fact]
    public async Task Filters_stand_beside_other_criteria_over_several_types_and_in_pages()
    {
        using var hospital = await Written();
        const string own = "identifier=https://site.example/filter|1";

        Assert.Equal(["kanda"], await hospital.Ids($"Patient?_filter=family ew da&_filter=gender pr false&{own}"));
        Assert.Equal(["kanda"], await hospital.Ids($"Patient?_filter=family ew da&gender:missing=true&{own}"));
        Assert.Equal(
            ["o-yamada", "yamada"],
            (await hospital.Ids($"?_type=Patient,Observation&_filter=_id eq yamada or _id eq o-yamada&{own}")).Order());
        var first = await hospital.Search($"Patient?_filter=family pr true&{own}&_count=2&_sort=family");
        Assert.Equal(["kanda", "yamada", "yamamoto"], await SearchPages.From(hospital, first));
    }

    [Theory]
    [InlineData("Patient", "family", "invalid")]
    [InlineData("Patient", "family eq", "invalid")]
    [InlineData("Patient", "family eq \"open", "invalid")]
    [InlineData("Patient", "family eq \"\\x\"", "invalid")]
    [InlineData("Patient", "family eq a b", "invalid")]
    [InlineData("Patient", "family eq a and", "invalid")]
    [InlineData("Patient", "(family eq a", "invalid")]
    [InlineData("Patient", "family eq a)", "invalid")]
    [InlineData("Patient", "family is a", "invalid")]
    [InlineData("Patient", "not family eq a", "invalid")]
    [InlineData("Patient", "", "invalid")]
    [InlineData("Patient", "general-practitioner[name eq a]", "invalid")]
    [InlineData("Patient", "birthdate ge soon", "invalid")]
    [InlineData("Patient", "birthdate eq ge1980", "invalid")]
    [InlineData("Patient", "gender pr maybe", "not-supported")]
    [InlineData("Patient", "gender gt male", "not-supported")]
    [InlineData("Patient", "gender co male", "not-supported")]
    [InlineData("Patient", "birthdate sw 1980", "not-supported")]
    [InlineData("Patient", "nonsense eq a", "not-supported")]
    [InlineData("Patient", "family.name eq a", "not-supported")]
    [InlineData("Patient", "family:exact eq a", "invalid")]
    [InlineData("Observation", "code-value-quantity gt 8480-6$131", "not-supported")]
    public async Task What_is_no_filter_is_refused_with_a_code(string type, string filter, string code)
    {
        using var hospital = host.Hospital("hospital-a");
        foreach (var preference in (string[])["strict", "lenient"])
        {
            var (status, outcome, _) = await hospital.Send(
                HttpMethod.Get, $"{type}?_filter={Uri.EscapeDataString(filter)}", null, ("Prefer", $"handling={preference}"));

            Assert.Equal((HttpStatusCode.BadRequest, code), (status, outcome["issue"]![0]!["code"]!.GetValue<string>()));
            Assert.Equal("http._filter", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
        }
    }

    [Fact]
    public void Length_depth_and_comparisons_are_limited()
    {
        Assert.Null(Parse("a eq " + new string('x', FilterSyntax.CharactersMax - 5)).Refusal);
        Assert.Equal("too-costly", Parse("a eq " + new string('x', FilterSyntax.CharactersMax - 4)).Refusal?.Code);
        Assert.Null(Parse(Nested(FilterSyntax.DepthMax)).Refusal);
        Assert.Equal("too-costly", Parse(Nested(FilterSyntax.DepthMax + 1)).Refusal?.Code);
        Assert.Null(Parse(Many(FilterSyntax.ComparisonsMax)).Refusal);
        Assert.Equal("too-costly", Parse(Many(FilterSyntax.ComparisonsMax + 1)).Refusal?.Code);

        static Phr.Platform.Answer<FilterExpression> Parse(string text) => FilterSyntax.Parse(text);

        static string Nested(int depth) => new string('(', depth) + "a eq b" + new string(')', depth);

        static string Many(int comparisons) => string.Join(" and ", Enumerable.Repeat("a eq b", comparisons));
    }

    [Fact]
    public async Task Paths_have_five_links_and_types_twenty()
    {
        using var hospital = host.Hospital("hospital-a");
        var chain = string.Concat(Enumerable.Repeat("partof.", 5));

        Assert.Equal(HttpStatusCode.OK, (await hospital.Send(HttpMethod.Get, $"Organization?_filter={chain}name eq a")).Status);
        Assert.Equal(
            HttpStatusCode.BadRequest, (await hospital.Send(HttpMethod.Get, $"Organization?_filter={chain}partof.name eq a")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await hospital.Send(HttpMethod.Get, "?_filter=_id eq a")).Status);
        Assert.Equal(20, CriterionParser.TypesMax);
    }

    [Fact]
    public async Task Random_filters_never_fault()
    {
        string[] pieces =
        [
            "family", "birthdate", "gender", "general-practitioner", "_id", " eq ", " ne ", " co ", " pr ", " po ", " in ", "true",
            "1980", "\"a b\"", "\"", "\\", "(", ")", "[", "]", ".", " and ", " or ", "not ", "not(", "loinc|1", "$", ",", "\u0000", "\ud83d", "é", " ",
        ];
        using var hospital = host.Hospital("hospital-a");
        var chance = new Random(5);
        for (var i = 0; i < 20_000; i++)
            _ = FilterSyntax.Parse(string.Concat(Enumerable.Range(0, 1 + chance.Next(14)).Select(_ => pieces[chance.Next(pieces.Length)])));
        for (var i = 0; i < 150; i++)
        {
            var filter = $"family eq a or {string.Concat(Enumerable.Range(0, 4).Select(_ => pieces[chance.Next(pieces.Length)]))}";
            var (status, body, _) = await hospital.Send(HttpMethod.Get, $"Patient?_filter={Uri.EscapeDataString(filter)}&_count=1");
            Assert.True((int)status < 500, $"{(int)status} {filter} {body}");
        }
    }

    [Theory]
    [InlineData("_list=$current-problems", "not-supported")]
    [InlineData("_list=a b", "invalid")]
    [InlineData("_list=", "invalid")]
    [InlineData("_list:not=a", "not-supported")]
    [InlineData("_contained=true", "not-supported")]
    [InlineData("_sort=code-value-quantity", "not-supported")]
    public async Task Special_parameters_that_are_not_done_are_refused(string query, string code)
    {
        using var hospital = host.Hospital("hospital-a");

        var (status, outcome, _) = await hospital.Send(HttpMethod.Get, $"Observation?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, outcome["issue"]![0]!["code"]!.GetValue<string>()));
        var (accepted, _, _) = await hospital.Send(HttpMethod.Get, "Observation?_contained=false&_containedType=container&_count=1");
        Assert.Equal(HttpStatusCode.OK, accepted);
    }

    private async Task<HttpClient> Written()
    {
        var hospital = host.Hospital("hospital-a");
        await Once.WaitAsync();
        try
        {
            if (s_isWritten)
                return hospital;
            await Put(hospital, Person("yamada", "1964-02-03", "female"));
            await Put(hospital, Person("yamamoto", "1980-03-04", "male"));
            await Put(hospital, Person("kanda", "1999", null));
            await Put(hospital, Reading("yamada", "8480-6", 131m));
            await Put(hospital, Reading("yamamoto", "8462-4", 80m));
            await Put(hospital, Reading("kanda", "8480-6", 110m));
            s_isWritten = true;
        }
        finally
        {
            Once.Release();
        }
        return hospital;
    }

    private static async Task Put(HttpClient hospital, JsonObject resource)
    {
        resource["identifier"] = new JsonArray(new JsonObject { ["system"] = "https://site.example/filter", ["value"] = "1" });
        var (status, body, _) = await hospital.Send(HttpMethod.Put, $"{resource["resourceType"]}/{resource["id"]}", resource);
        Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
    }

    private static JsonObject Person(string name, string birthDate, string? gender)
    {
        var patient = Patient(name, birthDate: birthDate);
        (patient["id"], patient["gender"]) = (name, gender);
        if (gender is null)
            patient.Remove("gender");
        return patient;
    }

    private static JsonObject Reading(string patient, string code, decimal value)
    {
        var observation = Observation(patient, code, value);
        observation["id"] = $"o-{patient}";
        return observation;
    }
}

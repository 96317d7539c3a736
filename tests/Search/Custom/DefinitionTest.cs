using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Search.Custom.Definitions;

namespace Phr.Tests.Search.Custom;

/// <summary>Which SearchParameters are taken, and from whom.</summary>
public sealed class DefinitionTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("expression", "Observation.(", "invalid")]
    [InlineData("expression", "Observation.noSuchElement", "invalid")]
    [InlineData("type", "composite", "not-supported")]
    [InlineData("type", "special", "not-supported")]
    [InlineData("code", "status", "duplicate")]
    [InlineData("code", "_id", "invalid")]
    [InlineData("code", "no.chain", "invalid")]
    [InlineData("url", "http://hl7.org/fhir/SearchParameter/clinical-code", "duplicate")]
    [InlineData("url", null, "required")]
    [InlineData("expression", null, "required")]
    public async Task What_cannot_be_followed_is_refused_with_its_place(string element, string? value, string code)
    {
        using var site = host.Service("operator");
        var definition = Definition("refused", "token", "Observation.bodySite");
        definition[element] = value;
        if (value is null)
            definition.Remove(element);

        var (status, outcome, _) = await site.Send(HttpMethod.Post, "SearchParameter", definition);

        Assert.True(status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest, $"{(int)status} {outcome.ToJsonString()}");
        Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
        Assert.Equal((status, code), (HttpStatusCode.UnprocessableEntity, outcome["issue"]![0]!["code"]!.GetValue<string>()));
        Assert.Contains("SearchParameter", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_that_is_abstract_and_a_reference_without_targets_are_refused()
    {
        using var site = host.Service("operator");

        foreach (var definition in (JsonObject[])[
            Definition("any", "token", "Resource.id", of: "DomainResource"), Definition("untargeted", "reference", "Observation.performer")])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await site.Send(HttpMethod.Post, "SearchParameter", definition)).Status);
    }

    [Fact]
    public async Task Two_do_not_share_a_url_nor_a_code_of_one_type_but_of_two_types_they_do()
    {
        using var site = host.Service("operator");
        var id = await site.Create(Definition("shared", "token", "Observation.bodySite"));
        var sameUrl = Definition("other", "token", "Observation.bodySite");
        sameUrl["url"] = "https://site.example/SearchParameter/shared";
        var sameCode = Definition("shared", "token", "Observation.method");
        sameCode["url"] = "https://site.example/SearchParameter/shared-2";
        var otherType = Definition("shared", "token", "Condition.bodySite", of: "Condition");
        otherType["url"] = "https://site.example/SearchParameter/shared-3";
        var itself = Definition("shared", "token", "Observation.method");
        itself["id"] = id;

        Assert.Equal("duplicate", await Refused(site, HttpMethod.Post, "SearchParameter", sameUrl));
        Assert.Equal("duplicate", await Refused(site, HttpMethod.Post, "SearchParameter", sameCode));
        await site.Create(otherType);
        Assert.Equal(HttpStatusCode.OK, (await site.Send(HttpMethod.Put, $"SearchParameter/{id}", itself)).Status);
    }

    [Fact]
    public async Task An_expression_has_2000_characters_and_not_one_more()
    {
        using var site = host.Service("operator");

        await site.Create(Definition("at-the-limit", "token", Of(2_000)));
        Assert.Equal("too-long", await Refused(site, HttpMethod.Post, "SearchParameter", Definition("over-the-limit", "token", Of(2_001))));

        static string Of(int characters) => $"Observation.bodySite.where(text != '{new string('x', characters - 38)}')";
    }

    [Fact]
    public async Task A_hospital_keeps_drafts_but_changes_for_nobody_what_can_be_searched()
    {
        using var hospital = host.Hospital("hospital-a");
        var definition = Definition("of-a-hospital", "token", "Observation.bodySite");

        Assert.Equal(HttpStatusCode.Forbidden, (await hospital.Send(HttpMethod.Post, "SearchParameter", definition)).Status);
        definition["status"] = "draft";
        var id = await hospital.Create(definition);
        Assert.Equal(HttpStatusCode.BadRequest, (await hospital.Send(HttpMethod.Get, "Observation?of-a-hospital=x")).Status);
        definition["status"] = "active";
        definition["id"] = id;
        Assert.Equal(HttpStatusCode.Forbidden, (await hospital.Send(HttpMethod.Put, $"SearchParameter/{id}", definition)).Status);
        var patch = new JsonArray(new JsonObject { ["op"] = "replace", ["path"] = "/status", ["value"] = "active" });
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"SearchParameter/{id}")
        {
            Content = new StringContent(patch.ToJsonString(), null, "application/json-patch+json"),
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await hospital.SendAsync(request)).StatusCode);
        var entry = People.Bundle("transaction", People.Entry(Definition("in-a-bundle", "token", "Observation.bodySite")));
        Assert.Equal(HttpStatusCode.Forbidden, (await hospital.Send(HttpMethod.Post, "", entry)).Status);
    }

    private static async Task<string> Refused(HttpClient http, HttpMethod method, string path, JsonObject body)
    {
        var (status, outcome, _) = await http.Send(method, path, body);
        Assert.True(status == HttpStatusCode.UnprocessableEntity, $"{(int)status} {outcome.ToJsonString()}");
        return outcome["issue"]![0]!["code"]!.GetValue<string>();
    }
}

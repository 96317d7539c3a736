using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Phr.Tests.Conformance;
using Phr.Tests.Record;

namespace Phr.Tests.Validation;

public sealed class PackagesOperationTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task An_installed_package_is_used_stays_after_a_restart_and_is_taken_away()
    {
        using var operators = Operator();
        const string lookup = "CodeSystem/$lookup?code=owl&system=" + Terminology.Definitions.Animals;

        var (before, _, _) = await operators.Send(HttpMethod.Get, lookup);
        var installed = await Install(operators, Packages.Small("animals", "1.0.0"));
        var (after, _, _) = await operators.Send(HttpMethod.Get, lookup);
        await host.Restart();
        var (restarted, _, _) = await operators.Send(HttpMethod.Get, lookup);
        var listed = await operators.Search("ImplementationGuide/$installed");
        var (removed, _, _) = await operators.Send(HttpMethod.Post, "ImplementationGuide/$uninstall?name=animals&version=1.0.0");
        var (gone, _, _) = await operators.Send(HttpMethod.Get, lookup);

        Assert.Equal(HttpStatusCode.OK, installed.Status);
        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NotFound],
            [before, after, restarted, removed, gone]);
        Assert.Contains("animals", listed.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_others_need_stays_and_one_that_needs_others_waits_for_them()
    {
        using var operators = Operator();

        var early = await Install(operators, Packages.Small("upper", "1.0.0", ("lower", "2.0.x")));
        await Install(operators, Packages.Small("lower", "2.0.1"));
        var late = await Install(operators, Packages.Small("upper", "1.0.0", ("lower", "2.0.x")));
        var (kept, _, _) = await operators.Send(HttpMethod.Post, "ImplementationGuide/$uninstall?name=lower&version=2.0.1");

        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "package/package.json: dependencies.lower"),
            (early.Status, early.Body["issue"]![0]!["expression"]![0]!.GetValue<string>()));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (late.Status, kept));
    }

    [Fact]
    public async Task Hospitals_and_scopes_without_Library_install_nothing()
    {
        using var hospital = host.Hospital("hospital-a");
        using var reader = Operator("system/*.rs");

        Assert.Equal(HttpStatusCode.Forbidden, (await Install(hospital, Packages.Small("a", "1"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Install(reader, Packages.Small("a", "1"))).Status);
    }

    [Fact]
    public async Task A_hospital_cannot_pass_a_Library_off_as_a_package()
    {
        using var hospital = host.Hospital("hospital-a");
        var library = JsonNode.Parse("""
            {"resourceType":"Library","id":"forged-1.0.0","status":"active","name":"forged","version":"1.0.0",
             "type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/library-type","code":"asset-collection"}]},
             "content":[{"contentType":"application/gzip"}]}
            """)!;
        library["content"]![0]!["data"] = Convert.ToBase64String(Packages.Small("forged", "1.0.0"));

        await hospital.Send(HttpMethod.Put, "Library/forged-1.0.0", library);
        await Task.Delay(TimeSpan.FromSeconds(1.1));

        Assert.DoesNotContain("forged", (await hospital.Search("ImplementationGuide/$installed")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_package_is_refused_with_its_place()
    {
        using var operators = Operator();

        var broken = await Install(operators, [1, 2, 3]);
        var other = await Install(operators, Packages.Archive(("package/package.json", "{}")));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (broken.Status, other.Status));
        Assert.Equal("package/package.json: name", other.Body["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    private HttpClient Operator(string scope = "system/*.cruds") => host.Client(new()
    {
        ["sub"] = "operator", ["client_id"] = "operator", ["phr_role"] = "system", ["scope"] = scope,
    });

    private static async Task<(HttpStatusCode Status, JsonObject Body)> Install(HttpClient http, byte[] archive)
    {
        using var content = new ByteArrayContent(archive);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/gzip");
        using var response = await http.PostAsync("ImplementationGuide/$install", content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }
}

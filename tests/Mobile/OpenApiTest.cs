using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Phr.Tests.Mobile;

/// <summary>The API's document against its routes, its own examples, and what it really answers.</summary>
[Collection("mobile")]
public sealed class OpenApiTest(MobileHost mobile) : IClassFixture<MobileHost>
{
    private static readonly string[] Methods = ["get", "put", "post", "delete"];

    [Fact]
    public async Task Every_route_is_described_and_every_description_has_a_route()
    {
        var routes = mobile.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => Path(route).StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {Path(route)}"));

        var described = from operation in Operations(await Document()) select $"{operation.Method.ToUpperInvariant()} {operation.Path}";

        Assert.Equal(routes.Distinct().Order(), described.Order());
    }

    [Fact]
    public async Task Every_parameter_of_a_path_is_described()
    {
        foreach (var (path, method, operation) in Operations(await Document()))
        {
            var described = (operation["parameters"] as JsonArray ?? []).Where(parameter => parameter!["in"]!.GetValue<string>() == "path")
                .Select(parameter => $"{{{parameter!["name"]}}}");
            Assert.Equal(path.Split('/').Where(part => part.StartsWith('{')).Order(), described.Order());
        }
    }

    [Fact]
    public async Task Every_example_has_the_shape_of_its_schema()
    {
        var document = await Document();
        var shape = new JsonShape(document);
        var bodies = document["components"]!["responses"]!.AsObject().Select(response => (response.Key, response.Value!["content"]))
            .Concat(Operations(document).SelectMany(each => Contents(each.Operation)
                .Select(content => ($"{each.Method} {each.Path}", content))));
        var examples = 0;
        foreach (var (where, content) in bodies)
        {
            foreach (var (_, media) in content?.AsObject() ?? [])
            {
                if (media!["example"] is not { } example)
                    continue;
                examples++;
                var faults = shape.Faults(example, media["schema"]!.AsObject());
                Assert.True(!faults.Any(), $"{where}: {string.Join("; ", faults)}");
            }
        }
        Assert.True(examples > 30, $"Only {examples} examples.");
    }

    [Fact]
    public async Task What_is_answered_has_the_shape_that_is_described()
    {
        var document = await Document();
        var shape = new JsonShape(document);
        using var phone = mobile.Phone();
        var values = new Dictionary<string, string>
        {
            ["{type}"] = "Observation", ["{id}"] = "hba1c", ["{outcome}"] = "kidney-decline", ["{study}"] = "study-1", ["{patient}"] = "own-1",
        };
        var asked = Operations(document).Where(each => each.Method != "delete" && each.Path != "/api/openapi.json");
        foreach (var (path, method, operation) in asked)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method),
                values.Aggregate(path, (p, value) => p.Replace(value.Key, value.Value)))
            {
                Content = operation["requestBody"]?["content"]?["application/json"]?["example"] is { } body
                    ? new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json")
                    : null,
            };
            request.Headers.Add("Idempotency-Key", "key");
            request.RequestUri = new Uri(mobile.Address,
                request.RequestUri + (path.EndsWith("/changes", StringComparison.Ordinal) ? "?after=0" : ""));
            var answer = await phone.SendAsync(request);
            var described = operation["responses"]![$"{(int)answer.StatusCode}"];
            Assert.True(described is not null && answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode}");
            var media = described["content"]![answer.Content.Headers.ContentType!.MediaType!] ?? described["content"]![0]!;
            var faults = shape.Faults(await answer.Content.ReadFromJsonAsync<JsonNode>(), media["schema"]!.AsObject());
            Assert.True(!faults.Any(), $"{method} {path}: {string.Join("; ", faults)}");
        }
    }

    [Fact]
    public void A_wrong_shape_is_found()
    {
        var shape = new JsonShape([]);
        JsonObject Schema(string text) => JsonNode.Parse(text)!.AsObject();
        Assert.NotEmpty(shape.Faults(JsonNode.Parse("{}"), Schema("""{"type":"object","required":["a"]}""")));
        Assert.NotEmpty(shape.Faults(JsonNode.Parse("""{"b":1}"""), Schema("""{"type":"object","properties":{"a":{"type":"string"}}}""")));
        Assert.NotEmpty(shape.Faults(JsonNode.Parse("2"), Schema("""{"type":"number","maximum":1}""")));
        Assert.NotEmpty(shape.Faults(JsonNode.Parse("1.5"), Schema("""{"type":"integer"}""")));
        Assert.NotEmpty(shape.Faults(JsonNode.Parse("1"), Schema("""{"type":"integer","anyOf":[]}""")));
        Assert.Empty(shape.Faults(null, Schema("""{"type":["string","null"]}""")));
    }

    private static string Path(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/');

    private async Task<JsonObject> Document()
    {
        using var anybody = new HttpClient();
        return (await anybody.GetFromJsonAsync<JsonObject>(new Uri(mobile.Address, "/api/openapi.json")))!;
    }

    private static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where Methods.Contains(operation.Key)
        select (path.Key, operation.Key, operation.Value!.AsObject());

    private static IEnumerable<JsonNode?> Contents(JsonObject operation) =>
        operation["responses"]!.AsObject().Select(response => response.Value!["content"]).Append(operation["requestBody"]?["content"]);
}

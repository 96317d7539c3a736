using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Fhir.Definitions;

namespace Phr.Tests.Fhir;

/// <summary>Breaks one thing in a sound resource, anywhere: the check names that place, or one that the fault makes wrong with it.</summary>
public class FaultInjectionTest
{
    private const int Rounds = 4_000;

    // Of a place in the resource, the JSON that replaces it; null where the fault does not apply there.
    private static readonly Dictionary<string, Func<Element, JsonNode?>> Faults = new()
    {
        ["wrong-json-type"] = place => place.Type is { IsPrimitive: true } && place.HasValue
            ? place.Kind == JsonKind.String ? JsonValue.Create(7) : JsonValue.Create("7")
            : place.HasValue ? null : JsonValue.Create("text"),
        ["empty"] = place => place.Kind == JsonKind.String ? JsonValue.Create("") : place.Kind == JsonKind.Object && place.Type is { IsResource: false } ? new JsonObject() : null,
        ["format"] = place => place.Type!.Primitive is PrimitiveKind.Code or PrimitiveKind.Uri or PrimitiveKind.Date or PrimitiveKind.DateTime
            or PrimitiveKind.Instant or PrimitiveKind.Canonical or PrimitiveKind.Url && place.HasValue ? JsonValue.Create(" a ") : null,
        ["unknown-element"] = place => place.Kind == JsonKind.Object ? With(place, "noSuchElement", JsonValue.Create(1)) : null,
        ["required-code"] = place => place.Definition is { RequiredCodes: not null, IsMany: false } && place.Type!.Primitive == PrimitiveKind.Code
            ? JsonValue.Create("no-such-code") : null,
        ["reference-format"] = place => place.Name == "reference" && place.HasValue ? JsonValue.Create("no/such/form") : null,
    };

    [Fact]
    public void One_fault_anywhere_is_found_at_its_place()
    {
        var random = new Random(4711);
        var injected = Faults.Keys.ToDictionary(rule => rule, _ => 0);
        for (var round = 0; round < Rounds; round++)
        {
            var sample = Samples.All[random.Next(Samples.All.Count)];
            using var sound = FhirDocument.Parse(Samples.Utf8(sample)).Document!;
            var places = sound.Root.WithDescendants().Where(element => element.Parent.Exists && element.RawJson.Length > 0).ToList();
            var place = places[random.Next(places.Count)];
            var (rule, fault) = Faults.ElementAt(random.Next(Faults.Count));
            if (fault(place) is not { } broken)
                continue;

            var json = sound.Json.Span;
            byte[] faulty = [.. json[..place.RawRange.Start.Value], .. Samples.Utf8(broken.ToJsonString()), .. json[place.RawRange.End.Value..]];
            var result = FhirDocument.Parse(faulty);
            using var document = result.Document;

            var expected = rule == "unknown-element" ? place.Path() + ".noSuchElement" : place.Path();
            Assert.True(result.Issues.Any(issue => issue.Rule == rule && issue.Expression == expected),
                $"{rule} at {expected} of {sample[..60]}: {string.Join("; ", result.Issues.Select(issue => $"{issue.Rule} {issue.Expression}"))}");
            // What was replaced may be missed by the elements around it, or by a reference to a contained resource; elsewhere nothing is wrong.
            Assert.All(result.Issues, issue => Assert.True(
                issue.Rule == "unresolved-fragment" || expected.StartsWith(issue.Expression, StringComparison.Ordinal)
                || issue.Expression.StartsWith(place.Path(), StringComparison.Ordinal)
                || issue.Expression.StartsWith(place.Parent.Path(), StringComparison.Ordinal), $"{expected}: {issue.Rule} {issue.Expression}"));
            injected[rule]++;
        }
        Assert.All(injected, entry => Assert.True(entry.Value > 20, $"{entry.Key} was injected {entry.Value} times."));
    }

    [Fact]
    public void Leaving_out_a_required_element_is_found_at_its_place()
    {
        foreach (var sample in Samples.All)
        {
            using var sound = FhirDocument.Parse(Samples.Utf8(sample)).Document!;
            foreach (var place in sound.Root.WithDescendants().Where(element => element.Definition is { IsRequired: true }))
            {
                var owner = JsonNode.Parse(place.Parent.RawJson)!.AsObject();
                owner.Remove(place.Property!.JsonName);
                var json = sound.Json.Span;
                byte[] faulty = [.. json[..place.Parent.RawRange.Start.Value], .. Samples.Utf8(owner.ToJsonString()), .. json[place.Parent.RawRange.End.Value..]];

                var result = FhirDocument.Parse(faulty);

                var expected = $"{place.Parent.Path()}.{place.Name}";
                var isEmptied = place.Parent.Children().Count() == 1;
                Assert.True(result.Issues.Any(issue => issue.Rule == "required" && issue.Expression == expected
                    || isEmptied && issue.Rule == "empty" && issue.Expression == place.Parent.Path()), expected);
            }
        }
    }

    private static JsonObject With(Element place, string name, JsonNode value)
    {
        var node = JsonNode.Parse(place.RawJson)!.AsObject();
        node.Add(name, value);
        return node;
    }
}

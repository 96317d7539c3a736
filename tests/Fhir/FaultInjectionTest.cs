using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Structure;

namespace Phr.Tests.Fhir;

/// <summary>Breaks one thing in a sound resource, anywhere: the check names that place, or one that the fault makes
/// wrong with it.</summary>
public class FaultInjectionTest
{
    private const int Rounds = 4_000;

    // Of a place in the resource, the JSON that replaces it; null where the fault does not apply there.
    private static readonly Dictionary<string, Func<Element, JsonNode?>> Faults = new()
    {
        ["wrong-json-type"] = WrongJsonType,
        ["empty"] = place => place.Kind switch
        {
            JsonKind.String => JsonValue.Create(""),
            JsonKind.Object when place.Type is { IsResource: false } => new JsonObject(),
            _ => null,
        },
        ["format"] = place => place.HasValue && AllowsNoSpace(place.Type!.Primitive) ? JsonValue.Create(" a ") : null,
        ["unknown-element"] = place => place.Kind == JsonKind.Object ? With(place, "noSuchElement", JsonValue.Create(1)) : null,
        ["required-code"] = place => place.Type!.Primitive == PrimitiveKind.Code && place.Definition!.RequiredCodes is not null
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

            var result = FhirDocument.Parse(Replace(place, broken));
            using var document = result.Document;

            var expected = rule == "unknown-element" ? place.Path() + ".noSuchElement" : place.Path();
            Assert.True(result.Issues.Any(issue => issue.Rule == rule && issue.Expression == expected),
                $"{rule} at {expected}: {string.Join("; ", result.Issues.Select(issue => $"{issue.Rule} {issue.Expression}"))}");
            Assert.All(result.Issues, issue => Assert.True(IsNear(issue, place), $"{expected}: {issue.Rule} {issue.Expression}"));
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

                var result = FhirDocument.Parse(Replace(place.Parent, owner));

                var expected = $"{place.Parent.Path()}.{place.Name}";
                var isEmptied = place.Parent.Children().Count() == 1;
                Assert.True(result.Issues.Any(issue => issue.Rule == "required" && issue.Expression == expected
                    || isEmptied && issue.Rule == "empty" && issue.Expression == place.Parent.Path()), expected);
            }
        }
    }

    // What was replaced may be missed by the elements around it, or by a reference to a contained resource; elsewhere nothing is wrong.
    private static bool IsNear(Issue issue, Element place) =>
        issue.Rule == "unresolved-fragment"
        || place.Path().StartsWith(issue.Expression, StringComparison.Ordinal)
        || issue.Expression.StartsWith(place.Parent.Path(), StringComparison.Ordinal);

    private static byte[] Replace(Element place, JsonNode with)
    {
        var json = place.Document.Json.Span;
        return [.. json[..place.RawRange.Start.Value], .. Samples.Utf8(with.ToJsonString()), .. json[place.RawRange.End.Value..]];
    }

    private static JsonValue? WrongJsonType(Element place)
    {
        if (!place.HasValue)
            return JsonValue.Create("text");
        if (place.Type is not { IsPrimitive: true })
            return null;
        return place.Kind == JsonKind.String ? JsonValue.Create(7) : JsonValue.Create("7");
    }

    private static bool AllowsNoSpace(PrimitiveKind kind) =>
        kind is PrimitiveKind.Code or PrimitiveKind.Uri or PrimitiveKind.Url or PrimitiveKind.Canonical
            or PrimitiveKind.Date or PrimitiveKind.DateTime or PrimitiveKind.Instant;

    private static JsonObject With(Element place, string name, JsonNode value)
    {
        var node = JsonNode.Parse(place.RawJson)!.AsObject();
        node.Add(name, value);
        return node;
    }
}

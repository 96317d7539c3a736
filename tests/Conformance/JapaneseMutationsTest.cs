using System.Text;
using System.Text.Json.Nodes;
using Phr.Conformance;
using Phr.Fhir.Structure;
using Phr.Tests.Support;

namespace Phr.Tests.Conformance;

/// <summary>Breaks one rule of its profile in a valid example, for each rule that can be broken so: the error stands there.</summary>
public sealed class JapaneseMutationsTest
{
    /// <summary>Mutations of all examples together; more would take the time of others.</summary>
    private const int MutationsMax = 600;

    [SkippableFact]
    public void Each_broken_rule_of_a_profile_is_an_error_at_its_place()
    {
        var folder = SharedFolder.Find("jp/jp-clins-examples");
        Skip.If(folder is null, "../shared/data/jp is not here.");
        var rules = PublishedResourcesTest.JapanesePackages()!;
        var count = 0;
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var example = JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
            if (example["meta"]?["profile"]?[0]?.GetValue<string>() is not { } profile)
                continue;
            foreach (var (broken, place, what) in Mutations(example, Snapshot(rules, profile)).Take(MutationsMax - count))
            {
                count++;
                var errors = rules.Validator.Check(Encoding.UTF8.GetBytes(broken.ToJsonString()), [])
                    .Where(issue => issue.Severity == IssueSeverity.Error).Select(issue => issue.Expression).ToList();
                Assert.True(
                    errors.Exists(error => error.StartsWith(place, StringComparison.Ordinal)),
                    $"{Path.GetFileName(file)}: {what} {place}: {string.Join(", ", errors)}");
            }
        }
        Assert.True(count > 250, $"only {count} rules were broken");
    }

    private static IEnumerable<(JsonObject Broken, string Place, string What)> Mutations(JsonObject example, JsonArray snapshot)
    {
        foreach (var element in snapshot.Select(each => each!.AsObject()))
        {
            var steps = element["id"]!.GetValue<string>().Split('.');
            // What a slice asks is asked of its members alone, and without meta nothing says which profile it is.
            if (steps.Length < 2 || steps.Any(step => step.Contains(':') || step.Contains('[')) || steps[1] == "meta")
                continue;
            if (element["min"]?.GetValue<int>() > 0 && Break(example, steps, (owner, name) => owner.Remove(name)) is { } missing)
                yield return (missing.Broken, missing.Owner, "missing " + steps[^1]);
            if (element["max"]?.GetValue<string>() == "1" && Break(example, steps, Double) is { } many)
                yield return (many.Broken, many.Owner, "double " + steps[^1]);
            if (Fixed(element) is not null && Break(example, steps, Alter) is { } altered)
                yield return (altered.Broken, $"{altered.Owner}.{steps[^1]}", "altered");
            if (element["binding"]?["strength"]?.GetValue<string>() == "required"
                && element["type"]?[0]?["code"]?.GetValue<string>() == "code" && Break(example, steps, Alter) is { } unbound)
                yield return (unbound.Broken, $"{unbound.Owner}.{steps[^1]}", "unbound");
        }
    }

    // The first element with this path, changed in a copy of the resource; null where there is none or it does not change.
    private static (JsonObject Broken, string Owner)? Break(JsonObject example, string[] steps, Func<JsonObject, string, bool> change)
    {
        var broken = example.DeepClone().AsObject();
        var (owner, place) = (broken, steps[0]);
        foreach (var step in steps[1..^1])
        {
            var child = owner[step];
            place += child is JsonArray ? $".{step}[0]" : $".{step}";
            if ((child is JsonArray items ? items.FirstOrDefault() : child) is not JsonObject next)
                return null;
            owner = next;
        }
        return owner.ContainsKey(steps[^1]) && change(owner, steps[^1]) ? (broken, place) : null;
    }

    private static bool Double(JsonObject owner, string name)
    {
        if (owner[name] is not JsonArray { Count: 1 } items)
            return false;
        items.Add(items[0]!.DeepClone());
        return true;
    }

    private static bool Alter(JsonObject owner, string name)
    {
        if (owner[name] is not JsonValue value || !value.TryGetValue<string>(out var text))
            return false;
        owner[name] = text + "x";
        return true;
    }

    private static string? Fixed(JsonObject element) =>
        element.Select(property => property.Key).FirstOrDefault(key => key.StartsWith("fixed", StringComparison.Ordinal)
            || key.StartsWith("pattern", StringComparison.Ordinal));

    private static JsonArray Snapshot(Rulebook rules, string profile) =>
        JsonNode.Parse(rules.Library.Find("StructureDefinition", profile)!.Read().Span)!["snapshot"]!["element"]!.AsArray();
}

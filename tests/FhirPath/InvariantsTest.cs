using System.Text.Json;
using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;
using Phr.Tests.Support;
using Xunit.Abstractions;

namespace Phr.Tests.FhirPath;

/// <summary>R4's own invariants hold for R4's own examples: where one does not, the engine is wrong or the example is.</summary>
public sealed class InvariantsTest(ITestOutputHelper output)
{
    /// <summary>Invariants that an example does break, each with the reason.</summary>
    private static readonly Dictionary<string, string> Broken = new()
    {
        ["que-7"] = "R4 writes System's Boolean for a FHIR boolean, which the official suite (testType12) keeps apart.",
    };

    [SkippableFact]
    public void The_invariants_of_R4_hold_for_its_examples()
    {
        var (definitions, examples) = (SharedFolder.Find("hl7-r4-core/package"), SharedFolder.Find("hl7-r4-instances"));
        Skip.If(definitions is null || examples is null, "../shared/data is not here");

        var invariants = Invariants(definitions!);
        var (count, broken) = (0, new SortedSet<string>(StringComparer.Ordinal));
        foreach (var file in Directory.GetFiles(examples!, "*.json"))
        {
            using var document = FhirDocument.ParseLenient(File.ReadAllBytes(file)).Document;
            foreach (var element in document!.Root.AndDescendants())
                foreach (var (key, expression) in OfTypeAndParents(element, invariants))
                {
                    count++;
                    var result = expression.Evaluate(element, FhirPathEnvironment.Default);
                    if (result.Error is { } error)
                        Assert.Fail($"{Path.GetFileName(file)} {element.Path()} {key}: {error.Reason}");
                    if (result.Items.OnlyValue is Value.Boolean { IsTrue: false } && broken.Add(key))
                        output.WriteLine($"{key}: {Path.GetFileName(file)} {element.Path()}: {expression}");
                }
        }
        Assert.True(count > 200_000, $"{count}");
        Assert.Equal(Broken.Keys.Order(StringComparer.Ordinal), broken);
    }

    private static IEnumerable<(string Key, FhirPathExpression Expression)> OfTypeAndParents(
        Element element, Dictionary<string, List<(string Key, FhirPathExpression Expression)>> invariants)
    {
        for (var type = element.Type; type is not null; type = type.Parent)
            foreach (var invariant in invariants[type.Name])
                yield return invariant;
    }

    /// <summary>Invariants of severity error by the path of the type or group that they belong to.</summary>
    private static Dictionary<string, List<(string Key, FhirPathExpression Expression)>> Invariants(string definitions)
    {
        var invariants = R4.Types.ToDictionary(type => type.Name, _ => new List<(string, FhirPathExpression)>());
        foreach (var type in R4.Types.Where(type => type.Kind != FhirTypeKind.Backbone))
        {
            using var definition = JsonDocument.Parse(File.ReadAllBytes(Path.Join(definitions, $"StructureDefinition-{type.Name}.json")));
            foreach (var element in definition.RootElement.GetProperty("differential").GetProperty("element").EnumerateArray())
                if (element.TryGetProperty("constraint", out var constraints)
                    && invariants.TryGetValue(element.GetProperty("path").GetString()!, out var own))
                    own.AddRange(constraints.EnumerateArray().Where(IsError).Select(constraint =>
                        (constraint.GetProperty("key").GetString()!,
                         FhirPathExpression.Compile(constraint.GetProperty("expression").GetString()!).Expression!)));
        }
        return invariants;
    }

    private static bool IsError(JsonElement constraint) =>
        constraint.GetProperty("severity").GetString() == "error" && constraint.TryGetProperty("expression", out _);
}

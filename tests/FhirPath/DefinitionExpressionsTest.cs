using System.Text.Json;
using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;
using Phr.Tests.Support;

namespace Phr.Tests.FhirPath;

/// <summary>The expressions that R4's own definitions carry.</summary>
public sealed class DefinitionExpressionsTest
{
    private static readonly (SearchParameter Parameter, FhirPathExpression Expression)[] SearchExpressions =
        [.. R4.SearchParameters.Where(each => each.Expression.Length > 0).Select(each => (each, Compiled(each.Expression)))];

    private static readonly FhirPathExpression DistinctItems = Compiled("distinct()");

    [Fact]
    public void Every_expression_of_a_search_parameter_compiles()
    {
        Assert.True(SearchExpressions.Length > 1_300);
        Assert.All(R4.SearchParameters.SelectMany(parameter => parameter.Components), component => Compiled(component.Expression));
    }

    [SkippableFact]
    public void Every_invariant_compiles_and_is_written_as_it_is_read()
    {
        var folder = SharedFolder.Find("hl7-r4-core/package");
        Skip.If(folder is null, "../shared/data is not here");

        var invariants = Directory.GetFiles(folder!, "StructureDefinition-*.json").SelectMany(Invariants).Distinct().ToArray();

        Assert.True(invariants.Length > 200);
        Assert.All(invariants, text =>
        {
            var written = Compiled(text).ToString();
            Assert.Equal(written, Compiled(written).ToString());
        });
    }

    [SkippableFact]
    public void Every_search_expression_evaluates_on_every_example_resource()
    {
        var folder = SharedFolder.Find("hl7-r4-instances");
        Skip.If(folder is null, "../shared/data is not here");

        var found = 0;
        foreach (var file in Directory.GetFiles(folder!, "*.json"))
        {
            using var document = FhirDocument.ParseLenient(File.ReadAllBytes(file)).Document;
            var resource = document!.Root;
            if (resource.Type is not { } type)
                continue;
            foreach (var (parameter, expression) in SearchExpressions)
                if (parameter.Bases.Any(type.Is))
                    found += AssertAlike(expression, expression.ForType(type), resource, file);
        }
        Assert.True(found > 5_000, $"{found}");
    }

    // The whole expression, its part for the type, and the walk that does not evaluate give the same elements.
    private static int AssertAlike(FhirPathExpression expression, FhirPathExpression ofType, Element resource, string file)
    {
        var whole = expression.Evaluate(resource, FhirPathEnvironment.Default);
        Assert.True(whole.Error is null, $"{file}: {expression}: {whole.Error?.Reason}");
        var part = ofType.Evaluate(resource, FhirPathEnvironment.Default);
        Assert.Equal(Distinct(whole.Items), Distinct(part.Items));
        var selected = new List<Element>();
        if (ofType.TrySelect(resource, selected))
            Assert.Equal(Distinct(part.Items), Distinct(Collection.Of(selected.Select(element => new Value.Node(element)))));
        return part.Items.Count;
    }

    private static string[] Distinct(Collection items) =>
        [.. DistinctItems.Evaluate(items, FhirPathEnvironment.Default).Items.Select(item => item.ToString()!).Order()];

    private static FhirPathExpression Compiled(string text)
    {
        var (expression, error) = FhirPathExpression.Compile(text);
        return expression ?? throw new ArgumentException($"{text}: {error!.Reason}", nameof(text));
    }

    private static IEnumerable<string> Invariants(string file)
    {
        using var definition = JsonDocument.Parse(File.ReadAllBytes(file));
        if (!definition.RootElement.TryGetProperty("snapshot", out var snapshot))
            yield break;
        foreach (var element in snapshot.GetProperty("element").EnumerateArray())
            if (element.TryGetProperty("constraint", out var constraints))
                foreach (var constraint in constraints.EnumerateArray())
                    if (constraint.TryGetProperty("expression", out var expression))
                        yield return expression.GetString()!;
    }
}

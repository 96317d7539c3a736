using System.Globalization;
using System.Xml.Linq;
using Phr.Fhir;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;
using Phr.Tests.Support;
using Xunit.Abstractions;

namespace Phr.Tests.FhirPath;

/// <summary>HL7's FHIRPath tests for R4.</summary>
public sealed class OfficialSuiteTest(ITestOutputHelper output)
{
    /// <summary>Tests that are not passed, each with the reason. The list may only shrink.</summary>
    private static readonly Dictionary<string, string> Excepted = [];

    private static readonly Dictionary<string, FhirDocument> Inputs = [];

    [SkippableFact]
    public void Every_test_of_the_official_suite_passes()
    {
        var folder = SharedFolder.Find("fhir-test-cases/r4");
        Skip.If(folder is null, "../shared/data is not here");

        var failed = new List<string>();
        var count = 0;
        foreach (var file in Directory.GetFiles(Path.Join(folder, "fhirpath"), "*.xml"))
            foreach (var test in XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("test"))
            {
                count++;
                if (Fault(test, folder!) is { } fault)
                    failed.Add($"{test.Attribute("name")!.Value}: {test.Element("expression")!.Value.Trim()}: {fault}");
            }

        failed.ForEach(output.WriteLine);
        Assert.True(count >= 447);
        Assert.Equal(Excepted.Keys.Order(), failed.Select(each => each[..each.IndexOf(':', StringComparison.Ordinal)]).Order());
    }

    private static string? Fault(XElement test, string folder)
    {
        var expression = test.Element("expression")!;
        var isInvalid = expression.Attribute("invalid") is not null;
        var result = Evaluate(expression.Value, test.Attribute("inputfile")?.Value, folder);
        if (isInvalid || result.Error is not null)
            return isInvalid == (result.Error is not null) ? null : result.Error?.Reason ?? $"no error but {Written(result.Items)}";
        if (test.Attribute("predicate")?.Value == "true")
            return Written(result.Items.Count == 1
                && result.Items[0] is Value.Boolean ? result.Items : Collection.Of(!result.Items.IsEmpty))
                == test.Element("output")!.Value ? null : $"not {test.Element("output")!.Value}";
        var expected = test.Elements("output").Select(each => each.Value.TrimStart('@')).ToList();
        var actual = result.Items.Select(Written).ToList();
        if (test.Attribute("ordered")?.Value == "false")
            (expected, actual) = ([.. expected.Order()], [.. actual.Order()]);
        return expected.Zip(actual).All(pair => AreSame(pair.First, pair.Second)) && expected.Count == actual.Count
            ? null
            : $"{string.Join(", ", actual)} instead of {string.Join(", ", expected)}";
    }

    private static FhirPathResult Evaluate(string expression, string? input, string folder)
    {
        var compilation = FhirPathExpression.Compile(expression);
        if (compilation.Expression is null)
            return new(default, compilation.Error);
        var environment = FhirPathEnvironment.Default with { IsStrict = true };
        return compilation.Expression.Evaluate(input is null ? default : Input(Path.Join(folder, input)).Root, environment);
    }

    private static FhirDocument Input(string file)
    {
        if (!Inputs.TryGetValue(file, out var document))
            Inputs[file] = document = FhirDocument.ParseLenient(file.EndsWith(".xml", StringComparison.Ordinal)
                ? XmlResource.ToJson(file) : File.ReadAllBytes(file)).Document!;
        return document;
    }

    private static string Written(Collection items) => string.Join(", ", items.Select(Written));

    private static string Written(Value value) => value switch
    {
        Value.Node node when node.Element.HasValue => node.Element.Text!,
        Value.DateOrTime { Temporal.Kind: TemporalKind.Time } => $"T{value}",
        _ => value.ToString()!,
    };

    private static bool AreSame(string expected, string actual) =>
        expected == actual
        || (decimal.TryParse(expected, CultureInfo.InvariantCulture, out var first)
            && decimal.TryParse(actual, CultureInfo.InvariantCulture, out var second) && first == second);
}

using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Phr.Fhir;
using Phr.Fhir.Patch;
using Phr.Tests.FhirPath;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir.Patch;

/// <summary>The official cases of both patch formats. None is left out.</summary>
public sealed class OfficialPatchTest
{
    [SkippableTheory]
    [InlineData("json-patch-tests/spec_tests.json")]
    [InlineData("fhir-test-cases/r4/patch/json-patch-tests.json")]
    public void Json_patches_do_what_the_cases_expect(string file)
    {
        var wrong = new List<string>();
        var path = SharedFolder.Find(file);
        Skip.If(path is null, $"{file} is not beside the repository.");
        var cases = JsonNode.Parse(File.ReadAllText(path))!.AsArray();
        foreach (var one in cases.Select(one => one!.AsObject()).Where(one =>
            one.ContainsKey("patch") && one["disabled"]?.GetValue<bool>() != true))
        {
            var (patch, fault) = JsonPatch.Read(Bytes(one["patch"]));
            var patched = patch?.Apply(Bytes(one["doc"]));
            fault ??= patched?.Fault;
            var isRight = one.TryGetPropertyValue("expected", out var expected)
                ? fault is null && JsonNode.DeepEquals(expected, JsonNode.Parse(patched!.Value.Resource.Span))
                : one.ContainsKey("error") == fault is not null;
            if (!isRight)
                wrong.Add($"{one["comment"]}: {fault?.Reason ?? "applied"}");
        }
        Assert.True(cases.Count > 10);
        Assert.Empty(wrong);
    }

    [SkippableFact]
    public void FhirPath_patches_do_what_the_cases_expect()
    {
        var wrong = new List<string>();
        var folder = SharedFolder.Find("fhir-test-cases/r4/patch");
        Skip.If(folder is null, "The official cases are not beside the repository.");
        var files = Directory.GetFiles(folder, "fhir-patch-tests*.xml");
        var cases = files.SelectMany(file => XDocument.Load(file).Root!.Elements("case")).ToList();
        foreach (var one in cases)
        {
            var parameters = FhirDocument.Parse(Resource(one, "diff"));
            using var document = parameters.Document!;
            Assert.True(parameters.IsValid, string.Join('\n', parameters.Issues));
            var (patch, fault) = FhirPathPatch.Read(document.Root);
            var patched = patch?.Apply(Resource(one, "input"));
            fault ??= patched?.Fault;
            var isRight = one.Element("error") is not null
                ? fault is not null
                : fault is null && JsonNode.DeepEquals(JsonNode.Parse(Resource(one, "output")),
                    JsonNode.Parse(patched!.Value.Resource.Span));
            if (!isRight)
                wrong.Add($"{one.Attribute("name")!.Value}: {fault?.Reason ?? Encoding.UTF8.GetString(patched!.Value.Resource.Span)}");
        }
        Assert.True(cases.Count >= 13);
        Assert.Empty(wrong);
    }

    [SkippableFact]
    public void Xml_patches_do_what_the_cases_expect()
    {
        var wrong = new List<string>();
        var file = SharedFolder.Find("fhir-test-cases/r4/patch/xml-patch-tests.xml");
        Skip.If(file is null, "The official cases are not beside the repository.");
        // Without a target there is nothing to patch, which the interface does not allow to ask.
        var cases = XDocument.Load(file, LoadOptions.PreserveWhitespace).Root!.Elements("case")
            .Where(one => one.Element("target")!.Elements().Any()).ToList();
        foreach (var one in cases)
        {
            var sent = one.Elements().Single(part => part.Name.LocalName == "patch").ToString(SaveOptions.DisableFormatting);
            var (patch, fault) = XmlPatch.Read(Encoding.UTF8.GetBytes(sent));
            var target = new XDocument(one.Element("target")!.Elements().Single()).Root!;
            fault ??= patch!.Change(target);
            var isRight = one.Element("patched") is { } patched
                ? fault is null && Plain(target) == Plain(patched.Elements().Single())
                : fault is not null;
            if (!isRight)
                wrong.Add($"{one.Attribute("name")!.Value}: {fault?.Reason ?? target.ToString()}");
        }
        Assert.True(cases.Count >= 25);
        Assert.Empty(wrong);
    }

    // Without the white space between elements, which the cases lay out in their own ways.
    private static string Plain(XElement element)
    {
        var copy = new XDocument(element).Root!;
        foreach (var space in copy.DescendantNodes().OfType<XText>().Where(text => string.IsNullOrWhiteSpace(text.Value)).ToList())
            space.Remove();
        foreach (var empty in copy.DescendantsAndSelf().Where(each => !each.Nodes().Any()))
            empty.RemoveNodes();
        return copy.ToString(SaveOptions.DisableFormatting).Replace(" />", "/>", StringComparison.Ordinal);
    }

    private static byte[] Resource(XElement one, string part) => XmlResource.ToJson(one.Element(part)!.Elements().Single());

    private static byte[] Bytes(JsonNode? json) => Encoding.UTF8.GetBytes(json?.ToJsonString() ?? "null");
}

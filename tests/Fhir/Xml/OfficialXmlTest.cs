using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Phr.Fhir;
using Phr.Fhir.Xml;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir.Xml;

/// <summary>What others published goes through XML and JSON and back without loss.</summary>
public sealed class OfficialXmlTest
{
    // Elements that R4 does not define, which XML has no place for.
    private static readonly string[] NotR4 = ["r4-caredove-bundle.json", "myconsent-resource.json"];

    [SkippableFact]
    public void Every_example_in_JSON_is_the_same_after_XML()
    {
        var folders = new[] { "hl7-r4-instances", "fhir-test-cases/r4", "jp/jp-clins-examples" }.Select(SharedFolder.Find).ToList();
        Skip.If(folders.Contains(null), "../shared/data is not here");
        var count = 0;
        foreach (var file in folders.SelectMany(folder => Directory.GetFiles(folder!, "*.json", SearchOption.AllDirectories)))
        {
            using var document = FhirDocument.ParseLenient(File.ReadAllBytes(file)).Document;
            if (document?.Root.Type is not { IsResource: true })
                continue;
            count++;
            using var xml = new MemoryStream();
            Assert.Equal((file, !NotR4.Contains(Path.GetFileName(file))), (file, FhirXml.TryWrite(document.Root, xml)));
            if (NotR4.Contains(Path.GetFileName(file)))
                continue;
            var (json, fault) = FhirXml.ToJson(xml.ToArray());
            Assert.Null(fault);
            Assert.Equal((file, Written(JsonNode.Parse(document.Json.Span))), (file, Written(JsonNode.Parse(json.Span))));
        }
        Assert.True(count > 500);
    }

    [SkippableFact]
    public void Every_example_in_XML_is_the_same_after_JSON()
    {
        var folder = SharedFolder.Find("fhir-test-cases/r4");
        Skip.If(folder is null, "../shared/data is not here");
        var count = 0;
        foreach (var file in Directory.GetFiles(folder, "*.xml", SearchOption.AllDirectories))
        {
            var root = XDocument.Load(file, LoadOptions.PreserveWhitespace).Root!;
            // A StructureDefinition that another version of FHIR wrote.
            if (root.Name.NamespaceName != "http://hl7.org/fhir" || Path.GetFileName(file) is "myconsent-ext.xml")
                continue;
            count++;
            var (json, fault) = FhirXml.ToJson(File.ReadAllBytes(file));
            Assert.Equal((file, null), (file, fault?.Expression));
            using var document = FhirDocument.Parse(json).Document!;
            using var xml = new MemoryStream();
            Assert.True(FhirXml.TryWrite(document.Root, xml));
            var back = XDocument.Parse(Encoding.UTF8.GetString(xml.ToArray()), LoadOptions.PreserveWhitespace).Root!;
            Assert.Equal((file, Written(root)), (file, Written(back)));
        }
        Assert.True(count > 20);
    }

    // Members in any order, numbers with their digits, lists without what is nothing at their end, narrative by what its XML says.
    private static string Written(JsonNode? node) => node switch
    {
        JsonObject members => $"{{{string.Join(',', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member =>
            $"{member.Key}:{(member.Key == "div" ? Narrative(member.Value!.GetValue<string>()) : Written(member.Value))}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Reverse().SkipWhile(item => item is null).Reverse().Select(Written))}]",
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string Narrative(string xhtml) =>
        XElement.Parse(xhtml, LoadOptions.PreserveWhitespace).ToString(SaveOptions.DisableFormatting);

    // Elements of a list in their order, others in any.
    private static string Written(XElement element) => element.Name.NamespaceName != "http://hl7.org/fhir"
        ? element.ToString(SaveOptions.DisableFormatting)
        : $"<{element.Name.LocalName}{Attributes(element)}>"
            + string.Concat(element.Elements().OrderBy(child => child.Name.LocalName, StringComparer.Ordinal).Select(Written)) + "</>";

    private static string Attributes(XElement element) => string.Concat(element.Attributes()
        .Where(each => each.Name.NamespaceName.Length == 0 && !each.IsNamespaceDeclaration)
        .OrderBy(each => each.Name.LocalName, StringComparer.Ordinal).Select(each => $" {each.Name}={each.Value}"));
}

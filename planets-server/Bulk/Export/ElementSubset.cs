using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Fhir.Definitions;
using Phr.Planets.Operations.Labelling;

namespace Phr.Planets.Bulk.Export;

/// <summary>
/// Resources with some of their root elements: those asked for, those that have to be there, id and meta, whose tag then says SUBSETTED
/// (R4 search.html#elements). What stays keeps its bytes.
/// </summary>
/// <param name="elements"><c>name</c> or <c>Type.name</c>.</param>
public sealed class ElementSubset(IReadOnlyList<string> elements)
{
    private static readonly string[] Always = ["resourceType", "id", "meta"];

    private static readonly JsonNode Subsetted = JsonNode.Parse(
        """{"tag":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}]}""")!;

    public ReadOnlyMemory<byte> Of(string type, ReadOnlyMemory<byte> resource)
    {
        if (elements.Count == 0)
            return resource;
        var definition = R4.Type(type)!;
        var kept = new MemoryStream(resource.Length);
        var reader = new Utf8JsonReader(resource.Span, new JsonReaderOptions { MaxDepth = 256 });
        while (reader.Read())
        {
            if (reader is not { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                continue;
            var name = reader.GetString()!;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!IsKept(definition, name))
                continue;
            kept.WriteByte(kept.Length == 0 ? (byte)'{' : (byte)',');
            kept.Write(resource.Span[start..(int)reader.BytesConsumed]);
        }
        kept.WriteByte((byte)'}');
        return MetaWords.Of(Subsetted).AddedTo(kept.ToArray());
    }

    private bool IsKept(FhirType type, string jsonName)
    {
        if (Always.Contains(jsonName))
            return true;
        // A primitive's id and extensions stand beside it under an underscore.
        var element = type.Property(Encoding.UTF8.GetBytes(jsonName.TrimStart('_')))?.Element;
        return element is not null && (
            element.IsRequired || elements.Contains(element.Name) || elements.Contains($"{type.Name}.{element.Name}"));
    }
}

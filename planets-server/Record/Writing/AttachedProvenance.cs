using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Phr.Fhir;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record.Writing;

/// <summary>
/// A Provenance that came along with a write in the header <c>X-Provenance</c> (R4 provenance.html#header): its targets
/// are the versions that are written, and it is stored with them or not at all.
/// </summary>
/// <param name="Id">What it will be stored as; with a number behind it in the second stream, and further ones.</param>
/// <param name="Content">As it was sent, without a target.</param>
public sealed record AttachedProvenance(string Id, JsonObject Content)
{
    public const string HeaderName = "X-Provenance";

    /// <summary>Characters of the header.</summary>
    public const int CharactersMax = 8_192;

    // The structure asks for a target, which only the write can tell.
    private const string Unwritten = "Basic/unwritten";

    /// <summary>
    /// Reads the header; null where there is none. Whatever is wrong with it, nothing of the request is stored.
    /// </summary>
    public static Answer<AttachedProvenance?> Read(HttpRequest request, Caller caller)
    {
        var text = request.Headers[HeaderName].ToString();
        if (text.Length == 0)
            return (AttachedProvenance?)null;
        if (text.Length > CharactersMax)
            return Wrong($"The header {HeaderName} has at most {CharactersMax} characters.", "too-long");
        if (Parse(text) is not { } content || content["resourceType"]?.ToJsonString() != "\"Provenance\"")
            return Wrong($"The header {HeaderName} is no Provenance in JSON.", "invalid");
        if (content["target"] is not null || content["id"] is not null)
            return Wrong(
                $"A Provenance in the header {HeaderName} has neither id nor target: the server fills them in.",
                "invalid");
        var draft = content.DeepClone().AsObject();
        draft["target"] = Targets([Unwritten]);
        var parsed = FhirDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(draft));
        using var document = parsed.Document;
        if (!parsed.IsValid)
        {
            var first = parsed.Issues[0];
            return new Refusal(
                RefusalKind.Invalid, $"The header {HeaderName} is no valid Provenance: {first.English}", first.Expression,
                first.Code);
        }
        return caller.Permissions.For("Provenance", ScopeAccess.Create).Everything
            ? new AttachedProvenance(ResourceIds.Fresh(), content)
            : new Refusal(RefusalKind.Forbidden, "The scopes of this token do not permit that on Provenance.", null,
                "forbidden");
    }

    /// <summary>The stored bytes.</summary>
    public ReadOnlyMemory<byte> Complete(string id, IEnumerable<Written> written, DateTimeOffset at)
    {
        var resource = new JsonObject { ["resourceType"] = "Provenance", ["id"] = id };
        var meta = Content["meta"]?.DeepClone().AsObject() ?? [];
        meta["versionId"] = "1";
        meta["lastUpdated"] = Instant.Format(at);
        resource["meta"] = meta;
        resource["target"] = Targets(written.Select(one =>
            $"{one.Type}/{one.Id}/_history/{one.Version.ToString(CultureInfo.InvariantCulture)}"));
        foreach (var (name, value) in Content.Where(property => property.Key is not ("resourceType" or "meta")))
            resource[name] = value?.DeepClone();
        return JsonSerializer.SerializeToUtf8Bytes(resource);
    }

    private static JsonArray Targets(IEnumerable<string> references) =>
        [.. references.Select(reference => new JsonObject { ["reference"] = reference })];

    private static JsonObject? Parse(string text)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false };
            SoundJson.Check(Encoding.UTF8.GetBytes(text), options);
            return JsonNode.Parse(text, documentOptions: options) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Refusal Wrong(string reason, string code) => new(RefusalKind.Invalid, reason, HeaderName, code);
}

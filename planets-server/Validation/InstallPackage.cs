using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Conformance.Packages;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Http;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search.Custom;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Validation;

/// <summary>
/// <c>POST ImplementationGuide/$install</c> with a FHIR package (<c>.tgz</c>) as its body: from then on resources are checked by it, on
/// every node. For the operator's tools (role system) with a scope to write Library, as which the package is kept.
/// </summary>
public static class InstallPackage
{
    private static readonly string[] Types = [InstalledPackages.ContentType, "application/x-gzip", "application/tar+gzip",
        "application/octet-stream"];

    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapPost("/ImplementationGuide/$install", Handle);

    private static async Task<IResult> Handle(
        HttpContext http, RecordWriter writer, ServerRulebook rulebook, CustomParameters parameters, CancellationToken ct)
    {
        var origin = OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var read = await Read(http.Request, ct);
        if (read.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var (package, fault) = PackageReader.Read(new MemoryStream(read.Value));
        if (package is null)
            return Faulty(fault!);
        await rulebook.Renewed(ct);
        if (rulebook.Packages.With(package).Fault is { } missing)
            return Faulty(missing);
        using var document = FhirDocument.Parse(Library(package, read.Value)).Document!;
        var id = InstalledPackages.IdOf(package.Name, package.Version);
        var sent = await writer.Prepare(http.Caller(), origin.Value, document.Root, id, ScopeAccess.Update, UnitLinks.None, ct);
        if (sent.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var written = await writer.Write(origin.Value, [new Interaction.Update(sent.Value, null)], UnitLinks.None, ct);
        if (written.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        await rulebook.Renewed(ct);
        var followed = await parameters.Fresh(ct);
        return WrittenJson.Parameters(json => ListPackages.Write(json, package, isInstalled: true, followed));
    }

    /// <summary>Who may change what everybody is checked by.</summary>
    internal static Answer<Origin> OriginOf(Caller caller) => caller.Role is CallerRole.System or CallerRole.Service
        ? new Origin(caller.Subject, caller.Client, InstalledPackages.Source, "HSYSADMIN")
        : new Refusal(RefusalKind.Forbidden, "Packages are installed by the operator's own tools.", null, "forbidden");

    private static async Task<Answer<byte[]>> Read(HttpRequest request, CancellationToken ct)
    {
        if (!Types.Contains(request.ContentType?.Split(';')[0].Trim()))
            return new Refusal(RefusalKind.UnsupportedMediaType, "The body has to be application/gzip.", null, "not-supported");
        var body = await request.Body(ct);
        return body.Length <= InstalledPackages.ArchiveBytesMax
            ? body.ToArray()
            : new Refusal(RefusalKind.TooLarge, $"A package has at most {InstalledPackages.ArchiveBytesMax} bytes.", null, "too-long");
    }

    private static IResult Faulty(PackageFault fault) => FhirJson.Outcomes(StatusCodes.Status422UnprocessableEntity,
        [new(IssueSeverity.Error, fault.Code, "package", fault.English, fault.Japanese, fault.Place)]);

    private static ReadOnlyMemory<byte> Library(FhirPackage package, byte[] archive)
    {
        var body = new ArrayBufferWriter<byte>(archive.Length * 3 / 2);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Library");
            json.WriteString("id", InstalledPackages.IdOf(package.Name, package.Version));
            json.WriteString("version", package.Version);
            json.WriteString("name", package.Name);
            json.WriteString("status", "active");
            json.WriteStartObject("type");
            json.WriteStartArray("coding");
            json.WriteStartObject();
            json.WriteString("system", "http://terminology.hl7.org/CodeSystem/library-type");
            json.WriteString("code", "asset-collection");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartArray("content");
            json.WriteStartObject();
            json.WriteString("contentType", InstalledPackages.ContentType);
            json.WriteBase64String("data", archive);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return body.WrittenMemory;
    }
}

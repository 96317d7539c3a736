using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Bulk.Jobs;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Planets.Record;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bulk.Export;

/// <summary>
/// <c>[base]/$export</c>, <c>/Patient/$export</c>, <c>/Group/[id]/$export</c>: begins an export of what the caller may see, as it stands
/// at that position of the log. SMART Bulk Data Access 2.0, "Bulk Data Kick-off Request".
/// </summary>
public static class KickOff
{
    /// <summary>Members of a Group.</summary>
    public const int MembersMax = 50_000;

    public static void Map(IEndpointRouteBuilder fhir)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Post];
        fhir.MapMethods("/$export", methods, (HttpContext http, ExportStart start, CancellationToken ct) =>
            start.Handle(http, false, null, ct));
        fhir.MapMethods("/Patient/$export", methods, (HttpContext http, ExportStart start, CancellationToken ct) =>
            start.Handle(http, true, null, ct));
        fhir.MapMethods("/Group/{id}/$export", methods, (string id, HttpContext http, ExportStart start, CancellationToken ct) =>
            start.Handle(http, true, id, ct));
    }
}

/// <summary>From a kick-off to a job.</summary>
public sealed class ExportStart(
    RecordReads reads, CriterionParser parser, BulkJobs jobs, BulkFolder folder, BulkSignal signal, FhirEndpoint fhir)
{
    private static readonly Refusal TooManyMembers = new(
        RefusalKind.Unprocessable, $"A Group of an export has at most {KickOff.MembersMax} members.", "Group.member", "too-costly");

    public static Refusal NotAsync { get; } = new(
        RefusalKind.Invalid, "An export is asked for with 'Prefer: respond-async'.", "http.Prefer", "required");

    public async Task<IResult> Handle(HttpContext http, bool ofPatients, string? group, CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Read, parser.Keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        if (http.Request.Preference("respond-async") is null)
            return FhirJson.Refused(NotAsync);
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        IReadOnlyList<string>? members = null;
        if (group is not null)
        {
            var found = await reads.Present("Group", group, visibility.Value, ct);
            if (found is not { Body: { } body })
                return Read.Answer(found, "Group", http.Request);
            members = Members(body);
            if (members.Count > KickOff.MembersMax)
                return FhirJson.Refused(TooManyMembers);
        }
        var level = Of(http) with { OfPatients = ofPatients, Patients = members };
        var request = ExportRequest.Read(level, input.Value, parser, http.Request.Preference("handling") == "lenient");
        return request.IsRefused(out refusal) ? FhirJson.Refused(refusal) : await Add(http, request.Value, ct);
    }

    /// <summary>All that its caller may see.</summary>
    public ExportRequest Of(HttpContext http) => new(
        $"{fhir.Url.TrimEnd('/')}{http.Request.Path.Value!["/fhir".Length..]}{http.Request.QueryString}", Requester.Of(http.Caller()),
        [], null, [], [], OfPatients: false, Patients: null, []);

    /// <summary>Leaves a request that was read to a worker.</summary>
    public async Task<IResult> Add(HttpContext http, ExportRequest request, CancellationToken ct)
    {
        var id = Guid.Parse(ResourceIds.Fresh());
        var text = folder.Seal(id, JsonSerializer.SerializeToUtf8Bytes(request));
        var added = await jobs.Add(new NewJob(id, BulkJob.Export, Requester.DigestOf(http.Caller()), text, "waiting"), [], ct);
        return BulkStatus.Accepted(http, added, signal, fhir);
    }

    private static IReadOnlyList<string> Members(ReadOnlyMemory<byte> group)
    {
        using var document = FhirDocument.ParseLenient(group).Document ?? throw new InvalidDataException("A stored body is no JSON.");
        var members = new List<string>();
        foreach (var member in document.Root.Children("member"))
        {
            var entity = member.Child("entity").Child("reference").Text;
            if (member.Child("inactive").Boolean != true && entity?.Split('/') is ["Patient", var id])
                members.Add(id);
        }
        return members;
    }
}

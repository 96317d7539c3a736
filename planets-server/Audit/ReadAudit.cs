using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Audit;

/// <summary>
/// <c>GET [base]/AuditEvent?…</c>, <c>POST …/_search</c> and <c>GET [base]/AuditEvent/[id]</c>: who did what with whose
/// record. Nobody writes, changes or deletes one: they are told from the access journal and the log.
/// </summary>
public static class ReadAudit
{
    private static readonly Issue NotWritten = new(
        IssueSeverity.Error, "not-supported", "http-405", "AuditEvents are written by this server alone.",
        "AuditEvent はこのサーバだけが記録します。", "");

    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/AuditEvent", (HttpContext http, AuditTrail trail, FhirEndpoint endpoint, CancellationToken ct) =>
            Search(SearchQuery.Pairs(http.Request.QueryString.Value ?? ""), http, (trail, endpoint), ct));
        fhir.MapPost("/AuditEvent/_search", SearchByForm);
        fhir.MapGet("/AuditEvent/{id}", Read);
        fhir.MapPost("/AuditEvent", Refuse);
        fhir.MapMethods("/AuditEvent/{id}", ["PUT", "PATCH", "DELETE"], Refuse);
    }

    private static IResult Refuse() => FhirJson.Outcomes(StatusCodes.Status405MethodNotAllowed, [NotWritten]);

    private static async Task<IResult> SearchByForm(
        HttpContext http, AuditTrail trail, FhirEndpoint endpoint, CancellationToken ct)
    {
        var form = await SearchForm.Read(http.Request, ct);
        return form.IsRefused(out var refusal) ? FhirJson.Refused(refusal) : await Search(form.Value, http, (trail, endpoint), ct);
    }

    private static async Task<IResult> Search(
        IReadOnlyList<KeyValuePair<string, string>> asked, HttpContext http,
            (AuditTrail Trail, FhirEndpoint Fhir) parts, CancellationToken ct)
    {
        var scope = Scope(http.Caller(), ScopeAccess.Search);
        if (scope.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var query = AuditQuery.Parse(asked, parts.Fhir.Url, PlanetsServer.Zone);
        if (query.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        await Record(http, "search-type", ct);
        var (records, next) = await parts.Trail.Page(query.Value, scope.Value, http.Caller(), ct);
        var links = new List<KeyValuePair<string, string>> { new("self", Link(parts.Fhir, asked)) };
        if (next is not null)
        {
            var others = asked.Where(pair => pair.Key != AuditQuery.Cursor);
            links.Add(new("next", Link(parts.Fhir, [.. others, new(AuditQuery.Cursor, next.ToString())])));
        }
        return new BundleResult(
            new BundleHead("searchset") { Links = links },
            records.Select(record => (new BundleEntry($"{parts.Fhir.Url}AuditEvent/{record.Id}", "match"),
                Bytes(record))));
    }

    private static async Task<IResult> Read(string id, HttpContext http, AuditTrail trail, CancellationToken ct)
    {
        var scope = Scope(http.Caller(), ScopeAccess.Read);
        if (scope.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        await Record(http, "read", ct);
        var query = new AuditQuery(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, AuditPlace.Newest, 1) { Id = id };
        var records = id is ['a' or 'w', ..] ? (await trail.Page(query, scope.Value, http.Caller(), ct)).Records : [];
        return records is [var record]
            ? Results.Bytes(Bytes(record).ToArray(), FhirJson.ContentType)
            : FhirJson.Refused(new Refusal(RefusalKind.NotFound, "No such AuditEvent is here for you.", null,
                "not-found"));
    }

    private static Answer<AuditScope> Scope(Caller caller, ScopeAccess access)
    {
        if (AuditScope.Of(caller) is not { } scope)
            return new Refusal(RefusalKind.Forbidden, "This token is not for reading records.");
        return caller.Permissions.For("AuditEvent", access).Everything
            ? scope
            : new Refusal(RefusalKind.Forbidden, "The scopes of this token do not permit that on AuditEvent.", null,
                "forbidden");
    }

    // Others read of what they did themselves, or what was done with their own.
    private static Task Record(HttpContext http, string interaction, CancellationToken ct) =>
        http.Caller().Role == CallerRole.Auditor
            ? http.RequestServices.GetRequiredService<AccessJournal>().Record(
                Accesses.Of(http, interaction, "AuditEvent", [], []) with { Outcome = "permitted" }, ct)
            : Task.CompletedTask;

    private static string Link(FhirEndpoint fhir, IReadOnlyList<KeyValuePair<string, string>> query) =>
        $"{fhir.Url}AuditEvent?{string.Join('&', query.Select(pair => $"{pair.Key}={WebUtility.UrlEncode(
            pair.Value)}"))}";

    private static ReadOnlyMemory<byte> Bytes(AuditRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer))
            AuditEventJson.Write(json, record);
        return buffer.WrittenMemory;
    }
}

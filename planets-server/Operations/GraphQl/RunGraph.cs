using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using System.Buffers;
using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Graph;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Planets.Search;
using Phr.Planets.Validation;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Operations.GraphQl;

/// <summary>What queries are answered with.</summary>
public sealed record GraphParts(
    RecordReads Reads, SearchAnswers Searches, SearchRun Run, PageLinks Links, TokenKeys Keys, AccessJournal Journal,
    ServerRulebook Rulebook, FhirEndpoint Fhir, OperationOptions Options);

/// <summary>
/// <c>[base]/$graphql</c> and <c>[base]/[type]/[id]/$graphql</c>: what a query in GraphQL asks for, of what the caller may see. R4
/// graphql.html, resource-operation-graphql.html.
/// </summary>
public static class RunGraph
{
    public static void Map(IEndpointRouteBuilder fhir)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Post];
        fhir.MapMethods("/$graphql", methods, (HttpContext http, GraphParts parts, CancellationToken ct) => Handle(null, http, parts, ct));
        fhir.MapMethods("/{type:resource}/{id}/$graphql", methods, (
            string type, string id, HttpContext http, GraphParts parts, CancellationToken ct) => Handle((type, id), http, parts, ct));
    }

    private static async Task<IResult> Handle((string Type, string Id)? root, HttpContext http, GraphParts parts, CancellationToken ct)
    {
        var reading = http.Visibility(ScopeAccess.Read, parts.Keys);
        var searching = http.Visibility(ScopeAccess.Search, parts.Keys);
        if (reading.IsRefused(out var refusal) || searching.IsRefused(out refusal))
            return GraphErrors.Refused(refusal);
        var call = await GraphCall.Read(http.Request, ct);
        if (call.IsRefused(out refusal))
            return GraphErrors.Refused(refusal);
        var (query, fault) = GraphQuery.Read(
            call.Value.Query, call.Value.Operation, call.Value.Variables, root is { } of ? R4.Type(of.Type) : null);
        if (query is null)
            return GraphErrors.Refused(fault!);
        var fetch = new GraphFetch(parts, http, reading.Value, searching.Value);
        FhirDocument? document = null;
        if (root is { } named)
        {
            var body = await fetch.Read(named.Type, named.Id, null, ct);
            if (body is null)
                return await Refused(new(RefusalKind.NotFound, $"No such {named.Type} is here for you.", null, "not-found"), fetch, ct);
            document = FhirDocument.ParseLenient(body.Value).Document;
        }
        using (document)
            return await Answer(query, document?.Root ?? default, fetch, parts, ct);
    }

    private static async Task<IResult> Answer(GraphQuery query, Element root, GraphFetch fetch, GraphParts parts, CancellationToken ct)
    {
        var paths = (await parts.Rulebook.Current(ct)).Validator.Paths();
        using var run = new GraphRun(query, paths, parts.Fhir.Url)
        {
            ResourcesMax = parts.Options.GraphResourcesMax, BytesMax = parts.Options.GraphBytesMax,
        };
        for (var asked = run.Begin(root); asked.Count > 0; asked = run.Next())
        {
            if (await fetch.Answer(run, asked, ct) is var (refusal, place))
                return await Refused(refusal, fetch, ct, place);
        }
        var answer = new ArrayBufferWriter<byte>(4 << 10);
        answer.Write("{\"data\":"u8);
        if ((run.Fault ?? run.Write(answer)) is { } fault)
        {
            await fetch.Record(isShown: false, ct);
            return GraphErrors.Refused(fault);
        }
        answer.Write("}"u8);
        await fetch.Record(isShown: true, ct);
        return Results.Bytes(answer.WrittenMemory, GraphErrors.ContentType);
    }

    private static async Task<IResult> Refused(Refusal refusal, GraphFetch fetch, CancellationToken ct, GraphPlace? place = null)
    {
        await fetch.Record(isShown: false, ct);
        return GraphErrors.Refused(refusal, place);
    }
}

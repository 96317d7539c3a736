using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using System.Text.Json.Nodes;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Operations.Labelling;

/// <summary>
/// <c>POST [base]/[type]/[id]/$meta-add</c> and <c>$meta-delete</c>: profiles, tags and labels come to a resource or go from it. It is an
/// update like any other, with a version of its own, so a label holds for the next reader. R4 resource-operation-meta-add.html,
/// -meta-delete.html.
/// </summary>
public static class ChangeMeta
{
    /// <summary>How often what others changed meanwhile is looked at again.</summary>
    private const int TriesMax = 5;

    private static readonly Refusal NoMeta = new(
        RefusalKind.Invalid, "The parameter 'meta' has to be a Meta.", "Parameters.parameter", "required");

    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapPost("/{type:resource}/{id}/$meta-add", (
            string type, string id, HttpContext http, RecordReads reads, RecordWriter writer, TokenKeys keys,
            AccessJournal journal, CancellationToken ct) =>
            Handle(type, id, http, new Change(reads, writer, keys, journal, (words, body) => words.AddedTo(body)), ct));
        fhir.MapPost("/{type:resource}/{id}/$meta-delete", (
            string type, string id, HttpContext http, RecordReads reads, RecordWriter writer, TokenKeys keys,
            AccessJournal journal, CancellationToken ct) =>
            Handle(type, id, http, new Change(reads, writer, keys, journal, (words, body) => words.TakenFrom(body)), ct));
    }

    private static async Task<IResult> Handle(string type, string id, HttpContext http, Change change, CancellationToken ct)
    {
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var visibility = http.Visibility(ScopeAccess.Update, change.Keys);
        if (visibility.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        if (input.Value.Unfit(["meta"]) is { } unfit)
            return FhirJson.Refused(unfit);
        if (input.Value.Find("meta") is not { Value: { Exists: true, Type.Name: "Meta" } meta })
            return FhirJson.Refused(NoMeta);
        var words = MetaWords.Of(JsonNode.Parse(meta.RawJson));
        for (var tries = 1; ; tries++)
        {
            var found = await change.Reads.Present(type, id, visibility.Value, ct);
            if (found is not { Body: { } body })
                return Record.Read.Answer(found, type, http.Request);
            var changed = change.Apply(words, body);
            if (changed.Equals(body))
            {
                // Nothing is written, so the log does not say who was shown it.
                await change.Journal.Record(Accesses.Of(http, "meta", type, Record.Read.Named(type, id), [found.Stream]), ct);
                return Answer(body);
            }
            var written = await Write(http.Caller(), origin.Value, (type, id, found.Version), changed, change.Writer, ct);
            if (!written.IsRefused(out refusal))
                return Answer(written.Value.Body);
            if (refusal.Kind != RefusalKind.PreconditionFailed || tries == TriesMax)
                return FhirJson.Refused(refusal);
        }
    }

    private static async Task<Answer<Written>> Write(
        Caller caller, Origin origin, (string Type, string Id, int Version) stored, ReadOnlyMemory<byte> changed, RecordWriter writer,
        CancellationToken ct)
    {
        var parsed = FhirDocument.Parse(changed);
        using var document = parsed.Document;
        if (!parsed.IsValid)
            return new Refusal(RefusalKind.Unprocessable, parsed.Issues[0].English, parsed.Issues[0].Expression, parsed.Issues[0].Code);
        var prepared = await writer.Prepare(caller, origin, document!.Root, stored.Id, ScopeAccess.Update, UnitLinks.None, ct);
        return prepared.IsRefused(out var refusal)
            ? refusal
            : await writer.Write(caller, origin, new Interaction.Update(prepared.Value, VersionMatch.Of(stored.Version)), ct);
    }

    private static IResult Answer(ReadOnlyMemory<byte> body) =>
        OperationAnswer.Parameters(OperationAnswer.Parameter("return", "Meta", MetaWords.In(body)!));

    private sealed record Change(
        RecordReads Reads, RecordWriter Writer, TokenKeys Keys, AccessJournal Journal,
        Func<MetaWords, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Apply);
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Npgsql;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Planets.Record;
using Phr.Planets.Record.State;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Merging;

/// <summary>A Patient that a merge is about, as its source has it.</summary>
internal sealed record FoundPatient(string Id, int Version, StreamId Stream, ReadOnlyMemory<byte> Body);

/// <summary>Who calls an operation on two Patients, and with what.</summary>
internal sealed record MergeCall(Caller Caller, Origin Origin, Visibility Visibility, OperationInput Input);

/// <summary>What an operation on two Patients answers.</summary>
/// <param name="Shown">Streams of the Patients in it.</param>
internal sealed record MergeAnswer(IReadOnlyList<JsonObject> Parameters, IReadOnlyList<long> Shown);

/// <summary>What merging and parting share: the way from request to answer, finding the Patients, and writing both or neither.</summary>
internal sealed class MergeWork(
    RecordReads reads, RecordWriter writer, Indexer indexer, CriterionParser parser, Log log,
    NpgsqlDataSource database, AccessJournal journal)
{
    /// <summary>How often what others changed meanwhile is looked at again.</summary>
    private const int TriesMax = 5;

    public Reader Log => log.Reader;

    public NpgsqlDataSource Database => database;

    /// <summary>From a request to its answer; what others changed meanwhile is looked at again, a few times.</summary>
    /// <param name="name">Of the operation, as the access journal has it.</param>
    /// <param name="once">Names of its parameters; a Patient may also be named by identifiers, of which there may be several.</param>
    public async Task<IResult> Answer(
        HttpContext http, string name, string[] once, Func<MergeCall, Task<Answer<MergeAnswer>>> perform, CancellationToken ct)
    {
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var visibility = http.Visibility(ScopeAccess.Update, parser.Keys);
        if (visibility.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        if (read.Unfit(once, [.. once.Intersect(["source-patient", "target-patient"]).Select(IdentifierOf)]) is { } unfit)
            return FhirJson.Refused(unfit);
        var call = new MergeCall(http.Caller(), origin.Value, visibility.Value, read);
        for (var tries = 1; ; tries++)
        {
            var answer = await perform(call);
            var isRefused = answer.IsRefused(out refusal);
            if (isRefused && refusal!.Kind == RefusalKind.PreconditionFailed && tries < TriesMax)
                continue;
            await journal.Record(Accesses.Of(http, name, "Patient", Named(read), isRefused ? [] : answer.Value.Shown), ct);
            return isRefused ? FhirJson.Refused(refusal!) : OperationAnswer.Parameters(answer.Value.Parameters);
        }
    }

    private static string IdentifierOf(string patient) => $"{patient}-identifier";

    private static IReadOnlyList<string> Named(OperationInput input) =>
    [
        .. input.Parameters.Where(parameter => parameter.Name is "source-patient" or "target-patient")
            .Select(parameter => parameter.Text?.Split('/')).OfType<string[]>()
            .Where(parts => parts is ["Patient", { Length: > 0 }]).Select(parts => parts[1]),
    ];

    /// <summary>The Patient that <c>NAME-patient</c> or <c>NAME-patient-identifier</c> name; refused where there is not
    /// exactly one.</summary>
    /// <param name="name">source or target.</param>
    public async Task<Answer<FoundPatient>> Find(string name, MergeCall call, CancellationToken ct)
    {
        var id = await IdOf(name, call.Input, call.Caller, ct);
        if (id.IsRefused(out var refusal))
            return refusal;
        return await Read(id.Value, call.Visibility, ct) is { } found ? found : NotHere(call.Input.Find($"{name}-patient")?.Place);
    }

    public async Task<FoundPatient?> Read(string id, Visibility visibility, CancellationToken ct) =>
        await reads.Present("Patient", id, visibility, ct) is { Body: { } body } found
            ? new FoundPatient(id, found.Version, new StreamId(found.Stream), body)
            : null;

    public async Task<VersionFound?> Version(string id, int version, Visibility visibility, CancellationToken ct) =>
        await reads.Version("Patient", id, version, visibility, ct);

    /// <summary>Writes what the two become, and those that the second was merged into.</summary>
    /// <param name="documents">Of the new contents, which stay open until it is answered.</param>
    public async Task<Answer<IReadOnlyList<Written>>> Write(
        MergeCall call, IReadOnlyList<(FoundPatient Found, FhirDocument New)> documents, bool parts, CancellationToken ct)
    {
        var patients = new List<MergedPatient>();
        foreach (var (found, document) in documents)
        {
            var prepared = await writer.Prepare(call.Caller, call.Origin, document.Root, found.Id, ScopeAccess.Update, UnitLinks.None, ct);
            if (prepared.IsRefused(out var refusal))
                return refusal;
            patients.Add(new MergedPatient(prepared.Value, found.Version, found.Stream));
        }
        return await log.Writer.Append(new MergeProposal(call.Origin, patients, parts, indexer), ct);
    }

    /// <summary>Content that was worked out here, or sent as result-patient, as a document; refused where it is not sound.</summary>
    public static Answer<FhirDocument> Document(JsonObject patient)
    {
        var parsed = FhirDocument.Parse(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(patient));
        if (parsed.IsValid)
            return parsed.Document!;
        parsed.Document?.Dispose();
        return new Refusal(RefusalKind.Unprocessable, parsed.Issues[0].English, parsed.Issues[0].Expression, parsed.Issues[0].Code);
    }

    private async Task<Answer<string>> IdOf(string name, OperationInput input, Caller caller, CancellationToken ct)
    {
        var reference = input.Find($"{name}-patient");
        var identifiers = input.Parameters.Where(parameter => parameter.Name == IdentifierOf($"{name}-patient")).ToList();
        if (reference is not null && reference.Text?.Split('/') is not ["Patient", { Length: > 0 }])
            return reference.Wrong("This is not a reference to a Patient here.");
        if (identifiers.Count == 0)
        {
            return reference?.Text!["Patient/".Length..] ?? (Answer<string>)new Refusal(
                RefusalKind.Invalid, $"'{name}-patient' or '{name}-patient-identifier' is missing.", "Parameters.parameter", "required");
        }
        var query = string.Join('&', identifiers.Select(one => "identifier="
            + Uri.EscapeDataString($"{one.Value.Child("system").Text}|{one.Value.Child("value").Text}")));
        var condition = WriteCondition.Read("Patient", query, caller, parser);
        if (condition.IsRefused(out var refusal))
            return refusal;
        await using var connection = await database.OpenConnectionAsync(ct);
        var source = RecordWriter.OriginOf(caller).Value.Source;
        await using var command = new ConditionalStatement(condition.Value, source, []).ToSql(parser.Keys, limit: 2).ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        if (!await rows.ReadAsync(ct))
            return NotHere(identifiers[0].Place);
        var id = rows.GetString(0);
        if (await rows.ReadAsync(ct) || reference is not null && reference.Text != $"Patient/{id}")
            return new Refusal(RefusalKind.Unprocessable, "The identifiers are not of one Patient.", identifiers[0].Place,
                "multiple-matches");
        return id;
    }

    private static Refusal NotHere(string? place) => new(RefusalKind.Unprocessable, "No such Patient is here for you.", place, "not-found");
}

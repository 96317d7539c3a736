using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Planets.Record;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Erasing;

/// <summary>
/// <c>POST [base]/Patient/[id]/$erase</c> with <c>reason</c>: the account that the Patient's source has of the person becomes unreadable
/// for ever, in backups too. A person has their own erased, an organisation its own once its duty to keep it is over; until then it is
/// 409. The answer is the signed certificate, bound to the log by the hash of the event that says so.
/// </summary>
public static class ErasePatient
{
    private static readonly Refusal NotHere = new(RefusalKind.NotFound, "No such Patient is here for you.", null, "not-found");

    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapPost("/Patient/{id}/$erase", Handle);

    private static async Task<IResult> Handle(
        string id, HttpContext http, RecordReads reads, StreamErasure erasure, KeyStore keyStore, TokenKeys keys, CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Read, keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        if (read.Unfit(["reason"]) is { } unfit)
            return FhirJson.Refused(unfit);
        if (!StreamErasure.IsReason(read.Find("reason")?.Text))
        {
            return FhirJson.Refused(new Refusal(
                RefusalKind.Invalid, $"A reason has 1 to {StreamErasure.ReasonCharactersMax} characters.", "Parameters.parameter",
                "required"));
        }
        if (await reads.Present("Patient", id, visibility.Value, ct) is null)
            return FhirJson.Refused(NotHere);
        var streams = await erasure.StreamsOf(id, ct);
        if (streams.Find(one => one.Patient == id) is not { } asked)
            return FhirJson.Refused(NotHere);
        if (!IsTheirs(http.Caller(), asked))
            return FhirJson.Refused(new Refusal(RefusalKind.Forbidden, "This is the account of somebody else.", null, "forbidden"));
        var erased = await erasure.Erase(http.Caller(), asked, streams, ct);
        return erased.IsRefused(out refusal) ? FhirJson.Refused(refusal) : Certificate(erased.Value, keyStore);
    }

    // A person may ask of every account of theirs; what a hospital has to keep says so by itself.
    private static bool IsTheirs(Caller caller, StreamOfPerson asked) =>
        caller.Role == CallerRole.Patient || RecordWriter.OriginOf(caller) is { Refusal: null, Value.Source: var source }
            && source == asked.Source;

    private static IResult Certificate(ErasureCertificate certificate, KeyStore keys)
    {
        var statement = certificate.Statement();
        return OperationAnswer.Parameters(
        [
            OperationAnswer.Parameter("erasedAt", "Instant",
                statement.ErasedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
            OperationAnswer.Parameter("position", "String", statement.ErasedAtPosition.ToString(CultureInfo.InvariantCulture)),
            OperationAnswer.Parameter("logHash", "String", statement.LogHash!),
            OperationAnswer.Parameter("content", "Base64Binary", Convert.ToBase64String(certificate.Content.Span)),
            OperationAnswer.Parameter("signature", "Base64Binary", Convert.ToBase64String(certificate.Signature.Span)),
            OperationAnswer.Parameter("publicKey", "Base64Binary", Convert.ToBase64String(keys.PublicKey.Span)),
            .. statement.Remains.Select(one => OperationAnswer.Parts(
                "remains", OperationAnswer.Parameter("holder", "String", one.Holder),
                    OperationAnswer.Parameter("what", "String", one.What))),
        ]);
    }
}

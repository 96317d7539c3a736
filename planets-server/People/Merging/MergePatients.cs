using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Merging;

/// <summary>
/// <c>POST [base]/Patient/$merge</c>: two Patients of the caller's own are one. The source Patient stays readable, not
/// active and replaced by the
/// target; all entries stay where they are, and whoever asks for the person by either finds both. <c>preview</c> writes nothing. R5
/// patient-operation-merge.html.
/// </summary>
public static class MergePatients
{
    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapPost("/Patient/$merge", Handle);

    private static async Task<IResult> Handle(HttpContext http, MergeWork work, CancellationToken ct)
    {
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var visibility = http.Visibility(ScopeAccess.Update, work.Parser.Keys);
        if (visibility.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        if (read.Unknown(
            "source-patient", "target-patient", "source-patient-identifier", "target-patient-identifier", "result-patient", "preview")
            is { } unknown)
        {
            return FhirJson.Refused(unknown);
        }
        for (var tries = 1; ; tries++)
        {
            var merged = await Merge(http.Caller(), origin.Value, read, visibility.Value, work, ct);
            if (!merged.IsRefused(out refusal))
                return OperationAnswer.Parameters(OperationAnswer.Resource("result", merged.Value));
            if (refusal.Kind != RefusalKind.PreconditionFailed || tries == MergeWork.TriesMax)
                return FhirJson.Refused(refusal);
        }
    }

    private static async Task<Answer<ReadOnlyMemory<byte>>> Merge(
        Caller caller, Origin origin, OperationInput input, Visibility visibility, MergeWork work, CancellationToken ct)
    {
        var source = await work.Find("source", input, caller, visibility, ct);
        if (source.IsRefused(out var refusal))
            return refusal;
        var target = await work.Find("target", input, caller, visibility, ct);
        if (target.IsRefused(out refusal))
            return refusal;
        if (source.Value.Id == target.Value.Id)
            return new Refusal(RefusalKind.Unprocessable, "A Patient cannot be merged into itself.", "Parameters.parameter",
                "business-rule");
        if (PatientMerge.IsAway(source.Value.Body) || PatientMerge.IsAway(target.Value.Body))
            return new Refusal(RefusalKind.Unprocessable, "One of the Patients is replaced by another already.", null, "business-rule");
        var kept = Result(input.Find("result-patient"), source.Value, target.Value);
        if (kept.IsRefused(out refusal))
            return refusal;
        using var result = kept.Value;
        if (input.Find("preview")?.Text == "true")
            return (ReadOnlyMemory<byte>)result.Json.ToArray();
        var away = MergeWork.Document(PatientMerge.Away(source.Value.Body, target.Value.Id));
        if (away.IsRefused(out refusal))
            return refusal;
        using var replaced = away.Value;
        var written = await work.Write(caller, origin, [(source.Value, replaced), (target.Value, result)], parts: false, ct);
        return written.IsRefused(out refusal) ? refusal : written.Value[1].Body;
    }

    private static Answer<FhirDocument> Result(OperationParameter? sent, FoundPatient source, FoundPatient target)
    {
        if (sent is null)
            return MergeWork.Document(PatientMerge.Kept(target.Body, source.Body, source.Id));
        var patient = sent.Value.Type?.Name == "Patient" ? JsonNode.Parse(sent.Value.RawJson)!.AsObject() : null;
        return patient?["id"]?.GetValue<string>() == target.Id && PatientMerge.SaysReplaces(patient, source.Id)
            ? MergeWork.Document(patient)
            : sent.Wrong("The result is the target Patient, under its id, with a link of type replaces to the source Patient.")
                with { Kind = RefusalKind.Unprocessable };
    }
}

using System.Buffers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;
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
    private static readonly Issue Merged = new(
        IssueSeverity.Information, "informational", "merged", "The source Patient is replaced by the target Patient.",
        "統合元の患者は統合先の患者に置き換えられました。", "");

    private static readonly Issue Previewed = new(
        IssueSeverity.Information, "informational", "previewed", "The Patients can be merged. Nothing was stored.",
        "患者を統合できます。何も保存していません。", "");

    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapPost("/Patient/$merge", Handle);

    private static Task<IResult> Handle(HttpContext http, MergeWork work, CancellationToken ct) => work.Answer(
        http, "merge",
        ["source-patient", "target-patient", "result-patient", "preview"],
        async call =>
        {
            var merged = await Merge(call, work, ct);
            return merged.IsRefused(out var refusal)
                ? refusal
                : new MergeAnswer(Told(call.Input, merged.Value), [merged.Value.Stream.Value]);
        },
        ct);

    // R5 names what was sent, what came of it, and the Patient.
    private static IReadOnlyList<JsonObject> Told(OperationInput input, FoundPatient result)
    {
        var outcome = new ArrayBufferWriter<byte>(256);
        OperationOutcomeJson.Write(outcome, [input.IsTrue("preview").Value ? Previewed : Merged]);
        JsonObject[] told = [OperationAnswer.Resource("outcome", outcome.WrittenMemory), OperationAnswer.Resource("result", result.Body)];
        return input.Sent is { Exists: true } sent ? [OperationAnswer.Resource("input", sent.RawJson.ToArray()), .. told] : told;
    }

    private static async Task<Answer<FoundPatient>> Merge(MergeCall call, MergeWork work, CancellationToken ct)
    {
        var preview = call.Input.IsTrue("preview");
        if (preview.IsRefused(out var refusal))
            return refusal;
        var source = await work.Find("source", call, ct);
        if (source.IsRefused(out refusal))
            return refusal;
        var target = await work.Find("target", call, ct);
        if (target.IsRefused(out refusal))
            return refusal;
        if (source.Value.Id == target.Value.Id)
            return new Refusal(RefusalKind.Unprocessable, "A Patient cannot be merged into itself.", "Parameters.parameter",
                "business-rule");
        if (PatientMerge.IsAway(source.Value.Body) || PatientMerge.IsAway(target.Value.Body))
            return new Refusal(RefusalKind.Unprocessable, "One of the Patients is replaced by another already.", null, "business-rule");
        var kept = Result(call.Input.Find("result-patient"), source.Value, target.Value);
        if (kept.IsRefused(out refusal))
            return refusal;
        using var result = kept.Value;
        if (preview.Value)
            return target.Value with { Body = result.Json.ToArray() };
        var away = MergeWork.Document(PatientMerge.Away(source.Value.Body, target.Value.Id));
        if (away.IsRefused(out refusal))
            return refusal;
        using var replaced = away.Value;
        var written = await work.Write(call, [(source.Value, replaced), (target.Value, result)], parts: false, ct);
        return written.IsRefused(out refusal) ? refusal : target.Value with { Body = written.Value[1].Body };
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

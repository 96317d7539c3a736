using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Merging;

/// <summary>
/// <c>POST [base]/Patient/$unmerge</c> with <c>source-patient</c>: takes a merge back. Both Patients get the content
/// that they had before it;
/// of one that was changed since, only what the merge had made of it is taken back. The streams part again, and whoever
/// was linked to the one that
/// stays has the other no more.
/// </summary>
public static class UnmergePatients
{
    private static readonly string MergeOf = Sql.Load(typeof(UnmergePatients), "People/Merging/merge-of.sql");

    private static readonly Refusal NotMerged = new(
        RefusalKind.Unprocessable, "This Patient is not merged into another that is here.", "Parameters.parameter", "business-rule");

    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapPost("/Patient/$unmerge", Handle);

    private static Task<IResult> Handle(HttpContext http, MergeWork work, CancellationToken ct) => work.Answer(
        http, "unmerge",
        ["source-patient", "source-patient-identifier"],
        async call =>
        {
            var parted = await Part(call, work, ct);
            return parted.IsRefused(out var refusal)
                ? refusal
                : new MergeAnswer(
                    [OperationAnswer.Resource("source", parted.Value[0].Body), OperationAnswer.Resource("target", parted.Value[1].Body)],
                    [parted.Value[0].Stream.Value, parted.Value[1].Stream.Value]);
        },
        ct);

    private static async Task<Answer<FoundPatient[]>> Part(MergeCall call, MergeWork work, CancellationToken ct)
    {
        var source = await work.Find("source", call, ct);
        if (source.IsRefused(out var refusal))
            return refusal;
        if (await Merge(source.Value.Id, work, ct) is not { } merge)
            return NotMerged;
        var target = await work.Read(merge.Target, call.Visibility, ct);
        if (target is null)
            return NotMerged;
        var first = await Parted(source.Value, merge.SourceBefore, call, work, ct);
        if (first.IsRefused(out refusal))
            return refusal;
        using var one = first.Value;
        var second = await Parted(target, merge.TargetBefore, call, work, ct);
        if (second.IsRefused(out refusal))
            return refusal;
        using var other = second.Value;
        var written = await work.Write(call, [(source.Value, one), (target, other)], parts: true, ct);
        return written.IsRefused(out refusal)
            ? refusal
            : (FoundPatient[])[source.Value with { Body = written.Value[0].Body }, target with { Body = written.Value[1].Body }];
    }

    private static async Task<MergedVersions?> Merge(string source, MergeWork work, CancellationToken ct)
    {
        await using var command = work.Database.CreateCommand(MergeOf);
        command.Parameters.Add(new() { Value = source });
        long position;
        await using (var rows = await command.ExecuteReaderAsync(ct))
        {
            if (!await rows.ReadAsync(ct))
                return null;
            position = rows.GetInt64(0);
        }
        var events = await work.Log.ReadAt([position], ct);
        return events is [{ Body: { IsReadable: true } body }] ? MergedVersions.Read(body.Bytes) : null;
    }

    /// <param name="before">Its version before the merge, which made the next.</param>
    private static async Task<Answer<FhirDocument>> Parted(
        FoundPatient patient, int before, MergeCall call, MergeWork work, CancellationToken ct) =>
        await work.Version(patient.Id, before, call.Visibility, ct) is { Body: { } was }
        && await work.Version(patient.Id, before + 1, call.Visibility, ct) is { Body: { } made }
            ? MergeWork.Document(PatientMerge.Parted(was, made, patient.Body))
            : NotMerged;
}

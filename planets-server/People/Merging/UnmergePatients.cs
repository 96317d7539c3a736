using System.Text.Json.Nodes;
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

    /// <summary>So many Patients at most that the target was merged into one after another change with it.</summary>
    private const int AboveMax = 20;

    private static readonly Refusal IsDeep = new(
        RefusalKind.Unprocessable, $"The target is merged into more than {AboveMax} others one after another: part a later one first.",
        "Parameters.parameter", "too-costly");

    private static readonly Refusal NotMerged = new(
        RefusalKind.Unprocessable, "This Patient is not merged into another that is here.", "Parameters.parameter", "business-rule");

    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapPost("/Patient/$unmerge", Handle);

    private static Task<IResult> Handle(HttpContext http, MergeWork work, CancellationToken ct) => work.Answer(
        http, "unmerge",
        ["source-patient"],
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
        if (await Around(merge.Source, merge.SourceBefore, call, work, ct) is not var (sourceWas, sourceMade)
            || await Around(merge.Target, merge.TargetBefore, call, work, ct) is not var (targetWas, targetMade))
            return NotMerged;
        var first = MergeWork.Document(PatientMerge.Parted(sourceWas, sourceMade, source.Value.Body));
        if (first.IsRefused(out refusal))
            return refusal;
        using var one = first.Value;
        var second = MergeWork.Document(PatientMerge.Parted(targetWas, targetMade, target.Body));
        if (second.IsRefused(out refusal))
            return refusal;
        using var other = second.Value;
        var changes = new List<(FoundPatient Found, FhirDocument New)> { (source.Value, one), (target, other) };
        try
        {
            var above = await Above(PatientMerge.Lost(targetMade, other.Root.RawJson.ToArray()), changes, call, work, ct);
            var written = above is null ? await work.Write(call, changes, parts: true, ct) : above;
            return written.IsRefused(out refusal)
                ? refusal
                : (FoundPatient[])[source.Value with { Body = written.Value[0].Body }, target with { Body = written.Value[1].Body }];
        }
        finally
        {
            foreach (var (_, document) in changes.Skip(2))
                document.Dispose();
        }
    }

    /// <summary>Where the target is merged into others in turn: what those have of the source by it, they lose with it.</summary>
    /// <param name="lost">Identifiers that the target has no more.</param>
    /// <param name="changes">The target's is the last; theirs are added.</param>
    private static async Task<Refusal?> Above(
        IReadOnlyList<JsonNode> lost, List<(FoundPatient Found, FhirDocument New)> changes, MergeCall call, MergeWork work,
        CancellationToken ct)
    {
        var below = changes[^1].Found.Id;
        for (var count = 0; ; count++)
        {
            if (await Merge(below, work, ct) is not { } merge
                || await work.Read(merge.Target, call.Visibility, ct) is not { } above
                || await Around(merge.Target, merge.TargetBefore, call, work, ct) is not var (before, made))
                return null;
            lost = PatientMerge.Came(lost, before, made);
            if (lost.Count == 0)
                return null;
            if (count == AboveMax)
                return IsDeep;
            if (PatientMerge.Without(lost, above.Body) is { } without)
            {
                var parted = MergeWork.Document(without);
                if (parted.IsRefused(out var refusal))
                    return refusal;
                changes.Add((above, parted.Value));
            }
            below = above.Id;
        }
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
    private static async Task<(ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> Made)?> Around(
        string patient, int before, MergeCall call, MergeWork work, CancellationToken ct) =>
        await work.Version(patient, before, call.Visibility, ct) is { Body: { } was }
        && await work.Version(patient, before + 1, call.Visibility, ct) is { Body: { } made }
            ? (was, made)
            : null;
}

using Npgsql;
using Phr.EventLog;
using Phr.Fhir.Writing;
using Phr.Planets.Record.State;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.People.Merging;

/// <summary>One of the Patients, and the version that its new content was worked out from.</summary>
internal sealed record MergedPatient(SentResource Resource, int Seen, StreamId Stream);

/// <summary>
/// Two Patients of one source become one, or are parted again: both get their next version, and an event in the stream
/// of the one that stays
/// says so, or none of it happens.
/// </summary>
/// <param name="patients">The source, the target, and where they are parted those above the target that change with it.</param>
/// <param name="parts">Whether it parts what was merged.</param>
internal sealed class MergeProposal(Origin origin, IReadOnlyList<MergedPatient> patients, bool parts, Indexer indexer)
    : Proposal<IReadOnlyList<Written>>(origin), IRecordProposal
{
    private static readonly string ReadMerged = Sql.Load(typeof(MergeProposal), "People/Merging/merged.sql");

    private static readonly Refusal IsMerged = new(
        RefusalKind.Unprocessable, "One of the Patients is merged into another already.", null, "business-rule");

    private static readonly Refusal IsApart = new(RefusalKind.Unprocessable, "These Patients are not merged.", null, "business-rule");

    public override ProposalSize Size =>
        new(patients.Count + 1, patients.Sum(patient => patient.Resource.Element.RawJson.Length));

    public void Name(PresentKeys wanted)
    {
        foreach (var patient in patients)
        {
            wanted.AddResource(patient.Resource.Type, patient.Resource.Id);
            wanted.AddPatient(patient.Resource.Id);
        }
    }

    protected override async ValueTask<Answer<IReadOnlyList<Written>>> Decide(Draft draft, CancellationToken ct)
    {
        var (source, target) = (patients[0], patients[1]);
        // Versions are compared, so what an earlier member of the group did to a Patient is met there.
        var (sourceInto, targetInto) = await Into(draft.Connection, ct);
        if (parts && sourceInto != target.Stream.Value)
            return IsApart;
        if (!parts && (sourceInto is not null || targetInto is not null))
            return IsMerged;
        var decision = new UnitDecision(draft, Origin, new ResolvedUnit([], new ReferenceMap(), AreAsAssumed: true), indexer);
        var written = new List<Written>();
        foreach (var patient in patients)
        {
            var answer = await decision.Take(new Interaction.Update(patient.Resource, VersionMatch.Of(patient.Seen)), ct);
            if (answer.IsRefused(out var refusal))
                return refusal;
            written.Add(answer.Value);
        }
        var versions = new MergedVersions(source.Resource.Id, source.Seen, target.Resource.Id, target.Seen);
        draft.Append(target.Stream, parts ? LinkEvents.Part(source.Stream.Value)
            : LinkEvents.Merge(source.Stream.Value, versions.ToBytes()));
        return written;
    }

    private async Task<(long? Source, long? Target)> Into(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ReadMerged, connection)
        {
            Parameters = { new() { Value = patients[0].Stream.Value }, new() { Value = patients[1].Stream.Value } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct)
            ? (rows.IsDBNull(0) ? null : rows.GetInt64(0), rows.IsDBNull(1) ? null : rows.GetInt64(1))
            : (null, null);
    }
}

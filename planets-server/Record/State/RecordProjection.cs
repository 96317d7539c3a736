using Npgsql;
using Phr.EventLog;
using Phr.Fhir.Indexing;

namespace Phr.Planets.Record.State;

/// <summary>
/// What holds now and what held once, with the search index and the membership of streams in people: the rows that every read path
/// of the record joins.
/// </summary>
/// <param name="indexer">Works out what the index keeps of a body, for a rebuild; the way in brings it as facets.</param>
public sealed class RecordProjection(Indexer indexer) : IInlineProjection
{
    private const int RowsVersion = 8;

    public string Name => "record";

    // Both only rise, so their sum is another after either has.
    public int Version => RowsVersion + TextFolding.Version;

    public IReadOnlyList<string> Tables { get; } =
    [
        "membership", "directory", "state", "state_past", "deleted", "clinical", "clinical_past",
        "ix_string", "ix_string_past", "ix_date", "ix_date_past", "ix_quantity", "ix_quantity_past",
        "ix_composite", "ix_composite_past", "ix_place", "ix_place_past",
    ];

    public async ValueTask<ProjectionPart> Begin(GroupStart start, CancellationToken ct)
    {
        var part = new RecordPart(indexer);
        var wanted = new PresentKeys();
        foreach (var proposal in start.Proposals)
        {
            if (proposal is IRecordProposal record)
                record.Name(wanted);
        }
        foreach (var replayed in start.Replayed)
            wanted.AddResource(replayed.Type, replayed.Id);
        await part.Present.Read(start.Connection, wanted, ct);
        return part;
    }
}

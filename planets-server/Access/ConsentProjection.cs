using Npgsql;
using Phr.EventLog;
using Phr.Planets.Record.State;
using Phr.Planets.Search;

namespace Phr.Planets.Access;

/// <summary>
/// The rules that the people's Consents mean, as rows for the query. They come from the event that the Consent was stored with, so they are
/// what they were when it was, whatever a later version of the rules would make of it.
/// </summary>
public sealed class ConsentProjection(TokenKeys keys) : IInlineProjection
{
    public string Name => "consent";

    public int Version => 1;

    public IReadOnlyList<string> Tables { get; } = ["rule"];

    public ValueTask<ProjectionPart> Begin(GroupStart start, CancellationToken ct) => ValueTask.FromResult<ProjectionPart>(new ConsentPart(keys));
}

/// <summary>What the events of one group make of the rules.</summary>
internal sealed class ConsentPart(TokenKeys keys) : ProjectionPart
{
    private readonly RuleRows _rows = new();

    public override void Apply(ProjectedEvent accepted)
    {
        switch (accepted.Kind)
        {
            case EventKind.Deleted when accepted.Type == "Consent":
                _rows.Forget(accepted.Id, accepted.Stream.Value);
                break;
            case EventKind.Stored when accepted.Type == ConsentMeaning.RulesType && accepted.Body.IsReadable:
                Compiled(accepted, CompiledConsent.Read(accepted.Body.Bytes.Span));
                break;
            case EventKind.Erased:
                _rows.ForgetStream(accepted.Stream.Value);
                break;
        }
    }

    public override void Write(NpgsqlBatch batch) => _rows.Write(batch);

    private void Compiled(ProjectedEvent e, CompiledConsent consent)
    {
        _rows.Forget(e.Id, e.Stream.Value);
        foreach (var superseded in consent.Supersedes)
            _rows.Forget(superseded[(superseded.IndexOf('/', StringComparison.Ordinal) + 1)..], e.Stream.Value);
        _rows.Add(e, consent, keys);
    }
}

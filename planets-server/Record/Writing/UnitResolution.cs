using Phr.Fhir.Writing;
using Phr.Planets.Record.State;
using Phr.Platform;

namespace Phr.Planets.Record.Writing;

/// <summary>Looks up the conditions of a unit, in the order in which its interactions are processed.</summary>
internal sealed class UnitResolution(UnitLinks links, ConditionalMatch conditions, PresentRecord present)
{
    private readonly Dictionary<string, string> _instead = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> _written = [];

    public async ValueTask<Answer<ResolvedUnit>> Of(IReadOnlyList<Interaction> interactions, CancellationToken ct)
    {
        await conditions.Expect([.. Asked(interactions)], ct);
        var resolved = new List<Interaction>(interactions.Count);
        foreach (var interaction in interactions)
        {
            var one = await Resolve(interaction, ct);
            if ((one.Refusal ?? Take(one.Value)) is { } refusal)
                return ReferenceEquals(refusal, Interaction.Overtaken) ? refusal
                    : refusal with { Place = interaction.Place ?? refusal.Place };
            resolved.Add(one.Value);
        }
        var references = new ReferenceMap();
        foreach (var (from, to) in links.Assigned)
            references.Add(from, _instead.GetValueOrDefault(to, to));
        foreach (var (from, condition) in links.Conditional)
        {
            var match = await conditions.FindOne(condition, ct);
            if (match.IsRefused(out var refusal))
                return refusal with { Place = condition.Place };
            if (match.Value is not { } id)
            {
                return new Refusal(
                    RefusalKind.PreconditionFailed, $"No {condition.Type} of yours satisfies a conditional reference.", condition.Place,
                        "not-found");
            }
            references.Add(from, $"{condition.Type}/{id}");
        }
        return new ResolvedUnit(resolved, references, _instead.Count == 0 && links.Conditional.Count == 0);
    }

    private IEnumerable<(WriteCondition, int Limit)> Asked(IReadOnlyList<Interaction> interactions) =>
    [
        .. interactions.Where(interaction => interaction.DecidedBy is not null)
            .Select(interaction => (interaction.DecidedBy!, interaction is Interaction.DeleteWhere delete ? delete.CountMax + 1 : 2)),
        .. links.Conditional.Values.Select(condition => (condition, 2)),
    ];

    private async ValueTask<Answer<Interaction>> Resolve(Interaction interaction, CancellationToken ct)
    {
        switch (interaction)
        {
            case Interaction.Create { IfNoneExist: { } condition } create:
                var existing = await conditions.FindOne(condition, ct);
                if (existing.IsRefused(out var several))
                    return several;
                return existing.Value is { } id ? Instead(create.Resource, id, new Interaction.Found(condition.Type, id)) : create;
            case Interaction.UpdateWhere update:
                return await Resolve(update, ct);
            case Interaction.Update { Still: { } condition } update:
                var match = await conditions.FindOne(condition, ct);
                return !match.IsRefused(out _) && match.Value == update.Resource.Id ? update : Interaction.Overtaken;
            case Interaction.DeleteWhere delete:
                var ids = await conditions.Find(delete.Condition, delete.CountMax + 1, ct);
                return ids.Count > delete.CountMax
                    ? ConditionalMatch.Several(delete.Condition)
                    : new Interaction.DeleteEach(delete.Condition.Type, ids, delete.IfMatch);
            default:
                return interaction;
        }
    }

    // R4 http.html#cond-update; of an id that something else has already, R5 says conflict.
    private async ValueTask<Answer<Interaction>> Resolve(Interaction.UpdateWhere update, CancellationToken ct)
    {
        var resource = update.Resource;
        var match = await conditions.FindOne(update.Condition, ct);
        if (match.IsRefused(out var several))
            return several;
        if (match.Value is null || match.Value == resource.Id)
        {
            return match.Value is null && update.NamesId && present.Version(resource.Type, resource.Id) is { Deleted: false }
                ? new Refusal(
                    RefusalKind.Conflict, $"Nothing satisfies the condition, and the {resource.Type} that the body names is another.",
                        "id", "conflict")
                : Plain(update, resource);
        }
        return update.NamesId
            ? new Refusal(RefusalKind.Invalid, "The body has another id than what satisfies the condition.", "id", "invalid")
            : Instead(resource, match.Value, Plain(update, resource with { Id = match.Value }));
    }

    private static Interaction.Update Plain(Interaction.UpdateWhere update, SentResource resource) =>
        new(resource, update.IfMatch) { IfNoneMatch = update.IfNoneMatch, Place = update.Place };

    private Interaction Instead(SentResource resource, string id, Interaction interaction)
    {
        _instead.Add($"{resource.Type}/{resource.Id}", $"{resource.Type}/{id}");
        return interaction;
    }

    // R4 http.html#trules: identities that overlap, those that conditions come to included, make a transaction fail.
    private Refusal? Take(Interaction interaction)
    {
        IEnumerable<(string, string)> written = interaction switch
        {
            Interaction.Delete delete => [(delete.Type, delete.Id)],
            Interaction.DeleteEach delete => delete.Ids.Select(id => (delete.Type, id)),
            Interaction.Create or Interaction.Update => [(interaction.Stored!.Type, interaction.Stored.Id)],
            _ => [],
        };
        foreach (var (type, id) in written)
        {
            if (!_written.Add((type, id)))
                return new Refusal(RefusalKind.Invalid, $"Another entry changes the same {type}.", null, "invalid");
            if (interaction.Stored is { } resource)
                conditions.Store(id, resource.Indexed, isNew: interaction is Interaction.Create);
            else
                conditions.Delete(type, id);
        }
        return null;
    }
}

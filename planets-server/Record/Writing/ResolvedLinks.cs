using Phr.Fhir.Writing;
using Phr.Platform;

namespace Phr.Planets.Record.Writing;

/// <summary>What the references of a unit mean, once its conditions have been looked up.</summary>
/// <param name="AreAsAssumed">Whether nothing came out other than the index was worked out with.</param>
internal sealed record ResolvedLinks(ReferenceMap References, bool AreAsAssumed, IReadOnlyDictionary<SentResource, string> Found)
{
    /// <summary>Id of what a conditional create found instead of creating.</summary>
    public string? Existing(SentResource resource) => Found.GetValueOrDefault(resource);

    public static async ValueTask<Answer<ResolvedLinks>> Of(
        UnitLinks links, IReadOnlyList<Interaction> interactions, ConditionalMatch conditions, CancellationToken ct)
    {
        var found = new Dictionary<SentResource, string>(ReferenceEqualityComparer.Instance);
        foreach (var create in interactions.OfType<Interaction.Create>())
        {
            if (create.IfNoneExist is not { } condition)
                continue;
            var match = await conditions.Find(condition, ct);
            if (match.IsRefused(out var several))
                return several;
            if (match.Value is { } id)
                found.Add(create.Resource, id);
        }
        var references = new ReferenceMap();
        var instead = found.ToDictionary(pair => $"{pair.Key.Type}/{pair.Key.Id}", pair => $"{pair.Key.Type}/{pair.Value}");
        foreach (var (from, to) in links.Assigned)
            references.Add(from, instead.GetValueOrDefault(to, to));
        foreach (var (from, search) in links.Conditional)
        {
            var match = await conditions.Find(search, ct);
            if (match.IsRefused(out var refusal))
                return refusal;
            if (match.Value is not { } id)
            {
                return new Refusal(
                    RefusalKind.PreconditionFailed, $"No {search.Type} of yours satisfies a conditional reference.", null, "not-found");
            }
            references.Add(from, $"{search.Type}/{id}");
        }
        return new ResolvedLinks(references, found.Count == 0 && links.Conditional.Count == 0, found);
    }
}

using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Record;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bundles;

/// <summary>From a writing entry of a batch or transaction to the change that it asks for.</summary>
internal static class EntryWrites
{
    /// <param name="id">What its resource is stored as.</param>
    /// <param name="links">Of the unit it is part of.</param>
    public static async ValueTask<Answer<Interaction>> Prepare(
        this RecordWriter writer, EntryRequest entry, string id, UnitLinks links, Caller caller, Origin origin, CancellationToken ct)
    {
        if (KeptElsewhere.Refuses(entry.Type) is { } elsewhere)
            return elsewhere;
        if (entry.Method == "DELETE")
            return WriteScopes.PermitDelete(caller, entry.Type) ? Deletion(entry) : Delete.NoScope(entry.Type);
        var access = entry.Method == "POST" ? ScopeAccess.Create : ScopeAccess.Update;
        var resource = await writer.Prepare(caller, origin, entry.Resource, id, access, links, ct);
        return resource.IsRefused(out var refusal) ? refusal : Change(entry, resource.Value);
    }

    /// <summary>What a resource is stored as: by its address, by itself where a condition decides, or anew.</summary>
    public static string IdOf(EntryRequest entry) =>
        entry.Id ?? (entry.Method == "PUT" ? entry.Resource.Child("id").Text : null) ?? ResourceIds.Fresh();

    private static Interaction Deletion(EntryRequest entry) => entry.Condition is { } condition
        ? new Interaction.DeleteWhere(condition, entry.CountMax, entry.IfMatch) { Place = entry.Place }
        : new Interaction.Delete(entry.Type, entry.Id!, entry.IfMatch) { Place = entry.Place };

    private static Interaction Change(EntryRequest entry, SentResource resource) => (entry.Method, entry.Condition) switch
    {
        ("POST", var condition) => new Interaction.Create(resource, condition) { Place = entry.Place },
        (_, { } condition) => new Interaction.UpdateWhere(resource, condition, entry.Resource.Child("id").Exists, entry.IfMatch)
        {
            IfNoneMatch = entry.IfNoneMatch is not null, Place = entry.Place,
        },
        _ => new Interaction.Update(resource, entry.IfMatch) { IfNoneMatch = entry.IfNoneMatch is not null, Place = entry.Place },
    };
}

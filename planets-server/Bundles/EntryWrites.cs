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
        if (entry.Method == "DELETE")
        {
            return WriteScopes.PermitDelete(caller, entry.Type)
                ? new Interaction.Delete(entry.Type, id, entry.IfMatch)
                : Delete.NoScope(entry.Type);
        }
        var access = entry.Method == "POST" ? ScopeAccess.Create : ScopeAccess.Update;
        var resource = await writer.Prepare(caller, origin, entry.Resource, id, access, links, ct);
        if (resource.IsRefused(out var refusal))
            return refusal;
        return entry.Method == "POST"
            ? new Interaction.Create(resource.Value, entry.IfNoneExist)
            : new Interaction.Update(resource.Value, entry.IfMatch);
    }
}

namespace Phr.Planets.Record;

/// <summary>Ids of new resources: UUIDs of version 7 (RFC 9562), so that neighbours in time are neighbours in an index.</summary>
public static class ResourceIds
{
    public static string Fresh() => Guid.CreateVersion7().ToString();

    /// <summary>Whether it has the form of those that <see cref="Fresh"/> makes.</summary>
    public static bool IsOurs(string id) => Guid.TryParseExact(id, "D", out var uuid) && uuid.Version == 7;
}

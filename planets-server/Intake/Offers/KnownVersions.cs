using System.Buffers;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Fhir.Writing;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search;
using Phr.Platform.Database;

namespace Phr.Planets.Intake.Offers;

/// <summary>A version that is stored.</summary>
internal sealed record KnownVersion(string Type, string Id, int Version, DateTimeOffset LastUpdated, ReadOnlyMemory<byte> Body);

/// <summary>What is stored already of what a Bundle offers.</summary>
internal sealed class KnownVersions(NpgsqlDataSource database, Reader log)
{
    private static readonly string Select = Sql.Load(typeof(KnownVersions), "Intake/Offers/known-versions.sql");

    /// <summary>How each resource stands to what is stored: unknown, known as it is, or known otherwise.</summary>
    public async Task<IReadOnlyList<Interaction.Offer>> Compare(
        IReadOnlyList<SentResource> resources, ReferenceMap references, CancellationToken ct)
    {
        var known = (await Read(resources, ct)).ToLookup(row => (row.Type, row.Id));
        return [.. resources.Select(resource => Compare(resource, [.. known[(resource.Type, resource.Id)]], references))];
    }

    private async Task<List<KnownVersion>> Read(IReadOnlyList<SentResource> resources, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters =
            {
                ArrayParameter.Of([.. resources.Select(resource => ResourceTypes.Number(resource.Type))], NpgsqlDbType.Smallint),
                ArrayParameter.Of([.. resources.Select(resource => resource.Id)], NpgsqlDbType.Text),
                ArrayParameter.Of([.. resources.Select(IsOfDirectory)], NpgsqlDbType.Boolean),
            },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var known = new List<KnownVersion>();
        while (await rows.ReadAsync(ct))
        {
            var type = rows.GetString(5);
            var body = await log.OpenBody(new(rows.GetInt64(3)), rows.GetInt32(4), type, rows.GetFieldValue<byte[]>(6), ct);
            if (body.IsReadable)
                known.Add(new KnownVersion(type, rows.GetString(0), rows.GetInt32(1), rows.GetFieldValue<DateTimeOffset>(2), body.Bytes));
        }
        return known;
    }

    private static Interaction.Offer Compare(SentResource resource, IReadOnlyList<KnownVersion> known, ReferenceMap references)
    {
        if (known.Count == 0)
            return new Interaction.Offer(resource, 0, IsKnown: false);
        return new Interaction.Offer(
            resource, known.Max(row => row.Version), known.Any(row => Says(row, resource, references)));
    }

    // A directory entry that went back to what it was is an old file sent late; a clinical one may truly have gone back.
    private static bool IsOfDirectory(SentResource resource) => resource.Indexed.Patient is null && resource.Type != "Patient";

    // Stamped as the stored version was, the same resource comes to the same bytes.
    private static bool Says(KnownVersion row, SentResource resource, ReferenceMap references)
    {
        var stamped = new ArrayBufferWriter<byte>(row.Body.Length + 128);
        var stamp = new ResourceStamp(row.Id, row.Version.ToString(CultureInfo.InvariantCulture), row.LastUpdated);
        ResourceSplice.Write(stamped, resource.Element, stamp, references);
        return stamped.WrittenSpan.SequenceEqual(row.Body.Span);
    }
}

using System.Text;
using System.Text.Json.Serialization;
using Npgsql;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Http;
using Phr.Planets.Search;

namespace Phr.Planets.Bulk.Export;

/// <summary>Which Provenances go with an export (SMART Bulk Data 2.0, <c>includeAssociatedData</c>).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProvenanceChoice>))]
public enum ProvenanceChoice
{
    /// <summary>Those that the types and filters name, as any resource.</summary>
    AsAsked,

    /// <summary>The newest about each other resource that is exported, and no others.</summary>
    Latest,

    /// <summary>All about resources that are exported, beside those that the types name.</summary>
    Relevant,
}

/// <summary>A Provenance that an export may have.</summary>
internal sealed record ProvenanceRow(long Position, DateTimeOffset LastUpdated, long Stream, ReadOnlyMemory<byte> Body);

/// <summary>Finds which Provenances of a page are about what an export has, at its position and for its caller.</summary>
internal sealed class AssociatedProvenance(ExportRequest request, ExportStatement statements, FhirEndpoint fhir, TokenKeys keys)
{
    public const string Type = "Provenance";

    /// <param name="named">Of what is about nobody only these; null for all.</param>
    public async Task<IReadOnlyList<ProvenanceRow>> Of(
        NpgsqlConnection connection, IReadOnlyList<ProvenanceRow> page, Func<string, long[]?> named, CancellationToken ct)
    {
        var targets = page.ToDictionary(row => row.Position, row => Targets(row.Body));
        var exported = new HashSet<(string, string)>();
        foreach (var ofType in targets.Values.SelectMany(target => target).Distinct().GroupBy(target => target.Type, target => target.Id))
        {
            var sql = statements.Exported(ofType.Key, [.. ofType], named(ofType.Key));
            await using var command = sql.ToCommand(connection);
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
                exported.Add((ofType.Key, rows.GetString(0)));
        }
        var newest = request.Provenance == ProvenanceChoice.Latest ? await Newest(connection, exported, ct) : null;
        return [.. page.Where(row => IsAsked(row) || targets[row.Position].Any(target =>
            exported.Contains(target) && (newest is null || newest[target] == row.Position)))];
    }

    private bool IsAsked(ProvenanceRow row) =>
        request.Provenance == ProvenanceChoice.Relevant && request.IsProvenanceAsked
        && row.LastUpdated >= (request.Since ?? DateTimeOffset.MinValue);

    private async Task<Dictionary<(string, string), long>> Newest(
        NpgsqlConnection connection, IReadOnlyCollection<(string Type, string Id)> exported, CancellationToken ct)
    {
        var byToken = exported.ToDictionary(target => keys.Reference("target", keys.Self(target.Type, target.Id)));
        await using var command = statements.NewestAbout([.. byToken.Keys]).ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var newest = exported.ToDictionary(target => target, _ => 0L);
        while (await rows.ReadAsync(ct))
            newest[byToken[rows.GetInt64(0)]] = rows.GetInt64(1);
        return newest;
    }

    // Whichever version they name.
    private List<(string Type, string Id)> Targets(ReadOnlyMemory<byte> body)
    {
        using var document = FhirDocument.ParseLenient(body).Document ?? throw new InvalidDataException("A stored body is no JSON.");
        var targets = new List<(string, string)>();
        foreach (var target in document.Root.Children("target"))
        {
            var literal = LiteralReference.Read(target.Child("reference").Utf8);
            if (literal.IsOf(fhir.Url) && literal.Type is { } type && type.Name != Type && request.Types.Contains(type.Name))
                targets.Add((type.Name, Encoding.UTF8.GetString(literal.Id)));
        }
        return targets;
    }
}

using System.Collections.Frozen;
using System.Text.Json;
using Npgsql;
using Phr.Conformance.Definitions;
using Phr.Conformance.Packages;
using Phr.Planets.Search;
using Phr.Platform.Database;

namespace Phr.Planets.Validation;

/// <summary>
/// Definitions and packages that the record holds. What a row says is read once; asking again costs a count.
/// Not thread safe: its owner asks one at a time.
/// </summary>
public sealed class StoredDefinitions(NpgsqlDataSource database, RowReader rows)
{
    /// <summary>Definitions and packages that are looked at, the oldest first.</summary>
    public const int DefinitionsMax = 20_000;

    private const int PageRows = 100;

    private static readonly FrozenSet<string> Definers = ["StructureDefinition", "ValueSet", "CodeSystem", "ConceptMap"];

    private static readonly short[] Types =
        [.. Definers.Select(ResourceTypes.Number)];

    private static readonly short PackageType = ResourceTypes.Number("Library");

    private readonly Dictionary<long, DefinitionEntry?> _definitions = [];
    private DefinitionStamp? _seen;
    private readonly Dictionary<long, FhirPackage> _packages = [];

    public IEnumerable<DefinitionEntry> Definitions => _definitions.Values.OfType<DefinitionEntry>();

    public IEnumerable<FhirPackage> Packages => _packages.OrderBy(pair => pair.Key).Select(pair => pair.Value);

    /// <summary>Whether resources of a type may change what is held here.</summary>
    public static bool Follows(string type) => Definers.Contains(type) || type == "Library";

    /// <summary>Follows the record; whether anything has changed.</summary>
    public async Task<bool> Follow(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var stamp = await DefinitionStamp.Read(connection, [.. Types, PackageType], ct);
        if (stamp == _seen)
            return false;
        var held = await Held(connection, ct);
        var gone = _definitions.Keys.Where(position => !held.Contains(position)).ToList();
        var fresh = held.Where(position => !_definitions.ContainsKey(position)).ToArray();
        foreach (var position in gone)
        {
            _definitions.Remove(position);
            _packages.Remove(position);
        }
        foreach (var page in fresh.Chunk(PageRows))
            await Read(connection, page, ct);
        _seen = stamp;
        return gone.Count > 0 || fresh.Length > 0;
    }

    private static async Task<HashSet<long>> Held(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new SqlText().Append(
            Sql.Load(typeof(StoredDefinitions), "Validation/definitions-held.sql"),
            Binding.Shorts("types", Types),
            Binding.Short("package", PackageType), Binding.Text("packages", InstalledPackages.Source),
            new Binding("max", DefinitionsMax, NpgsqlTypes.NpgsqlDbType.Integer)).ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var held = new HashSet<long>();
        while (await reader.ReadAsync(ct))
            held.Add(reader.GetInt64(0));
        return held;
    }

    private async Task Read(NpgsqlConnection connection, long[] positions, CancellationToken ct)
    {
        await using var command = new SqlText().Append(
            Sql.Load(typeof(StoredDefinitions), "Validation/definitions-read.sql"), Binding.Longs("positions",
                positions)).ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        foreach (var row in await rows.ReadAll(reader, ct))
        {
            _definitions[row.Position] = row.Type == "Library" ? null : Definition(row);
            if (row.Type == "Library" && InstalledPackages.Read(row.Body) is { } package)
                _packages[row.Position] = package;
        }
    }

    private static DefinitionEntry? Definition(FoundRow row)
    {
        try
        {
            var head = ResourceHead.Read(row.Body.Span);
            return new(
                row.Type, head.Url ?? $"{row.Type}/{row.Id}", head.Version, row.Id, head.Supplements, $"{row.Type}/{row.Id}",
                new PackedJson(row.Body.Span).Unpack);
        }
        catch (JsonException)
        {
            // Deeper than a definition may be: it is stored, but nothing is checked by it.
            return null;
        }
    }
}

using System.Text.Json.Nodes;
using Npgsql;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Fhir.Patch;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Planets.Search.Custom;
using Phr.Planets.Validation;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record.Writing;

/// <summary>A patch and what it is for: an id, or what satisfies a condition.</summary>
public sealed record PatchRequest(string Type, string? Id, WriteCondition? Condition, IPatch Patch, VersionMatch? IfMatch)
{
    /// <summary>Of an entry of a Bundle.</summary>
    public string? Place { get; init; }

    /// <summary>What the caller says about the version that it comes to.</summary>
    public AttachedProvenance? Provenance { get; init; }
}

/// <summary>An update that a patch was worked out to. Its resource lives as long as this.</summary>
/// <param name="Unchanged">The present version, where the patch changes nothing.</param>
public sealed record PatchedUpdate(Interaction.Update Update, Written? Unchanged, FhirDocument Document) : IDisposable
{
    public void Dispose() => Document.Dispose();
}

/// <summary>
/// Patches: worked out on the present version outside the writer's turn, which nobody waits for, and written only where
/// that version is still
/// present; otherwise worked out again. Patches of one resource wait for each other here, so that they do not overtake each other in turns.
/// </summary>
public sealed class PatchRun(
    RecordWriter writer, RecordReads reads, NpgsqlDataSource database, TokenKeys keys, ServerRulebook rulebook, CustomReadiness readiness)
    : IDisposable
{
    /// <summary>How often a patch is worked out before its caller is told that others keep changing the resource.</summary>
    public const int TriesMax = 10;

    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task<Answer<Written>> Run(Caller caller, Origin origin, PatchRequest request, CancellationToken ct)
    {
        var turn = _turns[(request.Id ?? request.Type).Sum(letter => letter) % _turns.Length];
        await turn.WaitAsync(ct);
        try
        {
            for (var tries = 1; ; tries++)
            {
                var prepared = await Prepare(caller, origin, request, UnitLinks.None, ct);
                if (prepared.IsRefused(out var refusal))
                    return refusal;
                using var patched = prepared.Value;
                if (patched.Unchanged is { } unchanged)
                    return unchanged;
                var written = await writer.Write(caller, origin, patched.Update, request.Provenance, ct);
                if (tries == TriesMax || !ReferenceEquals(written.Refusal, Interaction.Overtaken))
                    return written;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Works a patch out on what is present. The update that it comes to is
    /// <see cref="Interaction.Overtaken"/> by any other.</summary>
    /// <param name="links">Of the unit it is part of.</param>
    public async Task<Answer<PatchedUpdate>> Prepare(Caller caller, Origin origin, PatchRequest request, UnitLinks links,
        CancellationToken ct)
    {
        // What a patch tests for and answers with is what it reads.
        if (RecordReader.Of(caller) is not { } reader || caller.Permissions.For(request.Type, ScopeAccess.Read).IsNothing)
            return new Refusal(RefusalKind.Forbidden,
                $"The scopes of this token do not permit to read {request.Type}, which a patch does.", null, "forbidden");
        var found = await Find(origin, request, new Visibility(reader, caller.Permissions, ScopeAccess.Read, keys), ct);
        if (found.IsRefused(out var refusal))
            return refusal;
        var (id, version, present) = found.Value;
        if (request.IfMatch?.Holds(version.Version) == false)
            return new Refusal(RefusalKind.PreconditionFailed, "The version that the request names is not the present one.", null,
                "conflict");
        var definitions = request.Patch.AsksDefinitions ? (await rulebook.Current(ct)).Validator.Paths() : null;
        var patched = request.Patch.Apply(present, definitions);
        if (patched.IsRefused)
            return PatchBody.Refused(patched.Fault, "");
        var parsed = FhirDocument.Parse(patched.Resource);
        var sent = await Sound(caller, origin, request.Type, id, parsed, links, ct);
        if (sent.IsRefused(out refusal))
        {
            parsed.Document?.Dispose();
            return refusal;
        }
        var isSame = JsonNode.DeepEquals(JsonNode.Parse(present.Span), JsonNode.Parse(patched.Resource.Span));
        var update = new Interaction.Update(sent.Value, IfMatch: null) { Seen = version.Version, Still = request.Condition,
            Place = request.Place };
        return new PatchedUpdate(
            update, isSame ? new Written(200, request.Type, id, version.Version, version.LastUpdated, 0, present) : null, parsed.Document!);
    }

    public void Dispose()
    {
        foreach (var turn in _turns)
            turn.Dispose();
    }

    private async Task<Answer<SentResource>> Sound(
        Caller caller, Origin origin, string type, string id, ParseResult parsed, UnitLinks links, CancellationToken ct)
    {
        if (!parsed.IsValid)
            return PatchBody.Refused(RefusalKind.Unprocessable, parsed.Issues[0]);
        var root = parsed.Document!.Root;
        return root.Type!.Name == type && root.Child("id").Text == id
            ? await writer.Prepare(caller, origin, root, id, ScopeAccess.Update, links, ct)
            : new Refusal(RefusalKind.Unprocessable, "A patch changes neither the type of a resource nor its id.", $"{type}.id",
                "business-rule");
    }

    private async Task<Answer<(string Id, VersionFound Version, ReadOnlyMemory<byte> Body)>> Find(
        Origin origin, PatchRequest request, Visibility visibility, CancellationToken ct)
    {
        var id = request.Id;
        if (request.Condition is { } condition)
        {
            if (await readiness.Wait(condition.Indexes, ct) is { } behind)
                return behind;
            var ids = await Matches(new ConditionalStatement(condition, origin.Source, []), ct);
            if (ids.Count > 1)
                return ConditionalMatch.Several(condition);
            id = ids.SingleOrDefault();
        }
        return (id is null ? null : await reads.Present(request.Type, id, visibility, ct)) switch
        {
            null => new Refusal(RefusalKind.NotFound, $"No such {request.Type} is here for you.", null, "not-found"),
            { Body: { } body } found => (id!, found, body),
            _ => new Refusal(RefusalKind.Gone, $"This {request.Type} was deleted.", null, "deleted"),
        };
    }

    private async Task<List<string>> Matches(ConditionalStatement statement, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = statement.ToSql(keys, limit: 2).ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var ids = new List<string>();
        while (await rows.ReadAsync(ct))
            ids.Add(rows.GetString(0));
        return ids;
    }
}

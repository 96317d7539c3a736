using Npgsql;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Planets.Series.Storage;
using Phr.Planets.Series.Views;
using Phr.Platform.Database;

namespace Phr.Planets.Record;

/// <summary>One version of one resource, present, past or deleted.</summary>
/// <param name="Body">Null of a deletion.</param>
public sealed record VersionFound(long Stream, int Version, DateTimeOffset LastUpdated, ReadOnlyMemory<byte>? Body)
{
    public bool IsDeletion => Body is null;
}

/// <summary>Reads resources by id, as far as the reader may see them: consent is part of each statement.</summary>
/// <param name="present">Those that are asked for together.</param>
/// <param name="samples">Days' samples, which are no rows of their own: whoever sees a day's figures sees its samples.</param>
public sealed class RecordReads(NpgsqlDataSource database, PresentReads present, Phr.EventLog.Reader log, SampledDays samples)
{
    /// <summary>The present version, or the deletion; null where there is nothing the reader may know of.</summary>
    public async Task<VersionFound?> Present(string type, string id, Visibility visibility, CancellationToken ct)
    {
        // No text of a caller's gets into a statement that others share.
        if (!ResourceId.IsId(id))
            return null;
        if (type == "Observation" && DayId.IsSamples(id))
        {
            return await Present(type, DayId.DailyOf(id), visibility, ct) is { Body: { } figures } daily
                && await samples.Of(new(daily.Stream), figures, asOf: null, ct) is { } body ? daily with { Body = body } : null;
        }
        return await present.Of(new(type, id, visibility), ct) is { } found && await Open(found, type, ct) is { } opened
            ? opened
            : (await Read("Record/read-deleted.sql", type, id, null, visibility, ct)).FirstOrDefault();
    }

    /// <summary>The version that held when the log had come to a position, or the deletion; null where there is nothing
    /// the reader may know of.</summary>
    public async Task<VersionFound?> AsOf(string type, string id, AsOf asOf, Visibility visibility, CancellationToken ct)
    {
        var position = await asOf.Position(log, ct);
        if (type == "Observation" && DayId.IsSamples(id))
        {
            return await AsOf(type, DayId.DailyOf(id), asOf, visibility, ct) is { Body: { } figures } daily
                && await samples.Of(new(daily.Stream), figures, position, ct) is { } body ? daily with { Body = body } : null;
        }
        var sql = new SqlText().Share(Binding.Long("asof", position)).Append(
            RecordTables.Past.Load("Record/read-asof.sql"), Binding.Short("type", ResourceTypes.Number(type)), Binding.Text("id", id));
        var found = await Read(sql, type, visibility with { HoldsPast = true }, ct);
        if (found.Count > 0)
            return found[0];
        var deletions = await Read("Record/read-deleted.sql", type, id, null, visibility, ct);
        return deletions.Where(deletion => deletion.LastUpdated < asOf.Before).MaxBy(deletion => deletion.Version);
    }

    /// <summary>One version, or the deletion that has this number.</summary>
    public async Task<VersionFound?> Version(string type, string id, int version, Visibility visibility, CancellationToken ct)
    {
        var found = await Read("Record/read-version.sql", type, id, version, visibility, ct);
        return found.Count > 0 ? found[0] : (await Read("Record/read-deleted.sql", type, id, version, visibility, ct)).FirstOrDefault();
    }

    private Task<List<VersionFound>> Read(
        string file, string type, string id, int? version, Visibility visibility, CancellationToken ct)
    {
        var sql = new SqlText().Append(
            RecordTables.Now.Load(file), Binding.Short("type", ResourceTypes.Number(type)), Binding.Text("id", id),
            new Binding("version", version, NpgsqlTypes.NpgsqlDbType.Integer));
        return Read(sql, type, visibility with { HoldsPast = true }, ct);
    }

    private async Task<List<VersionFound>> Read(SqlText sql, string type, Visibility visibility, CancellationToken ct)
    {
        (visibility with { Types = [type] }).AppendTo(sql);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = sql.ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<VersionFound>();
        while (await rows.ReadAsync(ct))
        {
            var stream = rows.GetInt64(0);
            if (rows.IsDBNull(4))
            {
                found.Add(new VersionFound(stream, rows.GetInt32(1), rows.GetFieldValue<DateTimeOffset>(2), null));
                continue;
            }
            var version = new SealedVersion(
                stream, rows.GetInt32(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetInt32(3), rows.GetFieldValue<byte[]>(4));
            if (await Open(version, type, ct) is { } opened)
                found.Add(opened);
        }
        return found;
    }

    /// <returns>Null where its key is destroyed.</returns>
    private async ValueTask<VersionFound?> Open(SealedVersion version, string type, CancellationToken ct)
    {
        var body = await log.OpenBody(new(version.Stream), version.Sequence, type, version.Body, ct);
        return body.IsReadable ? new VersionFound(version.Stream, version.Version, version.LastUpdated, body.Bytes) : null;
    }
}

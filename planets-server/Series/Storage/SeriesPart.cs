using Npgsql;
using Phr.EventLog;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Reconciliation;
using Phr.Planets.Series.Uploads;
using Phr.Planets.Series.Views;

namespace Phr.Planets.Series.Storage;

/// <summary>Series in one group of the log: present rows, and over them what the group's events change.</summary>
internal sealed class SeriesPart(PresentSeries present) : ProjectionPart
{
    private readonly SeriesRows _rows = new();
    private readonly Dictionary<long, Chunk> _added = [];

    /// <summary>Positions of the chunks that a plan needs, those of earlier members of the group left out.</summary>
    public IEnumerable<long> Positions(StreamId stream, UploadPlan plan) =>
        Keys(stream, plan).SelectMany(key => present.Days.GetValueOrDefault(new StreamDay(stream, key)) ?? [])
            .Where(position => !_added.ContainsKey(position));

    /// <summary>What is stored, for a plan.</summary>
    /// <param name="chunks">The chunks at <see cref="Positions"/>.</param>
    public StoredSeries Stored(StreamId stream, UploadPlan plan, IReadOnlyDictionary<long, Chunk> chunks)
    {
        var days = Keys(stream, plan).ToDictionary(key => key, key => (IReadOnlyList<StoredChunk>)
            [.. (present.Days.GetValueOrDefault(new StreamDay(stream, key)) ?? []).Select(position =>
                new StoredChunk(position, _added.TryGetValue(position, out var added) ? added : chunks[position]))]);
        var clients = plan.Clients.ToDictionary(client => client, client => (IReadOnlyList<DayKey>)
            [.. present.Items.GetValueOrDefault(new StreamItem(stream, plan.Connection, client)) ?? []]);
        var readings = plan.Readings(stream.Value).Where(present.Readings.ContainsKey)
            .ToDictionary(id => id, id => present.Readings[id].Reading);
        return new StoredSeries(days, clients, readings);
    }

    /// <summary>The upload of the stream that had this key.</summary>
    public KnownUpload? Upload(StreamId stream, UploadKey key) =>
        present.Uploads.TryGetValue((stream, key.Key), out var known) ? known : null;

    public override void Apply(ProjectedEvent accepted)
    {
        if (accepted.Kind == EventKind.Erased)
            Forget(accepted.Stream);
        else if (accepted.Body.State is BodyState.Erased or BodyState.Unreadable)
            return;
        else if (accepted.Type == SeriesEvents.ChunkType)
            ApplyChunk(accepted);
        else if (accepted.Type == SeriesEvents.UploadType)
            ApplyUpload(accepted);
        else if (accepted.Type == SeriesEvents.PriorityType)
            _rows.Put(accepted.Stream, SourcePriority.Read(accepted.Body.Bytes));
        else if (accepted.Type == SeriesEvents.ObservationType && ReadingId.IsOne(accepted.Id))
            ApplyReading(accepted);
    }

    public override void Write(NpgsqlBatch batch) => _rows.Write(batch);

    private void ApplyChunk(ProjectedEvent accepted)
    {
        var chunk = accepted.Facets as Chunk ?? ChunkCodec.Decode(accepted.Body.Bytes.Span);
        var clients = chunk.Runs.Where(run => run.Client is not null).Select(run => run.Client!.Value).Distinct().ToArray();
        _rows.Add(accepted, chunk, clients);
        _added[accepted.Position] = chunk;
        var day = new StreamDay(accepted.Stream, chunk.Key);
        if (present.Days.TryGetValue(day, out var positions))
        {
            positions.RemoveAll(chunk.Supersedes.Contains);
            positions.Add(accepted.Position);
        }
        foreach (var client in clients)
            present.Add(new StreamItem(accepted.Stream, chunk.Key.Connection, client), chunk.Key);
    }

    private void ApplyUpload(ProjectedEvent accepted)
    {
        var key = accepted.Facets as UploadKey;
        if (key is null)
        {
            var stored = StoredUpload.Read(accepted.Body.Bytes);
            key = new UploadKey(stored.Key, stored.Digest);
        }
        var known = new KnownUpload(key.Digest, accepted.Position);
        present.Uploads[(accepted.Stream, key.Key)] = known;
        _rows.Put(accepted.Stream, key.Key, known);
    }

    private void ApplyReading(ProjectedEvent accepted)
    {
        var facts = accepted.Facets as ReadingFacts
            ?? (accepted.Kind == EventKind.Stored ? ReadingObservation.Facts(accepted.Body.Bytes) : null);
        if (facts is not null)
        {
            var reading = new StoredReading(facts.ClientVersion, Deleted: false, facts.Digest, accepted.Version);
            present.Readings[accepted.Id] = (accepted.Stream, reading);
            _rows.Put(accepted.Stream, accepted.Id, reading);
            return;
        }
        // Deleted, or stored as a resource by somebody who left out where it came from.
        var deleted = accepted.Kind == EventKind.Deleted;
        var clientVersion = deleted ? SeriesEvents.ClientVersion(accepted.Body) : null;
        if (present.Readings.TryGetValue(accepted.Id, out var known))
        {
            var version = clientVersion ?? known.Reading.Version;
            var reading = known.Reading with { Deleted = deleted, ResourceVersion = accepted.Version, Version = version };
            present.Readings[accepted.Id] = (known.Stream, reading);
        }
        _rows.Change(accepted.Id, accepted.Version, deleted, clientVersion);
    }

    private void Forget(StreamId stream)
    {
        foreach (var day in present.Days.Keys.Where(day => day.Stream == stream))
            present.Days[day].Clear();
        foreach (var item in present.Items.Keys.Where(item => item.Stream == stream).ToList())
            present.Items.Remove(item);
        foreach (var id in present.Readings.Where(reading => reading.Value.Stream == stream)
            .Select(reading => reading.Key).ToList())
            present.Readings.Remove(id);
        foreach (var upload in present.Uploads.Keys.Where(upload => upload.Stream == stream).ToList())
            present.Uploads.Remove(upload);
        _rows.Forget(stream);
    }

    private IEnumerable<DayKey> Keys(StreamId stream, UploadPlan plan) => SleepNights.WithNeighbours(plan.Days
        .Concat(plan.Clients
            .SelectMany(
            client => present.Items.GetValueOrDefault(new StreamItem(stream, plan.Connection, client)) ?? [])));
}

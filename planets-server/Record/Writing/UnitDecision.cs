using System.Buffers;
using System.Globalization;
using Phr.EventLog;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Record.State;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Record.Writing;

/// <summary>Decides the interactions of one unit, in order, on the present record and on what the unit did so far.</summary>
internal sealed class UnitDecision(Draft draft, Origin origin, ResolvedUnit unit, Indexer indexer)
{
    private readonly PresentRecord _present = draft.View<RecordPart>().Present;
    private readonly Dictionary<string, StreamId> _foundedPatients = [];
    private StreamId? _foundedDirectory;
    private readonly List<(StreamId Home, Written Version)> _stored = [];
    private readonly Dictionary<(string Type, string Id), StreamId> _homes = [];

    /// <summary>What the caller may know of; null where that is all.</summary>
    public Visibility? Reader { get; init; }

    public async ValueTask<Answer<Written>> Take(Interaction interaction, CancellationToken ct) => interaction switch
    {
        Interaction.Create create => await Store(create.Resource, present: null, ct),
        Interaction.Found found => new Written(200, found.Type, found.Id, 0, draft.RecordedTime, 0, default),
        Interaction.Update update => await Update(update, ct),
        Interaction.Delete delete => await Delete(delete, ct),
        Interaction.DeleteEach delete => await Delete(delete, ct),
        Interaction.Offer offer => await Offer(offer, ct),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>
    /// Stores what the caller says about the versions that the unit wrote, in the stream of each, so that it is erased with what it
    /// names: one Provenance a stream.
    /// </summary>
    public void Attach(AttachedProvenance provenance)
    {
        var number = 0;
        foreach (var ofStream in _stored.GroupBy(one => one.Home, one => one.Version).ToList())
        {
            var id = number++ == 0 ? provenance.Id : $"{provenance.Id}-{number}";
            var body = provenance.Complete(id, ofStream, draft.RecordedTime);
            var indexed = indexer.Index("Provenance", id, body, origin.Source);
            draft.Append(ofStream.Key, new NewEvent(EventKind.Stored, "Provenance", id, 1, null, body, indexed));
        }
    }

    private async ValueTask<Answer<Written>> Update(Interaction.Update update, CancellationToken ct)
    {
        var resource = update.Resource;
        await _present.Require(draft.Connection, resource.Type, [resource.Id], ct);
        var present = _present.Version(resource.Type, resource.Id);
        if (DerivedResources.Keeps(resource.Type, resource.Id, isThere: present is not null) is { } kept)
            return kept;
        if (present is not null && present.Source != origin.Source)
            return update.IfMatch is null || await MaySee(resource.Type, resource.Id, ct) ? Theirs(resource.Type) : Lost;
        if (update.IfMatch is { } match && (present is not { Deleted: false } || !match.Holds(present.Version)))
            return Lost;
        if (update.IfNoneMatch && present is { Deleted: false })
            return new Refusal(RefusalKind.PreconditionFailed, $"There is such a {resource.Type} already.", null, "conflict");
        if (update.Seen is { } seen && (present is null || present.Deleted || present.Version != seen))
            return Interaction.Overtaken;
        return await Store(resource, present, ct);
    }

    private async ValueTask<Answer<Written>> Offer(Interaction.Offer offer, CancellationToken ct)
    {
        var resource = offer.Resource;
        var present = _present.Version(resource.Type, resource.Id);
        if (present is not null && present.Source != origin.Source)
            return Unstored(resource, Theirs(resource.Type));
        if (DerivedResources.Keeps(resource.Type, resource.Id, isThere: present is not null) is { } kept)
            return Unstored(resource, kept);
        if ((present?.Version ?? 0) != offer.Seen && present is not { Deleted: true })
            return Unstored(resource, Changed);
        if (offer.IsKnown && present is not { Deleted: true })
            return new Written(200, resource.Type, resource.Id, offer.Seen, draft.RecordedTime, 0, default);
        var written = await Store(resource, present, ct);
        return written.IsRefused(out var refusal) ? Unstored(resource, refusal) : written;
    }

    private Written Unstored(SentResource resource, Refusal refusal) =>
        new(refusal.Status, resource.Type, resource.Id, 0, draft.RecordedTime, 0, default) { Refusal = refusal };

    private PersonLinks Links(StreamId own) => new(draft, own);

    private async ValueTask<Answer<Written>> Delete(Interaction.Delete delete, CancellationToken ct)
    {
        var present = _present.Version(delete.Type, delete.Id);
        if (DerivedResources.Keeps(delete.Type, delete.Id, isThere: true) is { } kept)
            return kept;
        if (present is { Deleted: false } && present.Source != origin.Source)
        {
            if (await MaySee(delete.Type, delete.Id, ct))
                return Theirs(delete.Type);
            present = null;
        }
        if (delete.IfMatch is { } match && (present is not { Deleted: false } || !match.Holds(present.Version)))
            return Lost;
        // R4 http.html#delete: deleting what is not there, or not any more, succeeds.
        if (present is null or { Deleted: true })
            return Nothing(delete, present?.Source == origin.Source ? present : null);
        var next = new NewEvent(EventKind.Deleted, delete.Type, delete.Id, present.Version + 1, null, default);
        var position = draft.Append(new StreamId(present.Stream), next);
        if (delete.Type == "Consent" && Authors.IsPhone(origin.Source))
            await Links(new StreamId(present.Stream)).Apply(delete.Id, [], ct);
        return new Written(204, delete.Type, delete.Id, present.Version + 1, draft.RecordedTime, position, default);
    }

    // Which deletion it was is told to who wrote what was deleted; to others it is as if it had never been.
    private Written Nothing(Interaction.Delete delete, PresentVersion? deletion) => new(
        204, delete.Type, delete.Id, deletion?.Version ?? 0, deletion?.At ?? draft.RecordedTime, 0, default);

    private async ValueTask<Answer<Written>> Delete(Interaction.DeleteEach delete, CancellationToken ct)
    {
        await _present.Require(draft.Connection, delete.Type, delete.Ids, ct);
        if (delete.Ids.Count == 0 && delete.IfMatch is not null)
            return Lost;
        var last = new Written(204, delete.Type, "", 0, draft.RecordedTime, 0, default);
        foreach (var id in delete.Ids)
        {
            var one = await Delete(new Interaction.Delete(delete.Type, id, delete.IfMatch), ct);
            if (one.IsRefused(out var refusal))
                return refusal;
            last = one.Value;
        }
        return last;
    }

    // Of what others wrote: whether the caller may know that it is there.
    private async ValueTask<bool> MaySee(string type, string id, CancellationToken ct)
    {
        if (Reader is null)
            return true;
        var sql = new SqlText().Append(
            RecordTables.Now.Load("Record/Writing/may-see.sql"), Binding.Short("type", ResourceTypes.Number(type)), Binding.Text("id", id));
        Reader.AppendTo(sql);
        await using var command = sql.ToCommand(draft.Connection);
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    /// <param name="present">What it replaces, or the deletion that it comes after; null where there was nothing.</param>
    private async ValueTask<Answer<Written>> Store(SentResource resource, PresentVersion? present, CancellationToken ct)
    {
        var version = (present?.Version ?? 0) + 1;
        StreamId? stream = present is null ? null : new StreamId(present.Stream);
        var body = new ArrayBufferWriter<byte>(resource.Element.RawJson.Length + 128);
        var stamp = new ResourceStamp(resource.Id, version.ToString(CultureInfo.InvariantCulture), draft.RecordedTime);
        ResourceSplice.Write(body, resource.Element, stamp, unit.References, resource.Base);
        var indexed = unit.AreAsAssumed && !resource.Indexed.HasLinkedUris
            ? resource.Indexed
            : indexer.Index(resource.Type, resource.Id, body.WrittenMemory, origin.Source);
        var place = await Place(resource, indexed, ct);
        if (place.IsRefused(out var refusal))
            return refusal;
        // R4 lets an update change the subject; here a stream is one Patient's account and is erased as one.
        if (stream is not null && place.Value is { } other && other != stream && !IsOfNothing(resource, stream.Value, other))
        {
            return new Refusal(
                RefusalKind.Unprocessable, "What a stored resource is about cannot be changed. Delete it and create it anew.",
                resource.Type == BinaryCondition.Type ? BinaryCondition.Place : indexed.PatientPlace, "business-rule");
        }
        DateTimeOffset? eventTime = indexed.Time is { } time && time.Low > DateTime.MinValue ? new DateTimeOffset(time.Low) : null;
        var next = new NewEvent(EventKind.Stored, resource.Type, resource.Id, version, eventTime, body.WrittenMemory, indexed);
        var position = draft.Position;
        var home = stream ?? place.Value;
        if (home is { } existing)
            draft.Append(existing, next);
        else
            home = Found(resource, next);
        foreach (var companion in resource.Companions)
            draft.Append(home.Value, new NewEvent(EventKind.Stored, companion.Type, resource.Id, version, null, companion.Body));
        if (resource.LinkedPatients is { } linked && await Links(home.Value).Apply(resource.Id, linked, ct) is { } unlinkable)
            return unlinkable;
        // R4 http.html#update: what brings a deleted resource back creates it.
        var status = present is null or { Deleted: true } ? 201 : 200;
        var written = new Written(status, resource.Type, resource.Id, version, draft.RecordedTime, position, body.WrittenMemory)
        {
            Remarks = resource.Remarks,
        };
        _stored.Add((home.Value, written));
        _homes[(resource.Type, resource.Id)] = home.Value;
        return written;
    }

    // The stream a resource belongs to; no value of it where this resource founds it.
    private async ValueTask<Answer<StreamId?>> Place(SentResource resource, IndexedResource indexed, CancellationToken ct)
    {
        if (resource.Type == "Patient")
            return (StreamId?)null;
        if (indexed.Context is { } context && await HomeOf(context, ct) is { } home)
            return (StreamId?)home;
        if (indexed.Patient is not { } patient)
            return Directory;
        if (_foundedPatients.TryGetValue(patient, out var founded))
            return (StreamId?)founded;
        var member = _present.Member(patient) ?? await PresentRecord.ReadMember(draft.Connection, patient, ct);
        if (member is null || !Authors.MayWriteAbout(origin.Source, member.Source))
        {
            // The same words for a Patient that is not there and for one of another source.
            return new Refusal(
                RefusalKind.Unprocessable, "The Patient that this is about is not one of yours.", indexed.PatientPlace, "not-found");
        }
        return (StreamId?)new StreamId(member.Stream);
    }

    private StreamId? Directory =>
        _foundedDirectory ?? (_present.Directory(origin.Source) is { } directory ? new StreamId(directory) : null);

    // A Binary lies with what it belongs to, so that it is erased with it. To what is not there, or is of another source, it belongs not at
    // all, and is its writer's alone: that it is taken all the same tells nothing of what is there.
    private async ValueTask<StreamId?> HomeOf(ReferredResource context, CancellationToken ct)
    {
        if (_homes.TryGetValue((context.Type, context.Id), out var home))
            return home;
        await _present.Require(draft.Connection, context.Type, [context.Id], ct);
        return _present.Version(context.Type, context.Id) is { Deleted: false } there && there.Source == origin.Source
            ? new StreamId(there.Stream)
            : null;
    }

    // A Binary that was stored before what it belongs to stays where it is, its writer's alone. One that belongs to nothing any more stays
    // with what it belonged to, and is its writer's alone as well.
    private bool IsOfNothing(SentResource resource, StreamId before, StreamId after) =>
        resource.Type == BinaryCondition.Type && (before == Directory || after == Directory);

    private StreamId Found(SentResource resource, NewEvent first)
    {
        var stream = draft.Found(first);
        if (resource.Type == "Patient")
            _foundedPatients.Add(resource.Id, stream);
        else
            _foundedDirectory = stream;
        return stream;
    }

    private static Refusal Theirs(string type) => new(
        RefusalKind.Forbidden, $"This {type} was written by someone else; only its writer changes it.", null, "forbidden");

    private static Refusal Changed => new(RefusalKind.Conflict, "Others keep changing this resource.", null, "conflict");

    private static Refusal Lost => new(
        RefusalKind.PreconditionFailed, "The version that the request names is not the present one.", null, "conflict");
}

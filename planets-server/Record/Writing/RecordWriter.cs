using Phr.EventLog;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Record.State;
using Phr.Planets.Search;
using Phr.Planets.Search.Custom;
using Phr.Planets.Validation;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record.Writing;

/// <summary>The way of every change of the record: from a sound resource and its caller to the log.</summary>
public sealed class RecordWriter(
    Log log, Indexer indexer, ConsentMeaning consents, RecordReads reads, DeclaredProfiles profiles,
    CustomParameters parameters, CustomReadiness readiness, FollowedIndexes indexes, ServerRulebook rulebook)
{
    /// <summary>Where what a caller writes comes from; refused where the caller writes nothing.</summary>
    public static Answer<Origin> OriginOf(Caller caller) => caller switch
    {
        { Role: CallerRole.Patient, Patient: { } patient } => new Origin(caller.Subject, caller.Client, Authors.Phone(patient), "PATRQT"),
        { Role: CallerRole.Clinician or CallerRole.Hospital, Organisation: { } organisation } =>
            new Origin(caller.Subject, caller.Client, organisation, "TREAT"),
        { Role: CallerRole.System or CallerRole.Service } =>
            new Origin(caller.Subject, caller.Client, caller.Organisation ?? caller.Client, "HSYSADMIN"),
        _ => new Refusal(RefusalKind.Forbidden, "This token is not for writing records."),
    };

    /// <summary>Makes a resource ready to be written: works out its index, checks the token's scopes and, of a Consent,
    /// asks what it means.</summary>
    /// <param name="id">What it will be stored as.</param>
    /// <param name="links">Of the unit it is part of.</param>
    public async Task<Answer<SentResource>> Prepare(
        Caller caller, Origin origin, Element resource, string id, ScopeAccess access, UnitLinks links, CancellationToken ct)
    {
        var type = resource.Type!.Name;
        if (KeptElsewhere.Refuses(type) is { } elsewhere)
            return elsewhere;
        var indexed = indexer.Index(resource, id, origin.Source, links.Assigned, links.Base);
        if (!WriteScopes.Permit(caller, type, access, indexed.Tokens, indexer.Keys))
            return new Refusal(RefusalKind.Forbidden, $"The scopes of this token do not permit that on {type}.", null, "forbidden");
        // By it records are recognised as theirs, so it says what their account was verified with.
        if (type == "Patient" && caller.Role == CallerRole.Patient)
            return new Refusal(RefusalKind.Forbidden, "Your own Patient is changed through your account.", null, "forbidden");
        if (type == "SearchParameter" && await parameters.Refuses(caller, resource, id, ct) is { } unfollowable)
            return unfollowable;
        var remarks = await profiles.Check(resource, ct);
        if (remarks.IsRefused(out var nonconforming))
            return nonconforming;
        var sent = new SentResource(type, id, resource, indexed) { Remarks = remarks.Value, Base = links.Base };
        if (type != "Consent" || !Authors.IsPhone(origin.Source))
            return sent;
        var meaning = await consents.Of(resource, ct);
        return meaning.IsRefused(out var refusal)
            ? refusal
            : sent with { Companions = [meaning.Value.Rules], LinkedPatients = meaning.Value.LinkedPatients };
    }

    /// <summary>Writes a unit of a caller who knows all that it names.</summary>
    public async Task<Answer<IReadOnlyList<Written>>> Write(
        Origin origin, IReadOnlyList<Interaction> interactions, UnitLinks links, CancellationToken ct) =>
        await Append(new WriteUnit(origin, interactions, links, indexer, indexes), ct);

    /// <summary>Writes a unit of a caller: what consent hides from them is answered as if it were not there.</summary>
    public async Task<Answer<IReadOnlyList<Written>>> Write(
        Caller caller, Origin origin, IReadOnlyList<Interaction> interactions, UnitLinks links, CancellationToken ct)
    {
        var reader = RecordReader.Of(caller) is { } who ? new Visibility(who, caller.Permissions, ScopeAccess.Read, indexer.Keys) : null;
        return await Append(new WriteUnit(origin, interactions, links, indexer, indexes) { Reader = reader }, ct);
    }

    // What can be waited for outside the writer's turn is, so that the log waits for little.
    private async Task<Answer<IReadOnlyList<Written>>> Append(WriteUnit unit, CancellationToken ct)
    {
        if (await readiness.Wait(unit.Indexes, ct) is { } behind)
            return behind;
        var written = await log.Writer.Append(unit, ct);
        if (written.Refusal is null && written.Value.Any(one => one.Position > 0 && StoredDefinitions.Follows(one.Type)))
            rulebook.Wrote();
        return written;
    }

    /// <summary>One interaction by itself.</summary>
    public Task<Answer<Written>> Write(Caller caller, Origin origin, Interaction interaction, CancellationToken ct) =>
        Write(caller, origin, interaction, provenance: null, ct);

    /// <summary>One interaction by itself, and what the caller says about it.</summary>
    public async Task<Answer<Written>> Write(
        Caller caller, Origin origin, Interaction interaction, AttachedProvenance? provenance, CancellationToken ct)
    {
        var written = await Write(caller, origin, [interaction], UnitLinks.None with { Provenance = provenance }, ct);
        return written.IsRefused(out var refusal) ? refusal : await Complete(caller, written.Value[0], ct);
    }

    /// <summary>With the version that is there, of a conditional create that found it and may read it.</summary>
    public async Task<Written> Complete(Caller caller, Written written, CancellationToken ct)
    {
        if (written is not { Status: 200, Version: 0 } || RecordReader.Of(caller) is not { } reader)
            return written;
        var visibility = new Visibility(reader, caller.Permissions, ScopeAccess.Read, indexer.Keys);
        return await reads.Present(written.Type, written.Id, visibility, ct) is { Body: { } body } found
            ? written with { Version = found.Version, LastUpdated = found.LastUpdated, Body = body }
            : written;
    }
}

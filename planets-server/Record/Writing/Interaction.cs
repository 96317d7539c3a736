using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Record.State;
using Phr.Platform;

namespace Phr.Planets.Record.Writing;

/// <summary>One change that a caller asks for, checked and ready to be decided on.</summary>
public abstract record Interaction
{
    private Interaction()
    {
    }

    /// <summary>Of an entry of a Bundle its place there: what is refused about it is placed below it.</summary>
    public string? Place { get; init; }

    /// <summary>R4 http.html#create. The id is ours.</summary>
    /// <param name="IfNoneExist">Store it only where nothing of the caller's own satisfies this (http.html#ccreate).</param>
    public sealed record Create(SentResource Resource, WriteCondition? IfNoneExist) : Interaction;

    /// <summary>R4 http.html#update, also of an id that nothing has yet.</summary>
    /// <param name="IfMatch">What the present version has to be; null for any, or none.</param>
    public sealed record Update(SentResource Resource, VersionMatch? IfMatch) : Interaction
    {
        /// <summary><c>If-None-Match: *</c>: only where nothing holds under this id.</summary>
        public bool IfNoneMatch { get; init; }

        /// <summary>
        /// Version that the content was worked out from (a patch): where another is present by now, the answer is <see cref="Overtaken"/>.
        /// </summary>
        public int? Seen { get; init; }

        /// <summary>What this resource has to satisfy still, as the only one (a conditional patch); otherwise
        /// <see cref="Overtaken"/>.</summary>
        public WriteCondition? Still { get; init; }
    }

    /// <summary>R4 http.html#cond-update: of what satisfies the condition; of a new one where nothing does.</summary>
    /// <param name="Resource">Under the id that it was sent with, or under a new one.</param>
    /// <param name="NamesId">Whether it was sent with an id: then nothing else may be found.</param>
    public sealed record UpdateWhere(SentResource Resource, WriteCondition Condition, bool NamesId, VersionMatch? IfMatch) : Interaction
    {
        /// <summary><c>If-None-Match: *</c>: only where nothing satisfies the condition.</summary>
        public bool IfNoneMatch { get; init; }
    }

    /// <summary>
    /// A source's account of what it holds: stored unless known. A refusal is its own and leaves the rest of the unit as it is.
    /// </summary>
    /// <param name="Seen">Newest version when it was compared; 0 where there was none.</param>
    /// <param name="IsKnown">What is stored says the same.</param>
    public sealed record Offer(SentResource Resource, int Seen, bool IsKnown) : Interaction;

    /// <summary>R4 http.html#delete.</summary>
    public sealed record Delete(string Type, string Id, VersionMatch? IfMatch) : Interaction;

    /// <summary>R4 http.html#cdelete.</summary>
    /// <param name="CountMax">Where more satisfy the condition, none is deleted.</param>
    public sealed record DeleteWhere(WriteCondition Condition, int CountMax, VersionMatch? IfMatch) : Interaction;

    /// <summary>A conditional create that found its resource there.</summary>
    internal sealed record Found(string Type, string Id) : Interaction;

    /// <summary>A conditional delete once it is known of what.</summary>
    internal sealed record DeleteEach(string Type, IReadOnlyCollection<string> Ids, VersionMatch? IfMatch) : Interaction;

    /// <summary>The record moved on since the content of an update was worked out: work it out again. Told by reference.</summary>
    public static readonly Refusal Overtaken = new(
        RefusalKind.Conflict, "Others keep changing this resource. Send the request again.", null, "conflict");

    /// <summary>The resource that it stores; null of a deletion and of what was found.</summary>
    internal SentResource? Stored => this switch
    {
        Create create => create.Resource,
        Update update => update.Resource,
        UpdateWhere update => update.Resource,
        Offer offer => offer.Resource,
        _ => null,
    };

    /// <summary>The condition that decides what it does.</summary>
    internal WriteCondition? DecidedBy => this switch
    {
        Create create => create.IfNoneExist,
        Update update => update.Still,
        UpdateWhere update => update.Condition,
        DeleteWhere delete => delete.Condition,
        _ => null,
    };
}

/// <summary>A resource as it was sent, sound in structure.</summary>
/// <param name="Id">What it is stored as, unless a condition finds another: ours for a create, the caller's for an update.</param>
/// <param name="Indexed">With references of the same unit assumed to be created.</param>
public sealed record SentResource(string Type, string Id, Element Element, IndexedResource Indexed)
{
    /// <summary>Further events that belong to it and stand or fall with it, such as the rules that a Consent means.</summary>
    public IReadOnlyList<Companion> Companions { get; init; } = [];

    /// <summary>Of an entry of a transaction the server base that its relative references belong to first.</summary>
    public string? Base { get; init; }

    /// <summary>What the profiles that it declares remark, where the site asks for that.</summary>
    public IReadOnlyList<Issue> Remarks { get; init; } = [];

    /// <summary>Of a Consent in a person's own stream: ids of the Patients that it says are the person. Null of everything else.</summary>
    public IReadOnlyList<string>? LinkedPatients { get; init; }
}

/// <summary>An event in the stream of a resource that says more about it.</summary>
/// <param name="Type">No resource type.</param>
/// <param name="Body">Sealed like any body.</param>
public sealed record Companion(string Type, ReadOnlyMemory<byte> Body);

/// <summary>What an interaction came to.</summary>
/// <param name="Status">HTTP status: 201 created, 200 updated or found, 204 deleted.</param>
/// <param name="Position">Of the event; 0 where nothing had to be stored.</param>
/// <param name="Body">The stored bytes; empty of a deletion, and of a conditional create that found something.</param>
public sealed record Written(
    int Status, string Type, string Id, int Version, DateTimeOffset LastUpdated, long Position, ReadOnlyMemory<byte> Body)
{
    /// <summary>What there is to remark about what was stored, for who prefers an OperationOutcome.</summary>
    public IReadOnlyList<Issue> Remarks { get; init; } = [];

    /// <summary>Of an offer that was refused by itself.</summary>
    public Refusal? Refusal { get; init; }
}

using Phr.Fhir;
using Phr.Planets.Record.State;
using Phr.Planets.Search;
using Phr.Platform;

namespace Phr.Planets.Record.Writing;

/// <summary>One change that a caller asks for, checked and ready to be decided on.</summary>
public abstract record Interaction
{
    private Interaction()
    {
    }

    /// <summary>R4 http.html#create. The id is ours.</summary>
    /// <param name="IfNoneExist">Store it only where nothing of the caller's own satisfies this (http.html#ccreate).</param>
    public sealed record Create(SentResource Resource, SearchRequest? IfNoneExist) : Interaction;

    /// <summary>R4 http.html#update, also of an id that nothing has yet.</summary>
    /// <param name="IfMatch">Version that has to be the present one; null for any.</param>
    public sealed record Update(SentResource Resource, int? IfMatch) : Interaction;

    /// <summary>
    /// A source's account of what it holds: stored unless known. A refusal is its own and leaves the rest of the unit as it is.
    /// </summary>
    /// <param name="Seen">Newest version when it was compared; 0 where there was none.</param>
    /// <param name="IsKnown">What is stored says the same.</param>
    public sealed record Offer(SentResource Resource, int Seen, bool IsKnown) : Interaction;

    /// <summary>R4 http.html#delete.</summary>
    public sealed record Delete(string Type, string Id, int? IfMatch) : Interaction;
}

/// <summary>A resource as it was sent, sound in structure.</summary>
/// <param name="Id">What it is stored as: ours for a create, the caller's for an update.</param>
/// <param name="Indexed">With references of the same unit assumed to be created.</param>
public sealed record SentResource(string Type, string Id, Element Element, IndexedResource Indexed)
{
    /// <summary>Further events that belong to it and stand or fall with it, such as the rules that a Consent means.</summary>
    public IReadOnlyList<Companion> Companions { get; init; } = [];

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
    /// <summary>Of an offer that was refused by itself.</summary>
    public Refusal? Refusal { get; init; }
}

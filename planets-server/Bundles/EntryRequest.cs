using Phr.Fhir;
using Phr.Planets.Operations;
using Phr.Planets.Record.Writing;

namespace Phr.Planets.Bundles;

/// <summary>What one entry of a batch or transaction asks for.</summary>
/// <param name="Index">Place in the Bundle, from 0.</param>
/// <param name="Method">POST, PUT, PATCH, DELETE, GET or HEAD.</param>
/// <param name="Url">Relative to the FHIR base, without a slash in front.</param>
public sealed record EntryRequest(int Index, string Method, string Url)
{
    /// <summary>Resource type that the address names; empty where it names none (of reads only).</summary>
    public string Type { get; init; } = "";

    /// <summary>Id that the address names.</summary>
    public string? Id { get; init; }

    /// <summary>What is sent: a resource, a patch, or what an operation is called with.</summary>
    public Element Resource { get; init; }

    public string? FullUrl { get; init; }

    public VersionMatch? IfMatch { get; init; }

    /// <summary>As it was sent: of a PUT <c>*</c>, of a GET the ETag that the caller has.</summary>
    public string? IfNoneMatch { get; init; }

    public string? IfModifiedSince { get; init; }

    /// <summary>Of a POST <c>ifNoneExist</c>; of others the criteria of their address.</summary>
    public WriteCondition? Condition { get; init; }

    /// <summary>Of a conditional DELETE how many it may delete.</summary>
    public int CountMax { get; init; } = 1;

    public string Place => $"Bundle.entry[{Index}]";

    public bool IsRead => Method is "GET" or "HEAD";

    /// <summary>Of a search by POST, what it sends in place of its resource.</summary>
    public byte[]? Form { get; init; }

    /// <summary>Name of the operation or <c>_search</c> that is called by POST; null of everything else.</summary>
    public string? Operation =>
        Method == "POST" && Url.Split('?')[0].Split('/')[^1] is var last && (last == "_search" || last.StartsWith('$')) ? last : null;

    /// <summary>Whether it is an operation that does not only read.</summary>
    public bool IsChangingOperation => Operation is { } name && name != "_search" && !OperationList.OnlyReads(name);

    /// <summary>Whether it is run by itself: it changes nothing together with others.</summary>
    public bool IsOwnRequest => IsRead || Operation is not null;
}

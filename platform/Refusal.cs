namespace Phr.Platform;

/// <summary>Why a request is refused, in the terms that decide its HTTP status.</summary>
public enum RefusalKind
{
    /// <summary>The request is malformed or breaks a rule of its format: 400.</summary>
    Invalid,
    /// <summary>No valid token: 401.</summary>
    Unauthenticated,
    /// <summary>The token does not permit this: 403.</summary>
    Forbidden,
    /// <summary>Nothing there that the reader may know of: 404.</summary>
    NotFound,
    /// <summary>None of the formats that the caller takes is spoken here: 406.</summary>
    NotAcceptable,
    /// <summary>It was there and has been deleted: 410.</summary>
    Gone,
    /// <summary>It contradicts what is stored: 409.</summary>
    Conflict,
    /// <summary>A stated precondition does not hold: 412.</summary>
    PreconditionFailed,
    /// <summary>Over a limit of size: 413.</summary>
    TooLarge,
    /// <summary>Not a content type that is taken here: 415.</summary>
    UnsupportedMediaType,
    /// <summary>Well formed, but its content cannot be accepted: 422.</summary>
    Unprocessable,
    /// <summary>Over a limit of rate: 429.</summary>
    TooMany,
    /// <summary>A queue is full or a part is away; trying again later may help: 503.</summary>
    Unavailable,
    /// <summary>No room left to store it: 507.</summary>
    StorageFull,
}

/// <summary>
/// A "no" that the caller can act on: a value, not an exception (exceptions are for faults). Neither text may quote health
/// content.
/// </summary>
/// <param name="Reason">One sentence for a person.</param>
/// <param name="Place">Where the fault is, as a FHIRPath or JSON pointer; null where it has no place.</param>
/// <param name="Code">FHIR issue-type code, or null for the one that goes with the kind.</param>
public sealed record Refusal(RefusalKind Kind, string Reason, string? Place = null, string? Code = null)
{
    public int Status => Kind switch
    {
        RefusalKind.Invalid => 400,
        RefusalKind.Unauthenticated => 401,
        RefusalKind.Forbidden => 403,
        RefusalKind.NotFound => 404,
        RefusalKind.NotAcceptable => 406,
        RefusalKind.UnsupportedMediaType => 415,
        RefusalKind.Gone => 410,
        RefusalKind.Conflict => 409,
        RefusalKind.PreconditionFailed => 412,
        RefusalKind.TooLarge => 413,
        RefusalKind.Unprocessable => 422,
        RefusalKind.TooMany => 429,
        RefusalKind.Unavailable => 503,
        RefusalKind.StorageFull => 507,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

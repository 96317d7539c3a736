namespace Phr.EventLog;

/// <summary>
/// What an event says of the entity it names. The numbers are stored and hashed: never change or reuse one.
/// </summary>
public enum EventKind : byte
{
    /// <summary>A new version of the entity; the body is that version.</summary>
    Stored = 1,

    /// <summary>The entity holds no longer.</summary>
    Deleted = 2,

    /// <summary>The stream was joined to another: both are of one person.</summary>
    Linked = 3,

    /// <summary>A link was taken back.</summary>
    Unlinked = 4,

    /// <summary>More of an entity that grows (a series): the body is the addition alone.</summary>
    Appended = 5,

    /// <summary>
    /// The stream's key was given up: no body of the stream can be read any more. Only <see cref="Eraser"/> writes
    /// it.
    /// </summary>
    Erased = 6,
}

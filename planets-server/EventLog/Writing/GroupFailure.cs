using System.Data;
using Npgsql;

namespace Phr.EventLog;

/// <summary>Why an attempt to commit a group did not succeed, in the terms that decide what to do next.</summary>
internal abstract record GroupFailure
{
    private GroupFailure() { }

    /// <summary>Another node moved the head first: start over from fresh reads.</summary>
    public sealed record LostRace : GroupFailure;

    /// <summary>It is known which members cannot be committed: start over without them.</summary>
    public sealed record Guilty(IReadOnlyCollection<Member> Members) : GroupFailure;

    /// <summary>The members decided on more than they had announced: commit them in smaller groups.</summary>
    public sealed record Oversized : GroupFailure;

    /// <summary>The database cannot be reached, or the connection broke: try again for a while.</summary>
    public sealed record Away(Exception Cause) : GroupFailure;

    /// <summary>No room: nothing of the group is stored.</summary>
    public sealed record StorageFull : GroupFailure;

    /// <summary>A member broke the group, and it is not known which.</summary>
    public sealed record Broken(Exception Cause) : GroupFailure;

    private const int NoSpaceLeftOnDevice = 28;

    /// <param name="connection">State of the connection after the exception.</param>
    public static GroupFailure Of(Exception exception, ConnectionState connection) => exception switch
    {
        PostgresException database => Of(database, connection),
        NpgsqlException => new Away(exception),
        IOException { HResult: NoSpaceLeftOnDevice } => new StorageFull(),
        _ when connection != ConnectionState.Open => new Away(exception),
        _ => new Broken(exception),
    };

    // PHR01 is log.advance: the head is not where the group began. A position or sequence that is taken says the same.
    private static GroupFailure Of(PostgresException exception, ConnectionState connection) => exception.SqlState switch
    {
        "PHR01" or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => new LostRace(),
        PostgresErrorCodes.UniqueViolation
            when exception.ConstraintName is "event_position" or "event_stream_sequence" => new LostRace(),
        PostgresErrorCodes.DiskFull => new StorageFull(),
        PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.QueryCanceled => new Away(exception),
        _ when exception.IsTransient || connection != ConnectionState.Open => new Away(exception),
        _ => new Broken(exception),
    };
}

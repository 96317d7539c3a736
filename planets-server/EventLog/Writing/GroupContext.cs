using Npgsql;

namespace Phr.EventLog;

/// <summary>What the drafts of one group share.</summary>
internal sealed record GroupContext(
    NpgsqlConnection Connection, DateTimeOffset RecordedTime, IReadOnlyList<ProjectionPart> Parts, LogLimits Limits);

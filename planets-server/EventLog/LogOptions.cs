using System.ComponentModel.DataAnnotations;

namespace Phr.EventLog;

/// <summary>How a log is opened. Durations and counts are checked at start.</summary>
public sealed record LogOptions
{
    public LogLimits Limits { get; init; } = new();

    /// <summary>Events after which a checkpoint is signed.</summary>
    [Range(1, 10_000_000)] public int CheckpointEvents { get; init; } = 10_000;

    /// <summary>Time after which a checkpoint is signed when there is anything new.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the writer goes on trying when the database is away, before its callers are refused.</summary>
    public TimeSpan OutageMax { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a subscription waits without a sign before it looks for itself.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Clock of recorded times; a log never goes back in time, even when its clock does.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <exception cref="ValidationException">A value is out of its bounds.</exception>
    internal void Check()
    {
        Validator.ValidateObject(Limits, new ValidationContext(Limits), validateAllProperties: true);
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        foreach (var duration in (TimeSpan[])[CheckpointInterval, OutageMax, PollInterval])
        {
            if (duration <= TimeSpan.Zero || duration > TimeSpan.FromDays(1))
                throw new ValidationException($"A duration of {nameof(LogOptions)} is not within (0, 24 h].");
        }
    }
}

using System.ComponentModel.DataAnnotations;

namespace Phr.Model;

/// <summary>Configuration section <c>Model</c>.</summary>
public sealed class ModelOptions
{
    /// <summary>Folder of one model; null for the newest of those that are shipped.</summary>
    public string? Folder { get; set; }

    /// <summary>Threads that compute.</summary>
    [Range(1, 64)] public int InferenceThreads { get; set; } = 1;

    /// <summary>People whose record and states are held in memory; of 10,000 entries each takes about 10 MB.</summary>
    [Range(1, 100_000)] public int PeopleInMemory { get; set; } = 100;

    /// <summary>People or streams that wait to be looked at; of those beyond it the next look at the person finds the same.</summary>
    [Range(1, 1_000_000)] public int WaitingMax { get; set; } = 10_000;

    /// <summary>Minutes between two looks at everyone who was ever followed: what a lost hint costs at most.</summary>
    [Range(1, 1_440)] public int SweepMinutes { get; set; } = 15;

    /// <summary>Seconds without change before the single entries behind an answer are weighed anew.</summary>
    [Range(0, 600)] public int QuietSeconds { get; set; } = 2;

    /// <summary>Folder of signed evaluations; null for <c>evaluations</c> in the data folder.</summary>
    public string? Evaluations { get; set; }
}

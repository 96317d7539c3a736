using System.Text.Json.Serialization;
using Phr.Model.Meds;
using Phr.Simulator;
using Phr.Simulator.Writing.Meds;

namespace Phr.Model.Runs;

/// <summary>How much a model learns from the records that it is given, whosever they are.</summary>
/// <param name="Size">"tiny", "small" or "base", see <c>training/phr_training/model.py</c>.</param>
/// <param name="Epochs">Passes over the training people's records.</param>
/// <param name="Steps">Most steps of records that are read in learning.</param>
/// <param name="Seed">Of every draw in training.</param>
public sealed record LearningPlan(string Size, int Epochs, int Steps, int Seed)
{
    /// <summary>Why it cannot be followed, or null.</summary>
    public string? Fault()
    {
        if (Epochs is < 1 or > 100)
            return "epochs lies between 1 and 100.";
        if (Steps is < 1_000 or > 1_000_000_000)
            return "steps lies between 1,000 and 1,000,000,000.";
        if (Seed < 0)
            return "seed is 0 or more.";
        return Size is "tiny" or "small" or "base" ? null : "size is tiny, small or base.";
    }

    /// <summary>Why a model's folder cannot have a name, or null: a name is no way to another folder.</summary>
    public static string? FaultOfName(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
            ? null
            : "name begins with a letter or digit and has letters, digits, - and . only.";
}

/// <summary>All that decides a training run: the same plan on the same machine gives the same model.</summary>
/// <param name="Name">NAME-VERSION of the model's folder.</param>
/// <param name="People">Simulated people; 100 to 1,000,000.</param>
/// <param name="Seed">Of the simulator and of every draw in training.</param>
/// <param name="Size">"tiny", "small" or "base", see <c>training/phr_training/model.py</c>.</param>
public sealed record TrainingPlan(string Name, int People, int Seed, string Size, int Epochs)
{
    /// <summary>Most steps of records that are read in learning.</summary>
    public int Steps { get; init; } = 30_000_000;

    /// <summary>Most moments of each question at which an answer is held against the true risk, and an explanation against the true causes.</summary>
    public int TruthMoments { get; init; } = 300;

    /// <summary>Futures that the true risk at a moment is the mean of.</summary>
    public int Rollouts { get; init; } = 60;

    /// <summary>Trains in under a minute: to see that the whole chain works, not to answer anything.</summary>
    public static TrainingPlan Tiny { get; } = new("tiny-0", 120, 1, "tiny", 1) { TruthMoments = 60, Rollouts = 4 };

    /// <summary>The plan of the shipped model.</summary>
    public static TrainingPlan Shipped { get; } = new("phr-0.6", 14_000, 1, "small", 1)
    {
        Steps = 4_000_000,
    };

    [JsonIgnore]
    public LearningPlan Learning => new(Size, Epochs, Steps, Seed);

    /// <summary>Whether a data set is of the people whom a model of this plan learnt from, by what its folder says.</summary>
    public bool HasLearntFrom(MedsDataset dataset) =>
        dataset.Version?.StartsWith(MedsDatasetWriter.VersionOf(World.Shipped.Name, Seed), StringComparison.Ordinal) == true;

    /// <summary>Why the plan cannot be run, or null.</summary>
    public string? Fault() => People is < 100 or > 1_000_000
        ? "people lies between 100 and 1,000,000."
        : Learning.Fault() ?? LearningPlan.FaultOfName(Name);
}

/// <summary>How far a run is: its part, and done of a whole.</summary>
/// <param name="Of">0 while nobody knows.</param>
public sealed record TrainingProgress(string Part, int Done, int Of);

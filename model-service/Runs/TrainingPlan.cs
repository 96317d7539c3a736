namespace Phr.Model.Runs;

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
    public static TrainingPlan Shipped { get; } = new("phr-0.5", 14_000, 1, "small", 1)
    {
        Steps = 4_000_000,
    };

    /// <summary>Why the plan cannot be run, or null.</summary>
    public string? Fault()
    {
        if (People is < 100 or > 1_000_000)
            return "people lies between 100 and 1,000,000.";
        if (Epochs is < 1 or > 100)
            return "epochs lies between 1 and 100.";
        if (Steps is < 1_000 or > 1_000_000_000)
            return "steps lies between 1,000 and 1,000,000,000.";
        if (Size is not ("tiny" or "small" or "base"))
            return "size is tiny, small or base.";
        return Name.Length is > 0 and <= 64 && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? null
            : "name has letters, digits, - and . only.";
    }
}

/// <summary>How far a run is: its part, and done of a whole.</summary>
public sealed record TrainingProgress(string Part, int Done, int Of);

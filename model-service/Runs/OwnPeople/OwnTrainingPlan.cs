namespace Phr.Model.Runs.OwnPeople;

/// <summary>
/// All that decides what a model learns from a site's own people: the same plan and data set on the same machine give the same model.
/// </summary>
/// <param name="Name">NAME-VERSION of the model's folder.</param>
public sealed record OwnTrainingPlan(string Name, LearningPlan Learning)
{
    /// <summary>As many as boosted trees are given at least: from fewer a curve of ten years is guessed.</summary>
    public const int OutcomesUsual = 50;

    public const int OutcomesMax = 1_000_000;

    public const double YearsMax = 100;

    /// <summary>Trains in seconds: to see that the whole chain works on the data set, not to answer anything.</summary>
    public static OwnTrainingPlan Tiny { get; } = new("own-tiny-0", new LearningPlan("tiny", 1, 200_000, 1)) { OutcomesMin = 5 };

    public static OwnTrainingPlan Usual { get; } = new("own-1", TrainingPlan.Shipped.Learning);

    /// <summary>People of the training split to whom an outcome must have come, at least, for it to be learnt.</summary>
    public int OutcomesMin { get; init; } = OutcomesUsual;

    /// <summary>Years after their last entry for which a person counts as observed; null: until the data set ends.</summary>
    public double? FollowedYears { get; init; }

    /// <summary>Why the plan cannot be run, or null.</summary>
    public string? Fault()
    {
        if (OutcomesMin is < 1 or > OutcomesMax)
            return $"outcomes lies between 1 and {OutcomesMax:N0} people.";
        if (FollowedYears is { } years && !(years is > 0 and <= YearsMax))
            return $"followed lies above 0 and is {YearsMax} years at most.";
        return Learning.Fault() ?? LearningPlan.FaultOfName(Name);
    }
}

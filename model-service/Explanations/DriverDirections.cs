using System.Text.Json;

namespace Phr.Model.Explanations;

/// <summary>A group's contribution beside the true one of the same simulated person at the same moment, both in log-odds.</summary>
public readonly record struct ContributionPair(double Answer, double Truth)
{
    /// <summary>True contributions below this are no drivers.</summary>
    public const double DriverMin = 0.25;

    public bool Matters => Math.Abs(Truth) >= DriverMin;

    public bool IsRight => Math.Sign(Answer) == Math.Sign(Truth);
}

/// <summary>From where on it is told whether a group goes with a higher or a lower answer to one task.</summary>
/// <param name="LogOddsMin">Smaller contributions are of a direction that a record does not tell.</param>
/// <param name="Groups">Groups that truly mattered, by which it was found.</param>
public sealed record DirectionBound(double LogOddsMin, int Groups);

/// <summary>
/// Which directions are told: a group of a small contribution is named, but whether it raises or lowers is left open where people who were
/// not learnt from show that it would be wrong too often.
/// </summary>
public sealed class DriverDirections(IReadOnlyDictionary<string, DirectionBound> bounds)
{
    /// <summary>
    /// Of the groups that truly matter and whose direction is told, so many are to have the right one; a little more than the goal of
    /// 0.95, for it is found on few people.
    /// </summary>
    public const double RightMin = 0.96;

    /// <summary>From fewer groups that matter nothing is found, and no direction told.</summary>
    public const int GroupsMin = 50;

    /// <summary>Bounds that are tried, in hundredths of log-odds.</summary>
    private const int HundredthsMax = 100;

    public const string FileName = "directions.json";

    /// <summary>Of a model whose contributions were not held against true ones: every direction is told.</summary>
    public static DriverDirections None { get; } = new(new Dictionary<string, DirectionBound>());

    /// <exception cref="InvalidDataException">Not a table of bounds.</exception>
    public static DriverDirections Load(byte[] stored)
    {
        try
        {
            var bounds = JsonSerializer.Deserialize<Dictionary<string, DirectionBound?>>(stored, JsonSerializerOptions.Web) ?? [];
            return bounds.Values.All(bound => bound is { LogOddsMin: >= 0 })
                ? new DriverDirections(bounds!)
                : throw new InvalidDataException($"{FileName} has a bound below 0.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{FileName} is not a table of bounds.", e);
        }
    }

    public byte[] Store() => JsonSerializer.SerializeToUtf8Bytes(bounds, JsonSerializerOptions.Web);

    /// <summary>Whether the direction of a contribution is told; of a task for which no bound was found it never is.</summary>
    public bool IsTold(string task, double logOdds) =>
        ReferenceEquals(this, None) || (bounds.TryGetValue(task, out var bound) && Math.Abs(logOdds) >= bound.LogOddsMin);

    /// <summary>The lowest bound at which enough directions are right; null where there is none, or too few groups matter.</summary>
    /// <param name="pairs">Of people who were not learnt from.</param>
    public static DirectionBound? Find(IReadOnlyList<ContributionPair> pairs)
    {
        var mattering = pairs.Where(pair => pair.Matters).ToList();
        for (var hundredths = 1; mattering.Count >= GroupsMin && hundredths <= HundredthsMax; hundredths++)
        {
            var least = hundredths / 100.0;
            var told = mattering.Where(pair => Math.Abs(pair.Answer) >= least).ToList();
            if (told.Count > 0 && told.Average(pair => pair.IsRight ? 1.0 : 0) >= RightMin)
                return new DirectionBound(least, mattering.Count);
        }
        return null;
    }
}

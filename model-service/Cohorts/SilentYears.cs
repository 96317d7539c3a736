using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>For how long people had had no entry when observation ended, of who did not die before.</summary>
public sealed class SilentYears
{
    /// <summary>The longest horizon: who was silent for longer says nothing of it, and half of the people will not have been.</summary>
    public const double Max = 10;

    private readonly List<double> _years = [];

    public static string Fault =>
        $"half of the people have no entry in the last {Max:0} years of it, so times may have been shifted one by one. "
        + "Say with --followed YEARS for how long after the last entry a person counts as observed.";

    /// <summary>Whether half of the people are silent for so long that they were hardly observed until then.</summary>
    public bool IsLong => Median > Max;

    /// <summary>NaN where all died, or nobody had an entry.</summary>
    public double Median => _years.Count == 0 ? double.NaN : _years.Order().ElementAt(_years.Count / 2);

    public void Add(CohortPerson person)
    {
        if (person.Death is null && person.Entries().Select(item => (DateTimeOffset?)item.Time).Max() is { } last)
            _years.Add((person.StudyEnd - last).TotalDays / Tokeniser.DaysPerYear);
    }
}

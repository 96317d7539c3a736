using Phr.Model.Cohorts;
using Phr.Model.Tokens;

namespace Phr.Tests.Model.OwnPeople;

/// <summary>One question about one person of hand-made rows, in days from <see cref="Start"/>.</summary>
internal sealed class Question(string key, double? dies, params MedsEvent[] rows)
{
    public static readonly DateTimeOffset Start = Records.At("2010-01-01T10:00:00+09:00");

    private static readonly DateTimeOffset Birth = Records.At("1960-01-01T00:00:00+09:00");

    private static readonly double Offset = (Start - Birth).TotalDays;

    /// <summary>All that a site's own people can be asked.</summary>
    public static IReadOnlyList<TaskDefinition> Tasks { get; } = TaskDefinition.Load(
        [.. new[] { "", "own" }.Select(part => Path.Combine(Records.Root(), "model-service", "training", "tasks", part))]);

    public TaskDefinition Task { get; } = Tasks.Single(task => task.Key == key);

    public CohortPerson Person { get; } = new(
        1, MedsRecordReader.Person([new(1, Birth, MedsRecordReader.Birth), .. rows], [])!,
        dies is { } day ? Start.AddDays(day) : Start.AddYears(5), Start.AddYears(5), dies is { } died ? Start.AddDays(died) : null,
        OutcomeTruth.None);

    private TaskLabels Labels => TaskLabels.Of(Task, Person);

    /// <summary>The days at which it was asked, of one at moments of a stay.</summary>
    public double[] Asked => [.. Labels.Moments!.Where(Labels.IsAsked).Select(day => Math.Round(day - Offset, 3))];

    /// <summary>Asked at each of these: 0 nothing, 1 the outcome, 2 that it cannot come any more; and after how many days.</summary>
    public (int Kind, double Days)[] Came => [.. Asked.Select(After)];

    public bool IsAsked(double day) => Labels.IsAsked(Offset + day);

    public (int Kind, double Days) After(double day)
    {
        var moment = Labels.Moments?.MinBy(own => Math.Abs(own - Offset - day)) ?? Offset + day;
        double? death = Person.Death is { } died ? (died - Birth).TotalDays : null;
        var (kind, years) = Labels.After(moment, Task.WindowYears, (Person.Exit - Birth).TotalDays, death);
        return (kind, Math.Round(years * Tokeniser.DaysPerYear, 3));
    }

    public static MedsEvent In(double day, string? ward = null) => new(1, Start.AddDays(day), "HOSPITAL_ADMISSION//EMER") { Visit = ward };

    public static MedsEvent Out(double day, string? ward = null) => new(1, Start.AddDays(day), "HOSPITAL_DISCHARGE//HOME") { Visit = ward };

    public static MedsEvent Coded(double day, string icd10) => new(1, Start.AddDays(day), "ICD10//" + icd10);
}

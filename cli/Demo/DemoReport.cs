using System.Text.Json;

namespace Phr.Cli.Demo;

/// <summary>The contract of <c>phr demo --json</c>. Every figure was measured in the run that it is of.</summary>
/// <param name="Person">Id of the first person's own Patient.</param>
/// <param name="Events">Events in the log at the end of the main job.</param>
/// <param name="Seconds">Of each step.</param>
internal sealed record DemoReport(
    string Person, IReadOnlyList<DemoSource> Sources, long Events, long TimelineItems, IReadOnlyList<DemoRisk> Risks,
    DemoRefusal Refusal, double UpdateSeconds, DemoRelease Release, DemoVerification Verify, DemoErasure Erasure,
    IReadOnlyDictionary<string, double> Seconds)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>What the demonstration is there to show and this run did not, each in a sentence; none where all held.</summary>
    public IReadOnlyList<string> Faults() => [.. Promises().Where(promise => !promise.Holds).Select(promise => promise.Else)];

    private IEnumerable<(bool Holds, string Else)> Promises() =>
    [
        (Sources.Count == 3 && Sources.All(source => source.Resources > 0), "Three sources did not become one person."),
        (Risks.Count > 0 && Risks.All(risk => risk.Drivers.Any(driver => driver.Evidence.Count > 0)), "A risk has no reason in the record."),
        (Refusal is { Before: > 0, After: 0 }, "A refusal did not hide what could be seen before."),
        (Refusal.OwnHospital == Refusal.Before, "A hospital does not see what it wrote."),
        (Refusal.ThirdHospital == 0, "A hospital that does not treat the person finds entries."),
        (Release is { People: 1, Resources: > 0 }, "The release is not of the one person who joined."),
        (Release is { SourceIdentifiersSought: > 0, SourceIdentifiersFound: 0 }, "The release tells who somebody is."),
        (Verify.Ok, "The log or what is derived from it is not as it was written."),
        (Verify.TamperFoundAt is not null, "A byte that was flipped was not named."),
        (Erasure is { ReadableBefore: > 0, ReadableBodies: 0 }, "What was erased can be read."),
    ];
}

/// <param name="Name">Of the hospital, or of the person's own phone.</param>
internal sealed record DemoSource(string Name, long Resources);

/// <param name="Probability">0 to 1 within <paramref name="HorizonYears"/>.</param>
/// <param name="AYearAgo">From the record as it was then; null where it did not reach that far.</param>
internal sealed record DemoRisk(
    string Outcome, double HorizonYears, double Probability, double? AYearAgo, IReadOnlyList<DemoDriver> Drivers);

/// <param name="Contribution">To the probability.</param>
/// <param name="Evidence">The person's own entries, as references.</param>
internal sealed record DemoDriver(string Group, double Contribution, IReadOnlyList<string> Evidence);

/// <summary>Mental-health entries that a search counts.</summary>
/// <param name="Before">By hospital B, before the person refused it them.</param>
/// <param name="OwnHospital">By hospital A, which wrote them, after the refusal.</param>
/// <param name="ThirdHospital">By hospital C, which does not treat the person.</param>
internal sealed record DemoRefusal(long Before, long After, long OwnHospital, long ThirdHospital);

/// <param name="SourceIdentifiersSought">Names, birth dates, numbers and ids of both people that were looked for.</param>
/// <param name="SourceIdentifiersFound">Those of them that the release holds.</param>
internal sealed record DemoRelease(int People, int Resources, int SourceIdentifiersSought, int SourceIdentifiersFound);

/// <param name="TamperFoundAt">Position that was named for the byte flipped on a copy.</param>
internal sealed record DemoVerification(long Events, bool Ok, long? TamperFoundAt);

/// <param name="ReadableBefore">Bodies of the stream that could be read before it was erased.</param>
/// <param name="ReadableBodies">Afterwards, in the log and in the restored backup together.</param>
internal sealed record DemoErasure(long ReadableBefore, long ReadableBodies);

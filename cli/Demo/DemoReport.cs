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

/// <param name="SourceIdentifiersFound">Names, numbers and ids of both people that the release holds.</param>
internal sealed record DemoRelease(int People, int Resources, int SourceIdentifiersFound);

/// <param name="TamperFoundAt">Position that was named for the byte flipped on a copy.</param>
internal sealed record DemoVerification(long Events, bool Ok, long? TamperFoundAt);

/// <param name="ReadableBodies">Of the erased stream, in the log and in the restored backup together.</param>
internal sealed record DemoErasure(long ReadableBodies);

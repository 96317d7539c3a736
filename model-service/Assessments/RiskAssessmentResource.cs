using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Phr.Model.Tokens;

namespace Phr.Model.Assessments;

/// <summary>Whom and what a RiskAssessment speaks of.</summary>
/// <param name="Id">Of the RiskAssessment.</param>
/// <param name="Subject">"Patient/…".</param>
/// <param name="Device">"Device/…" of the model, see <see cref="ModelDeviceResource"/>.</param>
/// <param name="Labels">Security labels ("system|code") that the inputs pass on to what is derived from them.</param>
public sealed record AssessmentContext(string Id, string Subject, string Device, IReadOnlyList<string> Labels)
{
    /// <summary>Of the log, as the person is told it: from what was in the record by then it was made.</summary>
    public long Position { get; init; }
}

/// <summary>
/// FHIR R4 RiskAssessment of one outcome. Probabilities are in percent (R4 riskassessment.html, ras-2: at most 100),
/// one prediction a horizon; <c>basis</c> lists the entries behind the drivers. What R4 has no element for is said by extensions: the
/// position of the log that it was made from, and the interval around a probability. Where too little could be read it is preliminary.
/// </summary>
public static class RiskAssessmentResource
{
    public const string MethodSystem = "urn:phr:risk-method";

    /// <summary>Extension of the resource: position of the log, a decimal.</summary>
    public const string PositionExtension = "urn:phr:record-position";

    /// <summary>Extension of a prediction: a Range in percent that holds the true risk of nine of ten people with such an answer.</summary>
    public const string IntervalExtension = "urn:phr:risk-interval";

    private const int BasisMax = 50;

    /// <exception cref="ArgumentException">The question was not answered.</exception>
    public static byte[] Json(OutcomeRisk risk, Assessment assessment, AssessmentContext context)
    {
        if (risk.NotAsked is not null)
            throw new ArgumentException("A question that was not answered is no assessment.", nameof(risk));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer,
            new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "RiskAssessment");
            json.WriteString("id", context.Id);
            Labels(json, context.Labels);
            Position(json, context.Position);
            json.WriteString("status", assessment.IsWeak ? "preliminary" : "final");
            Concept(json, "method", MethodSystem, assessment.ModelName, "Phr risk model");
            Concept(json, "code", risk.Task.Coding.System, risk.Task.Coding.Code, risk.Task.Coding.Display);
            Reference(json, "subject", context.Subject);
            json.WriteString("occurrenceDateTime",
                assessment.Moment.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));
            Reference(json, "performer", context.Device);
            Basis(json, risk);
            Predictions(json, risk, assessment);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Predictions(Utf8JsonWriter json, OutcomeRisk risk, Assessment assessment)
    {
        var text = RiskText.Of(risk, assessment);
        json.WriteStartArray("prediction");
        foreach (var horizon in risk.Horizons)
        {
            json.WriteStartObject();
            if (horizon.Years == risk.Task.HorizonYears && risk.Interval is { } interval)
                Interval(json, interval);
            Concept(json, "outcome", risk.Task.Coding.System, risk.Task.Coding.Code, risk.Task.Coding.Display);
            json.WriteNumber("probabilityDecimal", Percent(horizon.Probability));
            json.WriteStartObject("whenPeriod");
            var asked = risk.AskedAt ?? assessment.Moment;
            json.WriteString("start", Day(asked));
            json.WriteString("end", Day(risk.Task.DecidedBy(asked, horizon.Years)));
            json.WriteEndObject();
            if (horizon.Years == risk.Task.HorizonYears)
                json.WriteString("rationale",
                    $"{text.Headline.Japanese}{text.Complement.Japanese} {text.Headline.English} {text.Complement.English}");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("note");
        json.WriteStartObject();
        Wording[] notes = [.. ((Wording?[])[text.Weak, text.Note]).OfType<Wording>()];
        var japanese = string.Concat(notes.Select(note => note.Japanese));
        json.WriteString("text", $"{japanese} {string.Join(' ', notes.Select(note => note.English))}");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Position(Utf8JsonWriter json, long position)
    {
        json.WriteStartArray("extension");
        json.WriteStartObject();
        json.WriteString("url", PositionExtension);
        json.WriteNumber("valueDecimal", position);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Interval(Utf8JsonWriter json, RiskInterval interval)
    {
        json.WriteStartArray("extension");
        json.WriteStartObject();
        json.WriteString("url", IntervalExtension);
        json.WriteStartObject("valueRange");
        Bound(json, "low", interval.Low);
        Bound(json, "high", interval.High);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Bound(Utf8JsonWriter json, string name, double probability)
    {
        json.WriteStartObject(name);
        json.WriteNumber("value", Percent(probability));
        json.WriteString("unit", "%");
        json.WriteString("system", "http://unitsofmeasure.org");
        json.WriteString("code", "%");
        json.WriteEndObject();
    }

    private static decimal Percent(double probability) => Math.Round((decimal)probability * 100, 4);

    private static void Basis(Utf8JsonWriter json, OutcomeRisk risk)
    {
        var entries = (risk.Explanation?.Drivers ?? []).SelectMany(driver => driver.Evidence)
            .Where(EntryReference.IsResource).Distinct().Take(BasisMax).ToList();
        if (entries.Count == 0)
            return;
        json.WriteStartArray("basis");
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteString("reference", entry);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Labels(Utf8JsonWriter json, IReadOnlyList<string> labels)
    {
        if (labels.Count == 0)
            return;
        json.WriteStartObject("meta");
        json.WriteStartArray("security");
        foreach (var label in labels.Order(StringComparer.Ordinal))
        {
            var bar = label.LastIndexOf('|');
            json.WriteStartObject();
            json.WriteString("system", label[..bar]);
            json.WriteString("code", label[(bar + 1)..]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Concept(Utf8JsonWriter json, string name, string system, string code, string display)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("coding");
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("code", code);
        json.WriteString("display", display);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter json, string name, string reference)
    {
        json.WriteStartObject(name);
        json.WriteString("reference", reference);
        json.WriteEndObject();
    }

    private static string Day(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

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
public sealed record AssessmentContext(string Id, string Subject, string Device, IReadOnlyList<string> Labels);

/// <summary>
/// FHIR R4 RiskAssessment of one outcome. Probabilities are in percent (R4 riskassessment.html, ras-2: at most 100),
/// one prediction a horizon; <c>basis</c> lists the entries behind the drivers.
/// </summary>
public static class RiskAssessmentResource
{
    public const string MethodSystem = "urn:phr:risk-method";

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
            json.WriteString("status", "final");
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
        var text = RiskText.Of(risk, assessment.Moment, assessment.IsOfRecords);
        json.WriteStartArray("prediction");
        foreach (var horizon in risk.Horizons)
        {
            json.WriteStartObject();
            Concept(json, "outcome", risk.Task.Coding.System, risk.Task.Coding.Code, risk.Task.Coding.Display);
            json.WriteNumber("probabilityDecimal", Math.Round((decimal)horizon.Probability * 100, 4));
            json.WriteStartObject("whenPeriod");
            json.WriteString("start", Day(assessment.Moment));
            json.WriteString("end", Day(assessment.Moment.AddDays(horizon.Years * Tokeniser.DaysPerYear)));
            json.WriteEndObject();
            if (horizon.Years == risk.Task.HorizonYears)
                json.WriteString("rationale",
                    $"{text.Headline.Japanese}{text.Complement.Japanese} {text.Headline.English} {text.Complement.English}");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("note");
        json.WriteStartObject();
        json.WriteString("text", $"{text.Note.Japanese} {text.Note.English}");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Basis(Utf8JsonWriter json, OutcomeRisk risk)
    {
        var entries = (risk.Explanation?.Drivers ?? []).SelectMany(driver => driver.Entries)
            .Select(entry => entry.Entry).Where(EntryReference.IsResource).Distinct().Take(BasisMax).ToList();
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

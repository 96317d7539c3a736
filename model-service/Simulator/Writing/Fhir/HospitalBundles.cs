using System.Buffers;
using System.Text.Json;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;

namespace Phr.Simulator.Writing.Fhir;

/// <summary>
/// One transaction Bundle as sent: UTF-8 JSON, its number of entries, and the days of the encounters that it holds.
/// </summary>
public sealed record HospitalBundle(byte[] Utf8, int Entries, DateOnly From, DateOnly To);

/// <summary>
/// A person's record as one facility sends it: FHIR R4 transaction Bundles, one for each run of visits that fits. Every
/// Bundle names Patient and Organization (created if none exists), and an encounter stays together with its entries
/// unless it alone fills a Bundle. Every entry is created only if its identifier is new, so sending again stores
/// nothing new.
/// </summary>
public static class HospitalBundles
{
    public const int EntriesMax = 100;

    /// <summary>Patient, Organization.</summary>
    private const int FixedEntries = 2;

    /// <summary>
    /// Entries of one encounter in one Bundle: leaves room for the fixed ones, the encounter and its report.
    /// </summary>
    private const int PartEntriesMax = EntriesMax - FixedEntries - 2;

    private static readonly JsonWriterOptions Compact =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="identity">Null for a person alone.</param>
    public static IEnumerable<HospitalBundle> Of(SimulatedPerson person, Facility facility, PersonIdentity? identity = null)
    {
        var context = new EntryContext(person, facility, identity ?? PersonIdentity.Alone(person));
        var visits = person.Entries.Where(entry => entry.Encounter.Site == facility.Site).ToLookup(entry => entry.Encounter.Number);
        var waiting = new List<BundleEntry>();
        var days = new List<DateOnly>();
        foreach (var encounter in person.Encounters.Where(encounter => encounter.Site == facility.Site).OrderBy(encounter => encounter.Start))
        {
            foreach (var part in Parts(context, encounter, [.. visits[encounter.Number]]))
            {
                if (waiting.Count + part.Count + FixedEntries > EntriesMax)
                {
                    yield return Write(context, waiting, days);
                    waiting.Clear();
                    days.Clear();
                }

                waiting.AddRange(part);
                days.Add(DateOnly.FromDateTime(encounter.Start));
            }
        }

        if (waiting.Count > 0)
        {
            yield return Write(context, waiting, days);
        }
    }

    /// <summary>An encounter with its entries; a long stay comes in parts, each with the encounter again.</summary>
    private static IEnumerable<List<BundleEntry>> Parts(EntryContext context, Encounter encounter, IReadOnlyList<RecordEntry> entries)
    {
        var head = new BundleEntry(
            "Encounter", EncounterResource.Kind, encounter.Number,
            json => EncounterResource.Write(json, context, encounter));
        return entries.Chunk(PartEntriesMax).DefaultIfEmpty([]).Select(
            part => new List<BundleEntry>([head, .. Resources(context, encounter, part)]));
    }

    private static IEnumerable<BundleEntry> Resources(EntryContext context, Encounter encounter, IReadOnlyList<RecordEntry> entries)
    {
        var laboratory = entries.OfType<RecordEntry.Result>().Where(result => ObservationResource.IsLaboratory(result.Test)).ToList();
        var prescriptions = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            var next = i + 1 < entries.Count ? entries[i + 1] : null;
            switch (entries[i])
            {
                case RecordEntry.Sign { Vital: Vital.Systolic } systolic when next is RecordEntry.Sign { Vital: Vital.Diastolic } diastolic:
                    yield return Observation(systolic, json => ObservationResource.WritePressure(json, context, systolic, diastolic));
                    i++;
                    break;
                case RecordEntry.Sign sign:
                    yield return Observation(sign, json => ObservationResource.WriteSign(json, context, sign));
                    break;
                case RecordEntry.Result result:
                    yield return Observation(result, json => ObservationResource.WriteResult(json, context, result));
                    break;
                case RecordEntry.Diagnosis entry:
                    yield return new(
                        "Condition", ConditionResource.Kind, entry.Number,
                        json => ConditionResource.Write(json, context, entry));
                    break;
                case RecordEntry.Prescription entry:
                    var index = ++prescriptions;
                    yield return new(
                        "MedicationRequest", MedicationRequestResource.Kind, entry.Number,
                        json => MedicationRequestResource.Write(json, context, entry, index));
                    break;
                case RecordEntry.Procedure entry:
                    yield return new(
                        "Procedure", ProcedureResource.Kind, entry.Number,
                        json => ProcedureResource.Write(json, context, entry));
                    break;
                case RecordEntry.Immunisation entry:
                    yield return new(
                        "Immunization", ImmunizationResource.Kind, entry.Number,
                        json => ImmunizationResource.Write(json, context, entry));
                    break;
                case RecordEntry.Allergy entry:
                    yield return new(
                        "AllergyIntolerance", AllergyIntoleranceResource.Kind, entry.Number,
                        json => AllergyIntoleranceResource.Write(json, context, entry));
                    break;
            }
        }

        if (laboratory.Count > 1)
        {
            yield return new(
                "DiagnosticReport", DiagnosticReportResource.Kind, laboratory[0].Number,
                json => DiagnosticReportResource.Write(json, context, encounter, laboratory));
        }
    }

    private static BundleEntry Observation(RecordEntry entry, Action<Utf8JsonWriter> write) =>
        new("Observation", ObservationResource.Kind, entry.Number, write);

    private static HospitalBundle Write(EntryContext context, List<BundleEntry> entries, List<DateOnly> days)
    {
        var buffer = new ArrayBufferWriter<byte>(entries.Count * 1200);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Bundle");
            json.WriteString("type", "transaction");
            json.WriteStartArray("entry");
            var patient = $"{CodeSystems.PatientNumber(context.Facility.InstitutionNumber)}|{context.PatientNumber}";
            WriteEntry(json, "Patient", context.PatientUrn, patient, () => PatientResource.Write(json, context));
            var organization = $"{CodeSystems.InstitutionNumber}|{context.Facility.InstitutionNumber}";
            WriteEntry(
                json, "Organization", context.OrganizationUrn, organization,
                () => OrganizationResource.Write(json, context.Facility));
            foreach (var entry in entries)
            {
                var identifier = $"{CodeSystems.ResourceInstance}|{context.InstanceNumber(entry.Kind, entry.Number)}";
                WriteEntry(json, entry.Type, entry.Urn(context), identifier, () => entry.Write(json));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new HospitalBundle(buffer.WrittenSpan.ToArray(), entries.Count + FixedEntries, days.Min(), days.Max());
    }

    private static void WriteEntry(Utf8JsonWriter json, string type, string urn, string identifier, Action writeResource)
    {
        json.WriteStartObject();
        json.WriteString("fullUrl", urn);
        json.WritePropertyName("resource");
        writeResource();
        json.WriteStartObject("request");
        json.WriteString("method", "POST");
        json.WriteString("url", type);
        json.WriteString("ifNoneExist", "identifier=" + identifier);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private sealed record BundleEntry(string Type, string Kind, int Number, Action<Utf8JsonWriter> Write)
    {
        public string Urn(EntryContext context) => context.Urn(Type == "Encounter" ? "Encounter" : Kind, Number);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Phr.Tests.Model.Service;

/// <summary>FHIR resources that the small model's vocabulary knows.</summary>
internal static class Life
{
    public static JsonObject Patient(string id) =>
        new() { ["resourceType"] = "Patient", ["id"] = id, ["birthDate"] = "1960-05-01", ["gender"] = "female" };

    public static JsonObject Lab(string id, string time, double value) => Observation(id, "4548-4", "laboratory", time, value, "%");

    public static JsonObject Pressure(string id, string time, double value) =>
        Observation(id, "8480-6", "vital-signs", time, value, "mm[Hg]");

    /// <summary>As the phone's store writes it: by the person, with a device.</summary>
    public static JsonObject HomePressure(string id, string time, double systolic)
    {
        var reading = Pressure(id, time, systolic);
        reading["performer"] = new JsonArray(new JsonObject { ["reference"] = "Patient/p" });
        reading["device"] = new JsonObject { ["display"] = "cuff" };
        return reading;
    }

    public static JsonObject Diagnosis(string id, string icd10, string time) => new()
    {
        ["resourceType"] = "Condition", ["id"] = id, ["recordedDate"] = time,
        ["code"] = new JsonObject
        {
            ["coding"] = new JsonArray(new JsonObject
            {
                ["system"] = "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full", ["code"] = icd10,
            }),
        },
    };

    /// <param name="status">"in-progress" while it goes on.</param>
    public static JsonObject Stay(string id, string status, string? start, string? end = null)
    {
        var period = new JsonObject { ["start"] = start };
        if (end is not null)
            period["end"] = end;
        return new JsonObject
        {
            ["resourceType"] = "Encounter", ["id"] = id, ["status"] = status,
            ["class"] = new JsonObject { ["code"] = "IMP" }, ["period"] = period,
        };
    }

    /// <summary>未告知, by a label.</summary>
    public static JsonObject Untold(this JsonObject resource)
    {
        resource["meta"] = new JsonObject
        {
            ["security"] = new JsonArray(new JsonObject
            {
                ["system"] = "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication", ["code"] = "UNINFORMED",
            }),
        };
        return resource;
    }

    /// <summary>Fourteen years of check-ups.</summary>
    public static FakeRecord Record(string patient, int seed)
    {
        var record = new FakeRecord(patient);
        var random = new Random(seed);
        record.Put(Patient(patient));
        for (var year = 2010; year < 2024; year++)
        {
            record.Put(Lab($"lab-{year}", $"{year}-04-01T09:30:00+09:00", Math.Round(5 + (3 * random.NextDouble()), 1)));
            record.Put(Pressure($"bp-{year}", $"{year}-04-01T09:31:00+09:00", random.Next(100, 160)));
            record.Put(HomePressure($"home-{year}", $"{year}-04-02T07:00:00+09:00", random.Next(100, 160)));
            record.Put(Diagnosis($"dx-{year}", random.Next(2) == 0 ? "J45" : "I10", $"{year}-04-01T10:00:00+09:00"));
        }
        return record;
    }

    private static JsonObject Observation(string id, string loinc, string category, string time, double value, string unit) => new()
    {
        ["resourceType"] = "Observation", ["id"] = id, ["status"] = "final", ["effectiveDateTime"] = time,
        ["category"] = new JsonArray(new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["code"] = category }) }),
        ["code"] = new JsonObject
        {
            ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = loinc }),
        },
        ["valueQuantity"] = new JsonObject
        {
            ["value"] = JsonValue.Create(decimal.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
            ["code"] = unit,
        },
    };
}

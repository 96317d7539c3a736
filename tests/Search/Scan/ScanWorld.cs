using System.Globalization;
using System.Text.Json.Nodes;

namespace Phr.Tests.Search.Scan;

/// <summary>Random resources that refer to each other, the same for the same seed.</summary>
internal sealed class ScanWorld(Random chance)
{
    public const string Loinc = "http://loinc.org";
    public const string Jlac = "urn:oid:1.2.392.200119.4.504";
    public const string Numbers = "urn:oid:1.2.392.100495.20.3.51";

    private static readonly string[] Names =
        ["ヤマモト", "ﾔﾏﾓﾄ", "やまもと", "山本", "ガクト", "カ\u3099クト", "ｶﾞｸﾄ", "サトー", "ｻﾄｰ", "Müller", "MULLER", "Åse", "青木　花子", "青木花子",
            "Van der Berg", "Ｏｋａ"];

    private static readonly string[] Cities = ["東京", "横浜市", "ﾖｺﾊﾏ", "Osaka", "OSAKA "];
    private static readonly string[] Dates = ["2019", "2019-12", "2020-01", "2020-01-01", "2020-02-29", "2020-02-29T10:30:00+09:00",
        "2020-02-29T01:30:00Z", "2021-07-05T23:59:59.5+09:00", "2021"];
    private static readonly (string System, string Code)[] Codes = [(Loinc, "8480-6"), (Loinc, "8462-4"), (Loinc, "29463-7"),
        (Jlac, "8480-6"), ("", "local"), (Loinc, "718-7")];

    private readonly Dictionary<string, List<JsonObject>> _byType = [];

    public IReadOnlyList<string> Types => [.. _byType.Keys];

    public IEnumerable<JsonObject> All => _byType.Values.SelectMany(resources => resources);

    public IReadOnlyList<JsonObject> Of(string type) => _byType.GetValueOrDefault(type) ?? [];

    public JsonObject? Find(string type, string id) => Of(type).FirstOrDefault(resource => Id(resource) == id);

    public static string Id(JsonObject resource) => resource["id"]!.GetValue<string>();

    public static string TypeOf(JsonObject resource) => resource["resourceType"]!.GetValue<string>();

    public static ScanWorld Of(int seed, int size)
    {
        var world = new ScanWorld(new Random(seed));
        world.Add("Organization", size / 4, world.Organization);
        world.Add("Practitioner", size / 4, world.Practitioner);
        world.Add("Patient", size / 2, world.Patient);
        world.Add("Encounter", size / 2, world.Encounter);
        world.Add("Condition", size, world.Condition);
        world.Add("Observation", size * 3, world.Observation);
        world.Add("RiskAssessment", size / 2, world.RiskAssessment);
        world.Add("Location", size / 2, world.Location);
        world.Add("ValueSet", size / 4, world.ValueSet);
        return world;
    }

    public T Pick<T>(IReadOnlyList<T> all) => all[chance.Next(all.Count)];

    public bool Maybe(double probability) => chance.NextDouble() < probability;

    public int Next(int below) => chance.Next(below);

    public void Replace(JsonObject resource)
    {
        var all = _byType[TypeOf(resource)];
        all[all.FindIndex(one => Id(one) == Id(resource))] = resource;
    }

    public void Remove(JsonObject resource) => _byType[TypeOf(resource)].RemoveAll(one => Id(one) == Id(resource));

    /// <summary>The world as it is now; it goes on with the same chance.</summary>
    public ScanWorld Copy()
    {
        var copy = new ScanWorld(chance);
        foreach (var (type, resources) in _byType)
            copy._byType[type] = [.. resources];
        return copy;
    }

    /// <summary>Another content under the same id.</summary>
    public JsonObject Changed(JsonObject resource)
    {
        var changed = TypeOf(resource) switch
        {
            "Observation" => Observation(),
            "Condition" => Condition(),
            "Encounter" => Encounter(),
            _ => resource.DeepClone().AsObject(),
        };
        changed["resourceType"] = TypeOf(resource);
        changed["id"] = Id(resource);
        if (resource["subject"] is { } subject)
            changed["subject"] = subject.DeepClone();
        return changed;
    }

    private void Add(string type, int count, Func<JsonObject> make)
    {
        var all = _byType[type] = [];
        for (var i = 0; i < count; i++)
        {
            var resource = make();
            resource["resourceType"] = type;
            resource["id"] = $"{type.ToLowerInvariant()}-{i.ToString(CultureInfo.InvariantCulture)}";
            all.Add(resource);
        }
    }

    private JsonObject Organization() => new JsonObject { ["name"] = Pick(Names), ["active"] = Maybe(0.5) }
        .With(Maybe(0.3), "alias", () => new JsonArray(Pick(Names)))
        .With(Maybe(0.5), "identifier", Identifiers)
        .With(Maybe(0.5), "address", () => new JsonArray(new JsonObject { ["city"] = Pick(Cities) }))
        .With(Of("Organization").Count > 0 && Maybe(0.6), "partOf", () => Reference("Organization"));

    private JsonObject Practitioner() => new JsonObject { ["name"] = Name(), ["gender"] = Gender() }
        .With(Maybe(0.7), "identifier", Identifiers);

    private JsonObject Patient() => new JsonObject { ["name"] = Name() }
        .With(Maybe(0.8), "gender", () => Gender())
        .With(Maybe(0.8), "birthDate", () => Pick(Dates[..4]))
        .With(Maybe(0.3), "deceasedDateTime", () => Pick(Dates))
        .With(Maybe(0.7), "identifier", Identifiers)
        .With(Maybe(0.4), "telecom", () =>
            new JsonArray(new JsonObject { ["system"] = Pick(["phone", "email"]), ["value"] = Pick(["03-1", "a@b.example"]) }))
        .With(Maybe(0.5), "address", () => new JsonArray(new JsonObject { ["city"] = Pick(Cities) }))
        .With(Maybe(0.6), "managingOrganization", () => Reference("Organization"))
        .With(Maybe(0.6), "generalPractitioner", () =>
            new JsonArray(Reference(Pick(["Organization", "Practitioner"])), Reference("Practitioner")));

    private JsonObject Encounter() => new JsonObject
    {
        ["status"] = Pick(["planned", "finished"]),
            ["class"] = new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ActCode", ["code"] = Pick(["AMB", "IMP"]) },
        ["subject"] = Reference("Patient"),
    }
        .With(Maybe(0.8), "period", Period)
        .With(Maybe(0.5), "serviceProvider", () => Reference("Organization"))
        .With(Maybe(0.5), "participant", () => new JsonArray(new JsonObject { ["individual"] = Reference("Practitioner") }));

    private JsonObject Condition() => new JsonObject { ["code"] = Concept(), ["subject"] = Reference("Patient") }
        .With(Maybe(0.5), "clinicalStatus", () =>
            Concept("http://terminology.hl7.org/CodeSystem/condition-clinical", Pick(["active", "resolved"])))
        .With(Maybe(0.5), "recordedDate", () => Pick(Dates))
        .With(Maybe(0.4), "encounter", () => Reference("Encounter"))
        .With(true, Pick(["onsetDateTime", "onsetPeriod", "onsetString", ""]), onset => onset switch
        {
            "onsetDateTime" => Pick(Dates),
            "onsetPeriod" => Period(),
            _ => Pick(Names),
        });

    private JsonObject Observation() =>
        new JsonObject { ["status"] = Pick(["final", "preliminary"]), ["code"] = Concept(), ["subject"] = Reference("Patient") }
        .With(Maybe(0.5), "category", () =>
            new JsonArray(Concept("http://terminology.hl7.org/CodeSystem/observation-category", Pick(["vital-signs", "laboratory"]))))
        .With(Maybe(0.4), "encounter", () => Reference("Encounter"))
        .With(Maybe(0.5), "performer", () => new JsonArray(Reference(Pick(["Organization", "Practitioner", "Patient"]))))
        .With(true, Pick(["effectiveDateTime", "effectivePeriod", ""]), effective => effective == "effectivePeriod" ? Period()
            : Pick(Dates))
        .With(true, Pick(["valueQuantity", "valueQuantity", "valueCodeableConcept", "valueString", ""]), Value)
        .With(Maybe(0.4), "component", () => new JsonArray(Component(), Component()));

    private JsonObject Component() => new JsonObject { ["code"] = Concept() }
        .With(Maybe(0.9), Pick(["valueQuantity", "valueCodeableConcept"]), Value);

    private JsonObject RiskAssessment() => new()
    {
        ["status"] = "final", ["subject"] = Reference("Patient"), ["condition"] = Reference("Condition"),
        ["prediction"] = new JsonArray(
            new JsonObject { ["probabilityDecimal"] = JsonNode.Parse(Pick(["0.1", "0.10", "0.25", "0.5", "0.95"])) }),
    };

    private JsonObject Location() => new JsonObject { ["name"] = Pick(Names) }.With(Maybe(0.9), "position", () => new JsonObject
    {
        ["latitude"] = JsonNode.Parse(Pick(["35.68", "35.70", "34.69", "-33.9", "89.9"])),
        ["longitude"] = JsonNode.Parse(Pick(["139.76", "139.70", "135.50", "179.99", "-179.99"])),
    });

    private JsonObject ValueSet() => new JsonObject
    {
        ["status"] = "active",
        ["url"] = Pick(["http://acme.example/fhir", "http://acme.example/fhir/ValueSet/a", "http://acme.example/fhir/ValueSet/ab",
            "urn:oid:1.2.3", "http://Acme.example/fhir"]),
    }
        .With(Maybe(0.5), "version", () => Pick(["1", "2"])).With(Maybe(0.7), "title", () => Pick(Names));

    private JsonNode Value(string name) => name switch
    {
        "valueString" => Pick(Names),
        "valueCodeableConcept" => Concept(),
        _ => Quantity(),
    };

    private JsonObject Quantity()
    {
        var (unit, code, system) = Pick<(string, string, string)>(
            [("mg", "mg", Ucum), ("g", "g", Ucum), ("mmHg", "mm[Hg]", Ucum), ("錠", "", ""), ("mmHg", "MMHG", "urn:local")]);
        return new JsonObject { ["value"] = JsonNode.Parse(Pick(["5", "5.0", "5.4", "0.005", "120", "-3", "5.45", "1000"])),
            ["unit"] = unit }
            .With(code.Length > 0, "code", () => code).With(system.Length > 0, "system", () => system)
            .With(Maybe(0.15), "comparator", () => Pick(["<", "<=", ">", ">="]));
    }

    public const string Ucum = "http://unitsofmeasure.org";

    private JsonArray Name() =>
        [new JsonObject { ["family"] = Pick(Names), ["given"] = new JsonArray(Pick(Names)) }.With(Maybe(0.2), "text", () => Pick(Names))];

    private string Gender() => Pick(["male", "female", "unknown"]);

    private JsonArray Identifiers() => [new JsonObject { ["value"] = Pick(["1001", "1002", "A-7"]) }
        .With(Maybe(0.7), "system", () => Pick([Numbers, "urn:x"]))
        .With(Maybe(0.5), "type", () => Concept("http://terminology.hl7.org/CodeSystem/v2-0203", Pick(["MR", "SS"])))];

    private JsonObject Concept()
    {
        var coding = Pick(Codes);
        var concept = Concept(coding.System, coding.Code);
        if (Maybe(0.3))
            concept["coding"]!.AsArray().Add(Coding(Pick(Codes)));
        return concept.With(Maybe(0.4), "text", () => Pick(Names));
    }

    private JsonObject Concept(string system, string code) => new() { ["coding"] = new JsonArray(Coding((system, code))) };

    private JsonObject Coding((string System, string Code) coding) => new JsonObject { ["code"] = coding.Code }
        .With(coding.System.Length > 0, "system", () => coding.System).With(Maybe(0.3), "display", () => Pick(Names));

    private JsonObject Period() => new JsonObject()
        .With(true, "start", () => Pick(["2018", "2019-12", "2020-01-01"]))
            .With(Maybe(0.6), "end", () => Pick(["2020-02-29", "2021", "2022-03"]));

    private JsonObject Reference(string type) => new() { ["reference"] = $"{type}/{Id(Pick(Of(type)))}" };
}

internal static class JsonBuilding
{
    public static JsonObject With(this JsonObject to, bool holds, string name, Func<JsonNode> value) => to.With(holds, name, _ => value());

    public static JsonObject With(this JsonObject to, bool holds, string name, Func<string, JsonNode> value)
    {
        if (holds && name.Length > 0)
            to[name] = value(name);
        return to;
    }
}

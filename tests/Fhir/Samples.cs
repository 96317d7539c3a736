using System.Text;

namespace Phr.Tests.Fhir;

/// <summary>Sound resources of the tests' own, each with another part of what JSON can hold.</summary>
internal static class Samples
{
    public const string Patient = """
        {
          "resourceType": "Patient",
          "id": "p1",
          "meta": { "versionId": "7", "lastUpdated": "2024-02-29T12:00:00.5+09:00", "profile": ["http://jpfhir.jp/fhir/core/StructureDefinition/JP_Patient"], "source": "urn:uuid:0b0e1d3c-6a8f-4c8e-9f2e-000000000001" },
          "text": { "status": "generated", "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\">青木 <b>花子</b> <a href=\"urn:uuid:0b0e1d3c-6a8f-4c8e-9f2e-000000000001\">紹介元</a><br/></div>" },
          "contained": [ { "resourceType": "Organization", "id": "org", "name": "青空病院" } ],
          "extension": [ { "url": "http://example.org/pet", "extension": [ { "url": "name", "valueString": "ポチ" } ] } ],
          "identifier": [ { "system": "urn:oid:1.2.392.100495.20.3.51.11311234567", "value": "00000010" } ],
          "name": [
            { "use": "official", "family": "青木", "given": ["花子", null, "F."], "_given": [null, { "extension": [ { "url": "http://example.org/kana", "valueString": "はなこ" } ] }, { "id": "g3" , "extension": [ { "url": "http://example.org/x", "valueBoolean": true } ] }] },
            { "text": "Aoki\tHanako \u82b1\u5b50 \ud83c\udf38" }
          ],
          "gender": "female",
          "_birthDate": { "extension": [ { "url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime", "valueDateTime": "1970-03-30T06:15:00+09:00" } ] },
          "birthDate": "1970-03-30",
          "deceasedBoolean": false,
          "managingOrganization": { "reference": "#org" },
          "generalPractitioner": [ { "reference": "urn:uuid:0b0e1d3c-6a8f-4c8e-9f2e-000000000002" } ]
        }
        """;

    public const string Observation = """
        {"resourceType":"Observation","id":"o-1","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],
        "code":{"coding":[{"system":"http://loinc.org","code":"4548-4","display":"HbA1c"}],"text":"HbA1c (NGSP)"},"subject":{"reference":"Patient/p1","type":"Patient"},
        "effectiveDateTime":"2024-05-01T08:30:00+09:00","issued":"2024-05-01T09:00:00.123Z","valueQuantity":{"value":6.50,"unit":"%","system":"http://unitsofmeasure.org","code":"%"},
        "referenceRange":[{"low":{"value":4.60,"unit":"%"},"high":{"value":6.2e0,"unit":"%"}}],
        "component":[{"code":{"text":"x"},"valueSampledData":{"origin":{"value":0},"period":10,"dimensions":1,"data":"1 2 3 E"}}]}
        """;

    public const string MedicationRequest = """
        {"status":"active","intent":"order","medicationCodeableConcept":{"text":"アムロジピン錠 5mg"},"subject":{"reference":"http://hospital.example/fhir/Patient/77/_history/2"},
        "authoredOn":"2024-05","dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","boundsPeriod":{"start":"2024"}}},"doseAndRate":[{"doseQuantity":{"value":1,"unit":"錠"}}]}],
        "dispenseRequest":{"numberOfRepeatsAllowed":0,"quantity":{"value":28}},"resourceType":"MedicationRequest"}
        """;

    public const string Transaction = """
        {"resourceType":"Bundle","type":"transaction","entry":[
          {"fullUrl":"urn:uuid:0b0e1d3c-6a8f-4c8e-9f2e-000000000002","resource":{"resourceType":"Practitioner","name":[{"family":"佐藤"}]},"request":{"method":"POST","url":"Practitioner"}},
          {"fullUrl":"urn:uuid:0b0e1d3c-6a8f-4c8e-9f2e-000000000003","resource":{"resourceType":"Condition","subject":{"reference":"Patient?identifier=http://a|1"},"asserter":{"reference":"urn:uuid:0b0e1d3c-6a8f-4c8e-9f2e-000000000002"},
            "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]}},"request":{"method":"POST","url":"Condition","ifNoneExist":"identifier=x"}}
        ]}
        """;

    public static readonly IReadOnlyList<string> All = [Patient, Observation, MedicationRequest, Transaction];

    public static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);
}

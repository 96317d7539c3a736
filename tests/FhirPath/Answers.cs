using System.Text;
using Phr.Fhir;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Tests.FhirPath;

/// <summary>What an expression says of a resource, in one line: the result as JSON, or the kind of error.</summary>
internal static class Answers
{
    public const string Person = """
        {
          "resourceType": "Patient", "id": "p1", "active": true, "birthDate": "1974-12-25",
          "_birthDate": { "extension": [ { "url": "http://example.org/time", "valueDateTime": "1974-12-25T14:35:45-05:00" } ] },
          "name": [
            { "use": "official", "family": "山田", "given": [ "太郎", "Taro" ] },
            { "use": "nickname", "given": [ "Taro" ] }
          ],
          "telecom": [ { "system": "phone", "value": "1" }, { "system": "email", "value": "2" } ],
          "multipleBirthInteger": 2,
          "generalPractitioner": [ { "reference": "#gp" }, { "reference": "Practitioner/9" }, { "identifier": { "value": "x" } } ],
          "contained": [ { "resourceType": "Practitioner", "id": "gp", "name": [ { "family": "Contained" } ] } ]
        }
        """;

    public const string Weight = """
        {
          "resourceType": "Observation", "status": "final", "code": { "text": "weight" },
          "subject": { "reference": "https://example.org/fhir/Patient/p1/_history/3" }, "effectiveDateTime": "2020-02",
          "valueQuantity": { "value": 70.50, "unit": "kilogram", "system": "http://unitsofmeasure.org", "code": "kg" },
          "referenceRange": [ { "high": { "value": 80, "unit": "bags" } }, { "low": { "value": 5, "comparator": "<" } } ],
          "component": [ { "code": { "text": "a" }, "valueString": "b" }, { "code": { "text": "a" }, "valueInteger": 3 } ]
        }
        """;

    public static string To(string expression, string? resource = null, FhirPathEnvironment? environment = null)
    {
        var (compiled, error) = FhirPathExpression.Compile(expression);
        if (compiled is null)
            return $"{error!.Kind} error";
        using var document = resource is null ? null : FhirDocument.ParseLenient(Encoding.UTF8.GetBytes(resource)).Document;
        var result = compiled.Evaluate(document?.Root ?? default, environment ?? FhirPathEnvironment.Default);
        return result.Error is null ? FhirPathJson.ToLine(result.Items) : $"{result.Error.Kind} error";
    }

    /// <summary>The reason and place of the error that an expression gives.</summary>
    public static (string Reason, int Offset) ErrorOf(string expression, string? resource = null, FhirPathEnvironment? environment = null)
    {
        var (compiled, error) = FhirPathExpression.Compile(expression);
        using var document = resource is null ? null : FhirDocument.ParseLenient(Encoding.UTF8.GetBytes(resource)).Document;
        error ??= compiled!.Evaluate(document?.Root ?? default, environment ?? FhirPathEnvironment.Default).Error;
        return (error!.Reason, error.Offset);
    }

    public static Value Single(string expression) =>
        FhirPathExpression.Compile(expression).Expression!.Evaluate(default(Element), FhirPathEnvironment.Default).Items[0];
}

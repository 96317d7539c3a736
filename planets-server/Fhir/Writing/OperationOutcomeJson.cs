using System.Buffers;
using System.Text.Json;
using Phr.Fhir.Structure;

namespace Phr.Fhir.Writing;

/// <summary>Issues as a FHIR OperationOutcome. The rule's name is the coding of <c>details</c>; its Japanese sentence
/// is a translation extension of the English text.</summary>
public static class OperationOutcomeJson
{
    /// <summary>Code system of <see cref="Issue.Rule"/>.</summary>
    public const string RuleSystem = "urn:phr:issue-rule";
    private const string Translation = "http://hl7.org/fhir/StructureDefinition/translation";

    public static void Write(IBufferWriter<byte> to, IEnumerable<Issue> issues)
    {
        using var json = new Utf8JsonWriter(to, Json.Written);
        Write(json, issues);
    }

    /// <summary>Writes the resource as one JSON value.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<Issue> issues)
    {
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "OperationOutcome"u8);
        json.WriteStartArray("issue"u8);
        foreach (var issue in issues)
            Write(json, issue);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Issue issue)
    {
        json.WriteStartObject();
        json.WriteString("severity"u8, Severity(issue.Severity));
        json.WriteString("code"u8, issue.Code);
        json.WriteStartObject("details"u8);
        json.WriteStartArray("coding"u8);
        json.WriteStartObject();
        json.WriteString("system"u8, RuleSystem);
        json.WriteString("code"u8, issue.Rule);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("text"u8, issue.English);
        WriteTranslation(json, issue.Japanese);
        json.WriteEndObject();
        if (issue.Expression.Length > 0)
        {
            json.WriteStartArray("expression"u8);
            json.WriteStringValue(issue.Expression);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteTranslation(Utf8JsonWriter json, string japanese)
    {
        json.WriteStartObject("_text"u8);
        json.WriteStartArray("extension"u8);
        json.WriteStartObject();
        json.WriteStartArray("extension"u8);
        json.WriteStartObject();
        json.WriteString("url"u8, "lang"u8);
        json.WriteString("valueCode"u8, "ja"u8);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("url"u8, "content"u8);
        json.WriteString("valueString"u8, japanese);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("url"u8, Translation);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Severity(IssueSeverity severity) => severity switch
    {
        IssueSeverity.Error => "error",
        IssueSeverity.Warning => "warning",
        _ => "information",
    };
}

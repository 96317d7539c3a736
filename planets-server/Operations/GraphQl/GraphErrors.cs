using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Phr.Fhir.Graph;
using Phr.Fhir.Path;
using Phr.Fhir.Writing;
using Phr.Planets.Http;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Planets.Operations.GraphQl;

/// <summary>Why a query has no answer, as GraphQL tells it, with the OperationOutcome beside. R4 graphql.html#errors.</summary>
internal static class GraphErrors
{
    public const string ContentType = "application/json; charset=utf-8";

    public static IResult Refused(GraphFault fault) =>
        Refused(new Refusal(KindOf(fault.Code), fault.Message, "http.query", fault.Code), fault.Place);

    public static IResult Refused(Refusal refusal, GraphPlace? place = null)
    {
        var answer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(answer))
        {
            json.WriteStartObject();
            json.WriteNull("data");
            json.WriteStartArray("errors");
            json.WriteStartObject();
            json.WriteString("message", refusal.Reason);
            if (place is { } at)
                WritePlace(json, at);
            json.WriteStartObject("extensions");
            json.WritePropertyName("resource");
            var outcome = new ArrayBufferWriter<byte>(1024);
            OperationOutcomeJson.Write(outcome, [FhirJson.IssueOf(ErrorAnswer.Of(refusal))]);
            json.WriteRawValue(outcome.WrittenSpan);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Results.Text(answer.WrittenSpan, ContentType, refusal.Status);
    }

    private static void WritePlace(Utf8JsonWriter json, GraphPlace place)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteNumber("line", place.Line);
        json.WriteNumber("column", place.Column);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static RefusalKind KindOf(string code) => code switch
    {
        "not-found" => RefusalKind.NotFound,
        "too-long" => RefusalKind.TooLarge,
        "too-costly" or "processing" => RefusalKind.Unprocessable,
        _ => RefusalKind.Invalid,
    };
}

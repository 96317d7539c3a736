using Microsoft.AspNetCore.Http;
using Phr.Platform.Hosting;

namespace Phr.Planets.Http;

/// <summary>Errors that no slice answered: OperationOutcomes, in the format that is asked for, where FHIR resources are sent; problem+json
/// elsewhere.</summary>
public static class ErrorFormat
{
    public static Task Write(HttpContext context, ErrorAnswer error, CancellationToken ct) =>
        context.Request.Path.StartsWithSegments("/fhir")
            ? XmlAnswer.IsAsked(context.Request) ? XmlAnswer.WriteError(context, error, ct) : FhirJson.WriteError(context, error, ct)
            : context.Request.Path.StartsWithSegments("/intake")
                ? FhirJson.WriteError(context, error, ct)
                : ProblemJson.Write(context, error, ct);
}

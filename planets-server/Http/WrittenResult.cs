using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Phr.Fhir.Structure;
using Phr.Planets.Record.Writing;

namespace Phr.Planets.Http;

/// <summary>The answer to a create, update or delete: R4 http.html#create, #update, #ops (Prefer).</summary>
public sealed record WrittenResult(Written Written) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Written.Status;
        if (Written.Version > 0)
        {
            response.Headers.ETag = ETags.Of(Written.Version);
            response.Headers.LastModified = Written.LastUpdated.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);
        }
        if (Written.Status is 201 or 200)
            response.Headers.Location = Location(httpContext.RequestServices.GetRequiredService<FhirEndpoint>());
        var preference = httpContext.Request.ReturnPreference();
        if (preference == "operationoutcome" && Written.Status != 204)
        {
            await FhirJson.Outcomes(Written.Status, [IssueOf(Written), .. Written.Remarks]).ExecuteAsync(httpContext);
            return;
        }
        if (Written.Body.IsEmpty || preference == "minimal")
            return;
        response.ContentType = FhirJson.ContentType;
        response.ContentLength = Written.Body.Length;
        await response.Body.WriteAsync(Written.Body, httpContext.RequestAborted);
    }

    /// <summary>That it was done, for who prefers an OperationOutcome.</summary>
    internal static Issue IssueOf(Written written) => written switch
    {
        { Position: 0 } => new(IssueSeverity.Information, "informational", "unchanged", "Nothing had to be stored.", "保存の必要はありませんでした。", ""),
        { Status: 204 } => new(IssueSeverity.Information, "informational", "deleted", "It was deleted.", "削除しました。", ""),
        _ => new(IssueSeverity.Information, "informational", "stored", "It was stored.", "保存しました。", ""),
    };

    private string Location(FhirEndpoint fhir) => Written.Version > 0
        ? $"{fhir.Url}{Written.Type}/{Written.Id}/_history/{Written.Version.ToString(CultureInfo.InvariantCulture)}"
        : $"{fhir.Url}{Written.Type}/{Written.Id}";
}

/// <summary>The base of the FHIR API, ending in a slash.</summary>
public sealed record FhirEndpoint(string Url);

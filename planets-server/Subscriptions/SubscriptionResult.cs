using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Phr.Planets.Http;

namespace Phr.Planets.Subscriptions;

/// <summary>A Subscription as an answer.</summary>
internal sealed record SubscriptionResult(StoredSubscription Subscription, int Status) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.Headers.ETag = ETags.Of(Subscription.Version);
        if (Status == StatusCodes.Status201Created)
            response.Headers.Location = $"{httpContext.RequestServices.GetRequiredService<FhirEndpoint>().Url}Subscription/{Subscription.Id}";
        if (httpContext.Request.Method != HttpMethods.Get && httpContext.Request.ReturnPreference() == "minimal")
            return;
        response.ContentType = FhirJson.ContentType;
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(Subscription.ToResource().ToJsonString()),
            httpContext.RequestAborted);
    }
}

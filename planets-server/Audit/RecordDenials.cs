using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Phr.Planets.Access;

namespace Phr.Planets.Audit;

/// <summary>Keeps, too, what was asked for without the right to it. The refusal goes out when it is recorded.</summary>
public static class RecordDenials
{
    public static T WithDenials<T>(this T routes) where T : IEndpointConventionBuilder =>
        routes.AddEndpointFilter(Invoke);

    private static async ValueTask<object?> Invoke(
        EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var result = await next(invocation);
        if (result is IStatusCodeHttpResult { StatusCode: StatusCodes.Status403Forbidden })
        {
            var http = invocation.HttpContext;
            var journal = http.RequestServices.GetRequiredService<AccessJournal>();
            await journal.Record(Accesses.Denied(http), http.RequestAborted);
        }
        return result;
    }
}

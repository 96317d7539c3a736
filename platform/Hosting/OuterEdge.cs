using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Phr.Platform.Hosting;

/// <summary>
/// The outermost edge of a service, the one place where faults are caught: it logs a fault once and answers in the service's format.
/// It also gives a body to answers that have a status and nothing else, such as an unknown route.
/// </summary>
internal sealed class OuterEdge(RequestDelegate next, WriteError write, ILogger<OuterEdge> log)
{
    // A caller that went away gets no answer; the number, borrowed from nginx, is seen in metrics only.
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            var status = context.Response.StatusCode;
            if (IsBare(context.Response))
                await write(context, new ErrorAnswer(status, Reason(status)), context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientClosedRequest;
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            var answer = Answer(fault);
            if (answer.Status is StatusCodes.Status500InternalServerError or StatusCodes.Status507InsufficientStorage)
                log.LogError("A request failed: {Fault}", FaultText.Of(fault));
            context.Response.Clear();
            await write(context, answer, context.RequestAborted);
        }
        catch (Exception fault)
        {
            log.LogError("A response broke off: {Fault}", FaultText.Of(fault));
            context.Abort();
        }
        Telemetry.TagRequest(context);
    }

    private static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null or 0 };

    private static ErrorAnswer Answer(Exception fault) => fault switch
    {
        BadHttpRequestException bad => new(bad.StatusCode, Reason(bad.StatusCode)),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new(507, "No room is left to store this. Nothing of it was stored."),
        NpgsqlException { IsTransient: true } => new(503, "The database does not answer at the moment. Try again later."),
        TimeoutException => new(503, "This took too long. Try again later."),
        _ => new(500, "The platform failed at this request. Nothing was lost; the operator's log has the cause."),
    };

    private static string Reason(int status) => status switch
    {
        400 => "The request is malformed.",
        401 => "A valid access token is needed.",
        403 => "The access token does not permit this.",
        404 => "Nothing is here.",
        405 => "This address does not take that method.",
        408 => "The request arrived too slowly.",
        413 => "The body is larger than this service accepts.",
        415 => "This address does not take that content type or content encoding.",
        429 => "Too many requests. Try again later.",
        503 => "This took too long or the service is busy. Try again later.",
        _ => $"The request was answered with status {status}.",
    };
}

/// <summary>Puts the outer edge in front of what follows.</summary>
public static class OuterEdgePipeline
{
    public static IApplicationBuilder UseOuterEdge(this IApplicationBuilder app, WriteError write) => app.Use(next =>
        new OuterEdge(next, write, app.ApplicationServices.GetRequiredService<ILogger<OuterEdge>>()).InvokeAsync);
}

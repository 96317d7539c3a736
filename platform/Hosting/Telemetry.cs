using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Phr.Platform.Hosting;

/// <summary>
/// Traces and metrics of a process, over OTLP. The sources are the framework's own; nothing is instrumented twice. Addresses leave the
/// process as route templates only, because paths and queries name people.
/// </summary>
public sealed class Telemetry : IDisposable
{
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private Telemetry(TracerProvider traces, MeterProvider metrics) => (_traces, _metrics) = (traces, metrics);

    /// <summary>Call before any service is started.</summary>
    /// <param name="process">Name of the process in the operator's tool: <c>phr</c>, or the service that runs alone.</param>
    public static Telemetry Start(string process, Uri otlp)
    {
        // ASP.NET Core 10 tags its spans itself, but only where this switch, read when a server is built, says so.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        var resource = ResourceBuilder.CreateDefault().AddService(process, serviceNamespace: "phr");
        var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit", "Phr.*")
            .AddProcessor(new WithoutAddresses())
            .AddOtlpExporter(exporter => exporter.Endpoint = otlp).Build();
        var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter("Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime", "Npgsql", "MassTransit", "Phr.*")
            .AddOtlpExporter(exporter => exporter.Endpoint = otlp).Build();
        return new Telemetry(traces, metrics);
    }

    // ASP.NET Core 10 puts neither on the span that it makes.
    internal static void TagRequest(HttpContext context)
    {
        if (Activity.Current is not { IsAllDataRequested: true } span)
            return;
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.GetEndpoint() is RouteEndpoint endpoint)
            span.SetTag("http.route", endpoint.RoutePattern.RawText);
    }

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }
}

/// <summary>Takes from a span whatever could carry a path, a query or the text of an exception.</summary>
public sealed class WithoutAddresses : BaseProcessor<Activity>
{
    // OpenTelemetry semantic conventions, HTTP spans (stable) and the older names that some sources still use.
    private static readonly string[] Addresses =
        ["url.path", "url.query", "url.full", "http.target", "http.url", "http.path", "exception.message", "error.message"];

    public override void OnEnd(Activity data)
    {
        foreach (var name in Addresses)
            data.SetTag(name, null);
        if (data.GetTagItem("http.route") is string route && data.Kind == ActivityKind.Server)
            data.DisplayName = $"{data.GetTagItem("http.request.method")} {route}";
    }
}

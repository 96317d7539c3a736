using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir.Indexing;
using Phr.Fhir.Views;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Operations.Views;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bulk.Export;

/// <summary>
/// <c>POST [base]/ViewDefinition/$export</c>, by its later name <c>$viewdefinition-export</c>: begins an export of the rows of views, as an
/// export of resources is, of what the caller may see at that position of the log. SQL on FHIR 2, $viewdefinition-export.
/// </summary>
public static class ExportViews
{
    /// <summary>Views of one export.</summary>
    public const int ViewsMax = 50;

    public static void Map(IEndpointRouteBuilder fhir)
    {
        foreach (var path in (string[])["/ViewDefinition/$export", "/ViewDefinition/$viewdefinition-export", "/$viewdefinition-export"])
            fhir.MapPost(path, Handle);
    }

    private static async Task<IResult> Handle(HttpContext http, ExportStart start, CriterionParser parser, CancellationToken ct)
    {
        if (http.Visibility(ScopeAccess.Read, parser.Keys).IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        if (http.Request.Preference("respond-async") is null)
            return FhirJson.Refused(ExportStart.NotAsync);
        var request = await ViewCall.Body(http.Request, body => Read(start.Of(http), http.Request, body), ct);
        return request.IsRefused(out refusal) ? FhirJson.Refused(refusal) : await start.Add(http, request.Value, ct);
    }

    private static Answer<ExportRequest> Read(ExportRequest all, HttpRequest http, JsonElement parameters)
    {
        var (request, format, views) = (all, ViewFormat.Ndjson, new List<(string? Name, JsonElement Definition)>());
        foreach (var (name, value) in SearchQuery.Pairs(http.QueryString.Value ?? ""))
        {
            if (Take(name, value, ref request, ref format) is { } wrong)
                return wrong with { Place = $"http.{name}" };
        }
        foreach (var (parameter, index) in parameters.EnumerateArray().Select((parameter, index) => (parameter, index)))
        {
            var (name, value) = ViewCall.NameAndText(parameter);
            if ((name == "view" ? TakeView(parameter, views) : Take(name, value, ref request, ref format)) is { } wrong)
                return wrong with { Place = $"Parameters.parameter[{index}]" };
        }
        return views.Count is 0 or > ViewsMax
            ? new Refusal(RefusalKind.Invalid, $"An export has 1 to {ViewsMax} views.", "Parameters.parameter", "required")
            : Of(request, format, views);
    }

    private static Refusal? Take(string? name, string? value, ref ExportRequest request, ref ViewFormat format) => name switch
    {
        "_format" => TakeFormat(value, ref format),
        "_since" => TakeSince(value, ref request),
        "patient" => TakePatient(value, ref request),
        "clientTrackingId" => null,
        _ => Wrong("This export does not know the parameter.") with { Code = "not-supported" },
    };

    private static Answer<ExportRequest> Of(
        ExportRequest request, ViewFormat format, List<(string? Name, JsonElement Definition)> views)
    {
        var (types, exported) = (new List<string>(), new List<ExportedView>());
        foreach (var (named, definition) in views)
        {
            var (view, fault) = ViewReader.Read(definition);
            if (view is null)
                return new Refusal(RefusalKind.Unprocessable, fault!.Reason, fault.Place, "invalid");
            var name = named ?? view.Name ?? $"view_{exported.Count + 1}";
            if (exported.Exists(one => one.Name == name))
                return Wrong($"Two views have the name '{name}'.") with { Place = "Parameters.parameter" };
            if (request.Requester.ToCaller().Permissions.For(view.Resource.Name, ScopeAccess.Read).IsNothing)
                return new Refusal(
                    RefusalKind.Forbidden, $"The scopes of this token do not permit reading {view.Resource.Name}.", null, "forbidden");
            types.Add(view.Resource.Name);
            exported.Add(new ExportedView(name, definition.GetRawText(), format));
        }
        return request with { Types = types, Views = exported };
    }

    private static Refusal? TakeView(JsonElement parameter, List<(string?, JsonElement)> views)
    {
        if (!parameter.TryGetProperty("part", out var parts) || parts.ValueKind != JsonValueKind.Array)
            return Wrong("A view has the part 'viewResource'.");
        (string? Name, JsonElement? Definition) view = (null, null);
        foreach (var part in parts.EnumerateArray())
        {
            var (name, value) = ViewCall.NameAndText(part);
            if (name == "name" && value is { Length: > 0 and <= 64 }
                && value.All(one => char.IsAsciiLetterOrDigit(one) || one is '_' or '-'))
                view.Name = value;
            else if (name == "viewResource" && part.TryGetProperty("resource", out var definition))
                view.Definition = definition;
            else
                return Wrong("Parts of a view are 'name' (letters, digits, _ and -) and 'viewResource': views are not stored here.");
        }
        if (view.Definition is not { } found)
            return Wrong("A view has the part 'viewResource'.");
        views.Add((view.Name, found));
        return null;
    }

    private static Refusal? TakeFormat(string? value, ref ViewFormat format)
    {
        (bool isKnown, format) = value switch
        {
            "ndjson" or "application/x-ndjson" or "application/ndjson" => (true, ViewFormat.Ndjson),
            "csv" or "text/csv" => (true, ViewFormat.Csv),
            _ => (false, format),
        };
        return isKnown ? null : Wrong("Rows are exported as ndjson or csv.") with { Code = "not-supported" };
    }

    private static Refusal? TakeSince(string? value, ref ExportRequest request)
    {
        if (value is null || !DateRange.TryRead(Encoding.UTF8.GetBytes(value), PlanetsServer.Zone, out var since))
            return Wrong("'_since' is an instant.");
        request = request with { Since = new DateTimeOffset(since.Low) };
        return null;
    }

    private static Refusal? TakePatient(string? value, ref ExportRequest request)
    {
        if (value?.Split('/') is not ["Patient", { Length: > 0 } id])
            return Wrong("This is not a reference to a Patient here.");
        request = request with { OfPatients = true, Patients = [.. request.Patients ?? [], id] };
        return null;
    }

    private static Refusal Wrong(string reason) => new(RefusalKind.Invalid, reason, null, "invalid");
}

using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Fhir.Views;
using Phr.Planets.Access;
using Phr.Planets.Bulk.Jobs;
using Phr.Planets.Operations;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bulk.Export;

/// <summary>What an export is of. A sealed stored format: fields are only added.</summary>
/// <param name="Url">As it was asked for; the manifest tells it again.</param>
/// <param name="Types">In the order of the files.</param>
/// <param name="Since">Recorded at or after; null for all, and then deletions are not told.</param>
/// <param name="Filters">Of one type at least one has to hold.</param>
/// <param name="Elements">Of resources only these, <c>name</c> or <c>Type.name</c>; empty for all.</param>
/// <param name="OfPatients">Only what is about people, and what that names.</param>
/// <param name="Patients">Ids of Patients whose people it is of; null for all.</param>
/// <param name="Ignored">Parameters that were not obeyed, as lenient handling allows.</param>
public sealed partial record ExportRequest(
    string Url, Requester Requester, IReadOnlyList<string> Types, DateTimeOffset? Since, IReadOnlyList<ExportFilter> Filters,
    IReadOnlyList<string> Elements, bool OfPatients, IReadOnlyList<string>? Patients, IReadOnlyList<string> Ignored)
{
    /// <summary><c>_typeFilter</c>s of one export.</summary>
    public const int FiltersMax = 50;

    private static readonly string[] Formats = ["application/fhir+ndjson", "application/ndjson", "ndjson"];

    /// <summary>Of an export of rows the views, one for each of <see cref="Types"/>; otherwise none.</summary>
    public IReadOnlyList<ExportedView> Views { get; init; } = [];

    /// <summary>Which Provenances go with it.</summary>
    public ProvenanceChoice Provenance { get; init; }

    /// <summary>Whether the types name Provenance, too.</summary>
    public bool IsProvenanceAsked { get; init; }

    /// <summary>Patients that parameters name, as far as the level has them; null where none is named.</summary>
    [JsonIgnore] public IReadOnlyList<string>? Picked { get; init; }

    /// <param name="level">What is exported unless the parameters narrow it.</param>
    /// <param name="isLenient">Whether what this server does not know may be left out of account (R4 http.html, Prefer: handling).</param>
    public static Answer<ExportRequest> Read(ExportRequest level, OperationInput input, CriterionParser parser, bool isLenient)
    {
        if (input.Again("_outputFormat", "_since") is { } again)
            return again;
        var request = level;
        foreach (var parameter in input.Parameters)
        {
            var next = request.Take(parameter, parser, isLenient);
            if (next.IsRefused(out var refusal))
                return refusal;
            request = next.Value;
        }
        if (request.Filters.FirstOrDefault(filter => request.Types.Count > 0 && !request.Types.Contains(filter.Type)) is not null)
            return new Refusal(
                RefusalKind.Invalid, "A '_typeFilter' is of a type that '_type' leaves out.", "http._typeFilter", "invalid");
        var permissions = request.Requester.ToCaller().Permissions;
        if (request.Types.FirstOrDefault(type => permissions.For(type, ScopeAccess.Read).IsNothing) is { } closed)
            return new Refusal(
                RefusalKind.Forbidden, $"The scopes of this token do not permit reading {closed}.", "http._type", "forbidden");
        if (request.Provenance != ProvenanceChoice.AsAsked && permissions.For(AssociatedProvenance.Type, ScopeAccess.Read).IsNothing)
            return new Refusal(
                RefusalKind.Forbidden, "The scopes of this token do not permit reading Provenance.", "http.includeAssociatedData",
                "forbidden");
        var types = (request.Types.Count > 0 ? request.Types : ResourceTypes.All)
            .Where(type => !permissions.For(type, ScopeAccess.Read).IsNothing).ToList();
        return request with
        {
            Patients = request.Picked ?? request.Patients,
            IsProvenanceAsked = types.Contains(AssociatedProvenance.Type),
            Types = request.Provenance == ProvenanceChoice.AsAsked ? types : [.. types.Union([AssociatedProvenance.Type])],
        };
    }

    private Answer<ExportRequest> Take(OperationParameter parameter, CriterionParser parser, bool isLenient) => parameter.Name switch
    {
        "_outputFormat" => Formats.Contains(parameter.Text)
            ? this
            : parameter.Wrong("An export is written as application/fhir+ndjson."),
        "_since" => parameter.Text is { } text && DateRange.TryRead(Encoding.UTF8.GetBytes(text), PlanetsServer.Zone, out var since)
            ? this with { Since = new DateTimeOffset(since.Low) }
            : parameter.Wrong("'_since' is an instant."),
        "_type" => TakeTypes(parameter),
        "_typeFilter" => TakeFilters(parameter, parser),
        "_elements" => TakeElements(parameter),
        "includeAssociatedData" => TakeAssociated(parameter, isLenient),
        "patient" when OfPatients && parameter.Value.Exists => TakePatient(parameter),
        _ when isLenient => this with { Ignored = [.. Ignored, parameter.Place] },
        _ => parameter.Wrong("This export does not know the parameter; with 'Prefer: handling=lenient' it is left out of account.")
            with { Code = "not-supported" },
    };

    private Answer<ExportRequest> TakeTypes(OperationParameter parameter)
    {
        var types = (parameter.Text ?? "").Split(',');
        return types.All(type => ResourceTypes.Find(type) is not null)
            ? this with { Types = [.. Types.Union(types)] }
            : parameter.Wrong("This is not a list of R4 resource types.");
    }

    // A comma before a type and its question mark; any other separates values of a criterion.
    [GeneratedRegex(@"(?<!\\),(?=[A-Z][A-Za-z]*\?)")]
    private static partial Regex BetweenFilters();

    // Bulk Data 1.0 put several into one parameter, with commas between them; 2.0 repeats the parameter.
    private Answer<ExportRequest> TakeFilters(OperationParameter parameter, CriterionParser parser)
    {
        var request = this;
        foreach (var text in BetweenFilters().Split(parameter.Text ?? ""))
        {
            var next = request.TakeFilter(text, parameter, parser);
            if (next.IsRefused(out _))
                return next;
            request = next.Value;
        }
        return request;
    }

    private Answer<ExportRequest> TakeFilter(string text, OperationParameter parameter, CriterionParser parser)
    {
        if (Filters.Count == FiltersMax)
            return parameter.Wrong($"An export has at most {FiltersMax} filters.") with { Code = "too-costly" };
        var parts = text.Split('?', 2);
        if (parts.Length < 2 || ResourceTypes.Find(parts[0]) is null)
            return parameter.Wrong("A filter is a search, such as Observation?category=laboratory.");
        var filter = new ExportFilter(parts[0], parts[1]);
        var search = filter.Search(parser);
        if (search.IsRefused(out var refusal))
            return refusal with { Place = parameter.Place };
        return search.Value.Criteria.Count == SearchQuery.Pairs(parts[1]).Count
            ? this with { Filters = [.. Filters, filter] }
            : parameter.Wrong("A filter has criteria only: no order, count or inclusion.");
    }

    private Answer<ExportRequest> TakeElements(OperationParameter parameter)
    {
        var elements = (parameter.Text ?? "").Split(',', StringSplitOptions.TrimEntries);
        return elements.All(IsElement)
            ? this with { Elements = [.. Elements.Union(elements)] }
            : parameter.Wrong("This is not a list of root elements, such as id,Patient.birthDate.");
    }

    private Answer<ExportRequest> TakeAssociated(OperationParameter parameter, bool isLenient)
    {
        var request = this;
        foreach (var name in (parameter.Text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            switch (name)
            {
                case "RelevantProvenanceResources":
                    request = request with { Provenance = ProvenanceChoice.Relevant };
                    break;
                // All of them have the newest among them.
                case "LatestProvenanceResources" when request.Provenance != ProvenanceChoice.Relevant:
                    request = request with { Provenance = ProvenanceChoice.Latest };
                    break;
                case "LatestProvenanceResources":
                    break;
                case var _ when isLenient:
                    request = request with { Ignored = [.. request.Ignored, parameter.Place] };
                    break;
                default:
                    return parameter.Wrong("Here LatestProvenanceResources and RelevantProvenanceResources are known.")
                        with { Code = "not-supported" };
            }
        }
        return request;
    }

    private Answer<ExportRequest> TakePatient(OperationParameter parameter)
    {
        if (parameter.Text?.Split('/') is not ["Patient", { Length: > 0 } id])
            return parameter.Wrong("This is not a reference to a Patient here.");
        // Of a group only its members can be picked out.
        return this with { Picked = [.. Picked ?? [], .. Patients is null || Patients.Contains(id) ? [id] : Array.Empty<string>()] };
    }

    private static bool IsElement(string text) => text.Split('.') switch
    {
        [var name] => name.Length > 0 && name.All(char.IsAsciiLetter),
        [var type, var name] => ResourceTypes.Find(type) is not null && R4.Type(type)!.Element(name) is not null,
        _ => false,
    };
}

/// <summary>A view whose rows are exported.</summary>
/// <param name="Name">Of its files.</param>
/// <param name="Definition">JSON, as it was sent.</param>
public sealed record ExportedView(string Name, string Definition, ViewFormat Format);

/// <summary>A <c>_typeFilter</c>: a type, and the query of a search of it.</summary>
public sealed record ExportFilter(string Type, string Query)
{
    public Answer<SearchRequest> Search(CriterionParser parser) => SearchQuery.Parse(Type, Query, parser);
}

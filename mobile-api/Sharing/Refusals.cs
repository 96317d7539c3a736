using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Sharing;

/// <summary>What a person does not want to be seen. Parts that are null do not narrow it; at least one is given.</summary>
/// <param name="Organisation">Code of the recipient; null for everybody.</param>
/// <param name="Source">Code of the organisation that wrote the entries, or <see cref="OwnSource"/>.</param>
/// <param name="Label">Sensitivity of the entries, for example <c>PSY</c> (<see cref="SensitivityLabels"/>).</param>
/// <param name="Type">Resource type of the entries.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed partial record RefusedSharing(string? Organisation, string? Source, string? Label, string? Type)
{
    /// <summary>Stands for what the person and their devices wrote.</summary>
    public const string OwnSource = "person";

    public Refusal? Fault()
    {
        if (Organisation is null && Source is null && Label is null && Type is null)
            return new(RefusalKind.Invalid, "A refusal names an organisation, a source, a label or a type.", "organisation");
        if (Organisation is { } organisation && !Code().IsMatch(organisation))
            return new(RefusalKind.Invalid, "This is no code of an organisation.", "organisation");
        if (Source is { } source && !Code().IsMatch(source))
            return new(RefusalKind.Invalid, "This is no code of an organisation, nor person.", "source");
        if (Label is { } label && !SensitivityLabels.Knows(label))
            return new(RefusalKind.Unprocessable, "No entry carries such a label.", "label");
        return Type is { } type ? Identifiers.TypeFault(type) : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9._\-]{1,64}\z")]
    private static partial Regex Code();
}

/// <summary>
/// <c>POST /api/consents/refusals</c>: from the next request on the recipient neither finds nor counts the entries. Undone by <c>DELETE
/// /api/consents/{id}</c>.
/// </summary>
internal static class Refusals
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/consents/refusals", Handle).WithMetadata(RequestBody.Small);

    private static async Task<IResult> Handle(RefusedSharing refused, HttpContext context, OwnConsents consents, CancellationToken ct)
    {
        if (refused.Fault() is { } fault)
            return ProblemJson.Result(fault);
        var stored = await consents.Create(context, author => ConsentDraft.Refuse(author, refused), ct);
        return stored.IsRefused(out var refusal)
            ? ProblemJson.Result(refusal)
            : Results.Json(new { consent = stored.Value }, statusCode: StatusCodes.Status201Created);
    }
}

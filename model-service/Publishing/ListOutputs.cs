using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Model.Choice;
using Phr.Platform;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Model.Publishing;

/// <summary>
/// <c>GET /internal/outputs?model=DIGEST&amp;after=&amp;limit=</c>: every RiskAssessment that one model gave, for an operator who recalls it.
/// Without a digest it is the only model that is served.
/// </summary>
internal static partial class ListOutputs
{
    /// <summary>Of one page.</summary>
    public const int LimitMax = 1_000;

    private static readonly Refusal NoScope = new(RefusalKind.Forbidden, "The scopes of this token do not permit reading RiskAssessment.");

    private static readonly Refusal WrongModel = new(RefusalKind.Invalid, "A model goes by its digest, 64 of 0-9 and a-f.", "model");

    private static readonly Refusal WhichModel = new(
        RefusalKind.Invalid, "Several models are served: say which, by its digest.", "model");

    private static readonly Refusal WrongAfter = new(RefusalKind.Invalid, "after is a number, 0 or more.", "after");

    private static readonly Refusal WrongLimit = new(RefusalKind.Invalid, $"limit lies between 1 and {LimitMax}.", "limit");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/internal/outputs", Handle).RequireCaller(CallerRole.System);

    private static async Task<IResult> Handle(
        HttpContext http, PublishedResources published, ServedModels served, CancellationToken ct,
        string? model = null, long after = 0, int limit = LimitMax)
    {
        if (!http.Caller().Permissions.For("RiskAssessment", ScopeAccess.Read).Everything)
            return ProblemJson.Result(NoScope);
        if ((model ?? served.Single?.Artefact.Digest) is not { } digest)
            return ProblemJson.Result(WhichModel);
        if (!Digest().IsMatch(digest))
            return ProblemJson.Result(WrongModel);
        if (after < 0)
            return ProblemJson.Result(WrongAfter);
        if (limit is < 1 or > LimitMax)
            return ProblemJson.Result(WrongLimit);
        var outputs = await published.Outputs(digest, after, limit, ct);
        return Results.Json(new { model = digest, outputs, next = outputs.Count == limit ? outputs[^1].Number : (long?)null });
    }

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Digest();
}

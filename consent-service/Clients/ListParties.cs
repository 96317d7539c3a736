using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Consent.Consents;
using Phr.Platform.Identity;

namespace Phr.Consent.Clients;

/// <summary><c>GET /parties</c>: the organisations and studies that a consent may name, for whoever has a token.</summary>
internal static class ListParties
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/parties", Handle).RequireCaller();

    private static async Task<IResult> Handle(PartyDirectory directory, CancellationToken ct)
    {
        var parties = await directory.All(ct);
        return Results.Json(new
        {
            parties = parties.OrderBy(party => party.Code, StringComparer.Ordinal)
                .Select(party => new { party.Code, name = new Wording(party.NameJa, party.NameEn), party.IsStudy }),
        }, ConsentMeaning.Json);
    }
}

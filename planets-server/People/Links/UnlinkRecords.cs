using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Links;

/// <summary><c>DELETE /people/me/links/{consent}</c>: takes a link back completely. Its Consent becomes inactive, which parts what it joined. Again: nothing new.</summary>
public static class UnlinkRecords
{
    private static readonly Refusal NoLink = new(RefusalKind.NotFound, "You have no such link.", "consent", "not-found");

    public static void Map(IEndpointRouteBuilder me) => me.MapDelete("/links/{consent}", Handle);

    private static async Task<IResult> Handle(
        string consent, HttpContext http, OwnPeople people, RecordReads reads, RecordWriter writer, TokenKeys keys, CancellationToken ct)
    {
        var own = await people.Of(http.Caller(), ct);
        if (own.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        var visibility = http.Visibility(ScopeAccess.Read, keys);
        if (visibility.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        var found = await reads.Present("Consent", consent, visibility.Value, ct);
        if (found is not { Body: { } body } || found.Stream != own.Value.Stream.Value || RecordLink.Read(body) is not { } link)
            return ProblemJson.Result(NoLink);
        if (!RecordLink.IsActive(link))
            return Results.NoContent();
        using var document = FhirDocument.Parse(RecordLink.Inactive(link)).Document!;
        var origin = RecordWriter.OriginOf(http.Caller()).Value;
        var prepared = await writer.Prepare(http.Caller(), origin, document.Root, consent, ScopeAccess.Update, UnitLinks.None, ct);
        if (prepared.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        var parted = await writer.Write(http.Caller(), origin, new Interaction.Update(prepared.Value, VersionMatch.Of(found.Version)), ct);
        return parted.IsRefused(out refusal) ? ProblemJson.Result(refusal) : Results.NoContent();
    }
}

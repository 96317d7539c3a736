using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record;

/// <summary>
/// <c>DELETE [base]/[type]/[id]</c> and <c>DELETE [base]/[type]?criteria</c>: it holds no longer, its history stays. R4 http.html#delete,
/// #cdelete. A condition deletes one, or with <c>_count=n</c> as many as satisfy it, if they are not more than n.
/// </summary>
public static class Delete
{
    /// <summary>What one conditional delete may delete.</summary>
    public const int CountMax = 100;

    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapDelete("/{type:resource}/{id}", (string type, string id, HttpContext http, RecordWriter writer, CancellationToken ct) =>
            Handle(type, ifMatch => new Interaction.Delete(type, id, ifMatch), http, writer, ct));
        fhir.MapDelete("/{type:resource}",
            async (string type, HttpContext http, RecordWriter writer, ConditionReading conditions, CancellationToken ct) =>
        {
            var delete = await conditions.Read(parser => Where(type, http.Request.QueryString.Value ?? "", http.Caller(), parser), ct);
            return delete.IsRefused(out var refusal)
                ? FhirJson.Refused(refusal)
                : await Handle(type, ifMatch => delete.Value with { IfMatch = ifMatch }, http, writer, ct);
        });
    }

    private static async Task<IResult> Handle(
        string type, Func<VersionMatch?, Interaction> delete, HttpContext http, RecordWriter writer, CancellationToken ct)
    {
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        if (!WriteScopes.PermitDelete(http.Caller(), type))
            return FhirJson.Refused(NoScope(type));
        var ifMatch = http.Request.IfMatch();
        if (ifMatch.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var written = await writer.Write(http.Caller(), origin.Value, delete(ifMatch.Value), ct);
        return written.IsRefused(out refusal) ? FhirJson.Refused(refusal) : new WrittenResult(written.Value);
    }

    /// <summary>A conditional delete, read from its query.</summary>
    internal static Answer<Interaction.DeleteWhere> Where(string type, string query, Caller caller, CriterionParser parser)
    {
        var condition = WriteCondition.Read(type, query, caller, parser);
        if (condition.IsRefused(out var refusal))
            return refusal;
        var count = Search.SearchQuery.Pairs(query).LastOrDefault(pair => pair.Key == "_count").Value;
        if (count is null)
            return new Interaction.DeleteWhere(condition.Value, CountMax: 1, IfMatch: null);
        return int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var max) && max is >= 1 and <= CountMax
            ? new Interaction.DeleteWhere(condition.Value, max, IfMatch: null)
            : new Refusal(RefusalKind.Invalid, $"The '_count' of a conditional delete is 1 to {CountMax}.", "http._count", "invalid");
    }

    internal static Refusal NoScope(string type) => new(
        RefusalKind.Forbidden, $"The scopes of this token do not permit that on {type}.", null, "forbidden");
}

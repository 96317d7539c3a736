using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// <c>POST, GET, PUT, DELETE [base]/Subscription</c>: R4 subscription.html with the R5 Backport 1.1. A subscription is
/// its owner's alone; to everybody else it is not there. Updating one that was given up to <c>requested</c> resumes it
/// from where it stood.
/// </summary>
public static class ManageSubscriptions
{
    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapPost("/Subscription", Create);
        fhir.MapGet("/Subscription/{id}", Read);
        fhir.MapPut("/Subscription/{id}", Update);
        fhir.MapDelete("/Subscription/{id}", Delete);
    }

    /// <summary>The caller's own subscription; the same refusal whether it is not there or somebody else's.</summary>
    internal static async Task<Answer<StoredSubscription>> Own(
        string id, HttpContext http, SubscriptionStore store, CancellationToken ct) =>
        await store.Find(id, ct) is { } found && found.Owner == http.Caller().SubscriptionOwner()
            ? found
            : new Refusal(RefusalKind.NotFound, "No such Subscription is here for you.", null, "not-found");

    internal static Refusal? Scope(HttpContext http, ScopeAccess access) =>
        http.Caller().Permissions.For("Subscription", access).Everything
        ? null
        : new Refusal(RefusalKind.Forbidden, "The scopes of this token do not permit that on Subscription.", null,
            "forbidden");

    private static async Task<IResult> Create(
        HttpContext http, SubscriptionStore store, SubscriptionReading reading, HookDispatcher dispatcher, CancellationToken ct)
    {
        var draft = await Draft(http, null, ScopeAccess.Create, reading, ct);
        if (draft.Answer is { } refused)
            return refused;
        var headers = draft.Draft!.Headers ?? ReceiverHeaders.None;
        if (SubscriptionDraft.Unsigned(draft.Draft, headers) is { } unsigned)
            return FhirJson.Refused(unsigned);
        var id = ResourceIds.Fresh();
        if (!await store.Insert(draft.Draft with { Headers = headers }, id, ct))
            return FhirJson.Refused(new Refusal(RefusalKind.Unprocessable,
                $"An owner has at most {SubscriptionLimits.OwnedMax} subscriptions.", null, "too-costly"));
        dispatcher.Wake();
        return new SubscriptionResult((await store.Find(id, ct))!, 201);
    }

    private static async Task<IResult> Read(string id, HttpContext http, SubscriptionStore store, CancellationToken ct)
    {
        if ((Scope(http, ScopeAccess.Read) ?? http.Request.Formats(hasBody: false)) is { } scope)
            return FhirJson.Refused(scope);
        var own = await Own(id, http, store, ct);
        return own.IsRefused(out var refusal) ? FhirJson.Refused(refusal) : new SubscriptionResult(own.Value, 200);
    }

    private static async Task<IResult> Update(
        string id, HttpContext http, SubscriptionStore store, SubscriptionReading reading, HookDispatcher dispatcher, CancellationToken ct)
    {
        var draft = await Draft(http, id, ScopeAccess.Update, reading, ct);
        if (draft.Answer is { } refused)
            return refused;
        var own = await Own(id, http, store, ct);
        if (own.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        if (SubscriptionDraft.Unsigned(draft.Draft!, draft.Draft!.Headers ?? own.Value.Headers) is { } unsigned)
            return FhirJson.Refused(unsigned);
        var ifMatch = http.Request.IfMatch();
        if (ifMatch.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var isMeant = ifMatch.Value?.Holds(own.Value.Version) != false;
        if (!isMeant || !await store.Update(draft.Draft, id, own.Value.Version, ct))
        {
            return FhirJson.Refused(new Refusal(
                isMeant ? RefusalKind.Conflict : RefusalKind.PreconditionFailed,
                    "The Subscription was changed meanwhile.", null, "conflict"));
        }
        dispatcher.Wake();
        return new SubscriptionResult((await store.Find(id, ct))!, 200);
    }

    private static async Task<IResult> Delete(string id, HttpContext http, SubscriptionStore store,
        CancellationToken ct)
    {
        if (Scope(http, ScopeAccess.Delete) is { } scope)
            return FhirJson.Refused(scope);
        // R4 http.html#delete: deleting what is not there succeeds.
        await store.Delete(id, http.Caller().SubscriptionOwner(), ct);
        return Results.NoContent();
    }

    private static async Task<(SubscriptionDraft? Draft, IResult? Answer)> Draft(
        HttpContext http, string? id, ScopeAccess access, SubscriptionReading reading, CancellationToken ct)
    {
        if ((http.Request.Formats(hasBody: true) ?? Scope(http, access)) is { } format)
            return (null, FhirJson.Refused(format));
        var bytes = await http.Request.Body(ct);
        if (bytes.Length > SubscriptionLimits.BytesMax)
        {
            var large = new Refusal(
                RefusalKind.TooLarge, $"A Subscription has at most {SubscriptionLimits.BytesMax} bytes.", null,
                "too-long");
            return (null, FhirJson.Refused(large));
        }
        var parsed = FhirDocument.Parse(bytes);
        using var document = parsed.Document;
        if (!parsed.IsValid)
            return (null, FhirJson.Faulty(parsed.Issues, readable: document is not null));
        if (document!.Root.Type!.Name != "Subscription")
            return (null, FhirJson.Refused(Record.Create.WrongType("Subscription")));
        if (id is not null && document.Root.Child("id").Text != id)
            return (null, FhirJson.Refused(Record.Update.WrongId("Subscription")));
        var draft = await reading.Draft(document.Root, http.Caller(), ct);
        return draft.IsRefused(out var refusal) ? (null, FhirJson.Refused(refusal)) : (draft.Value, null);
    }
}

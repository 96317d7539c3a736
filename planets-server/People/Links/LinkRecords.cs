using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Links;

/// <summary>
/// <c>POST /people/me/links {"patients":[…]}</c>: the person says that these records elsewhere are theirs. It is stored as a Consent, and the event that stores it
/// links. A Patient that does not carry their number and birth date refuses all.
/// </summary>
public static class LinkRecords
{
    /// <summary>Patients of one request; consent-service takes no more in one Consent.</summary>
    public const int PatientsMax = 50;

    private const int BodyBytesMax = 64 << 10;

    public static void Map(IEndpointRouteBuilder me) => me.MapPost("/links", Handle);

    private static async Task<IResult> Handle(
        HttpContext http, OwnPeople people, RecordWriter writer, TimeProvider clock, CancellationToken ct)
    {
        var own = await people.Of(http.Caller(), ct);
        if (own.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        var body = await http.Request.JsonObject(BodyBytesMax, ct);
        if (body.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        var patients = Patients(body.Value);
        if (patients.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        var consent = RecordLink.Write(own.Value.Patient, patients.Value, clock.GetUtcNow().ToOffset(PlanetsServer.Zone));
        var linked = await Store(http.Caller(), writer, consent, ct);
        return linked.IsRefused(out refusal)
            ? ProblemJson.Result(refusal.Place?.StartsWith("Consent.provision", StringComparison.Ordinal) == true ? refusal with { Place = "/patients" } : refusal)
            : Results.Json(new { consent = $"Consent/{linked.Value.Id}" }, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<Answer<Written>> Store(Caller caller, RecordWriter writer, byte[] consent, CancellationToken ct)
    {
        using var document = FhirDocument.Parse(consent).Document!;
        var origin = RecordWriter.OriginOf(caller).Value;
        var prepared = await writer.Prepare(caller, origin, document.Root, ResourceIds.Fresh(), ScopeAccess.Create, UnitLinks.None, ct);
        return prepared.IsRefused(out var refusal)
            ? refusal
            : await writer.Write(caller, origin, new Interaction.Create(prepared.Value, IfNoneExist: null), ct);
    }

    private static Answer<IReadOnlyList<string>> Patients(JsonElement body)
    {
        if (!body.TryGetProperty("patients", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > PatientsMax)
            return new Refusal(RefusalKind.Invalid, $"A link names 1 to {PatientsMax} Patients.", "/patients", "invalid");
        var ids = new List<string>();
        foreach (var patient in list.EnumerateArray())
        {
            if (patient.ValueKind != JsonValueKind.String || !ResourceId.IsId(patient.GetString()))
                return new Refusal(RefusalKind.Invalid, "This is not the id of a Patient.", $"/patients/{ids.Count}", "invalid");
            ids.Add(patient.GetString()!);
        }
        return ids.Distinct(StringComparer.Ordinal).ToList();
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Phr.Platform.Identity;

namespace Phr.Planets.Access;

/// <summary>What a request becomes in the access journal.</summary>
public static class Accesses
{
    /// <param name="named">Ids of Patients that the request names.</param>
    /// <param name="shown">Streams of the entries that the answer holds.</param>
    public static AccessEntry Of(HttpContext http, string interaction, string? type, IReadOnlyList<string> named, IReadOnlyList<long> shown)
    {
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        return Of(http.Caller(), clock.GetUtcNow(), interaction, type, named, shown);
    }

    /// <summary>Of what is given without a request of its own, such as a notification.</summary>
    public static AccessEntry Of(
        Caller caller, DateTimeOffset at, string interaction, string? type, IReadOnlyList<string> named, IReadOnlyList<long> shown) =>
        new(at, caller, PurposeOf(caller), interaction, type, shown.Count > 0 ? "permitted" : "hidden", named, shown);

    /// <summary>v3-ActReason code of what a caller does without saying why.</summary>
    public static string PurposeOf(Caller caller) => caller.Role switch
    {
        CallerRole.Patient => "PATRQT",
        CallerRole.Researcher => "HRESCH",
        CallerRole.System or CallerRole.Service => "HSYSADMIN",
        _ => "TREAT",
    };
}

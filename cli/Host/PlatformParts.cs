using System.Diagnostics;
using Phr.Cli.Tokens;
using Phr.Consent;
using Phr.Mobile;
using Phr.Model;
using Phr.Planets;
using Phr.Platform.Hosting;

namespace Phr.Cli.Host;

/// <summary>What a platform consists of beside its database.</summary>
/// <param name="Services">In the order in which one process starts them.</param>
/// <param name="Identity">How the identity provider is started; null for none.</param>
internal sealed record PlatformParts(
    IReadOnlyList<ServiceDefinition> Services, Func<PlatformSettings, ProcessStartInfo>? Identity = null)
{
    /// <summary>Name of the identity provider beside those of the services.</summary>
    public const string IdentityName = "identity";

    public static PlatformParts All { get; } = new(
        [PlanetsServer.Definition, ConsentService.Definition, ModelService.Definition, MobileApi.Definition], IdentityProvider.Launch)
    {
        Furnish = (settings, ct) => new DemoAccounts(settings, new DemoFiles(settings.DataFolder)).Provision(DemoPerson.Household(Today), ct),
    };

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.Now);

    /// <summary>Gives a platform of the demonstration its people and systems, once everything answers; can be repeated.</summary>
    public Func<PlatformSettings, CancellationToken, Task>? Furnish { get; init; }
}

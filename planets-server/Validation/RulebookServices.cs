using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Phr.Platform.Hosting;

namespace Phr.Planets.Validation;

/// <summary>What checks resources by profiles and codes by terminology, as services.</summary>
internal static class RulebookServices
{
    public static void AddRulebook(this IServiceCollection services, PlatformSettings settings)
    {
        var own = Path.Combine(settings.DataFolder, "packages");
        string[] paths = Directory.Exists(own) ? [own, .. settings.Packages] : [.. settings.Packages];
        services.AddSingleton(provider => new PackageFolder(paths, provider.GetRequiredService<ILogger<PackageFolder>>()));
        services.AddSingleton<StoredDefinitions>().AddSingleton<ServerRulebook>();
        services.AddSingleton(provider => new DeclaredProfiles(settings.DeclaredProfiles, provider.GetRequiredService<ServerRulebook>()));
    }
}

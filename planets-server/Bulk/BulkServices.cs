using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Phr.EventLog;
using Phr.Planets.Bulk.Export;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Bulk.Import;
using Phr.Planets.Bulk.Jobs;
using Phr.Platform.Hosting;

namespace Phr.Planets.Bulk;

/// <summary>Exports and imports: what they need, and where they are asked for.</summary>
public static class BulkServices
{
    /// <exception cref="ValidationException">A value of configuration section <c>Bulk</c> is out of its bounds.</exception>
    public static void AddBulk(this IServiceCollection services, IConfiguration configuration, PlatformSettings settings)
    {
        var options = configuration.GetSection("Bulk").Get<BulkOptions>() ?? new BulkOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        services.AddSingleton(options).AddSingleton<BulkJobs>().AddSingleton<BulkSignal>().AddSingleton<Manifests>();
        services.AddSingleton<BulkFileParts>().AddSingleton<PermittedLines>();
        services.AddSingleton(provider => new BulkFolder(
            Path.Combine(settings.DataFolder, "bulk"), provider.GetRequiredService<KeyStore>().IndexKey));
        services.AddSingleton(provider => new ImportInputs(
            provider.GetRequiredService<BulkFolder>(), options.ImportFolder ?? Path.Combine(settings.DataFolder, "import")));
        services.AddSingleton<ExportParts>().AddSingleton<ExportStart>().AddSingleton<ImportParts>().AddSingleton<ImportStart>();
        services.AddHostedService<BulkRunner>();
    }

    public static void Map(IEndpointRouteBuilder fhir)
    {
        KickOff.Map(fhir);
        ExportViews.Map(fhir);
        StartImport.Map(fhir);
        BulkStatus.Map(fhir);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Phr.Model.Choice;
using Phr.Model.Evaluation;
using Phr.Model.Feed;
using Phr.Model.People;
using Phr.Model.People.Store;
using Phr.Model.Publishing;
using Phr.Model.Risks;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Model;

/// <summary>model-service: risks from a person's whole record, with reasons.</summary>
public static class ModelService
{
    /// <summary>Client id of this service, and the source of what it writes.</summary>
    public const string ClientId = "model";

    public static readonly ServiceDefinition Definition = Serving([]);

    /// <param name="configuration">Keys and values beside those of the environment, "Model:Folder" for example.</param>
    public static ServiceDefinition Serving(IEnumerable<KeyValuePair<string, string?>> configuration) => new(
        "model", (builder, settings) => Register(builder, settings, configuration), Map)
    {
        Prepare = Prepare,
    };

    private static void Register(
        WebApplicationBuilder builder, PlatformSettings settings, IEnumerable<KeyValuePair<string, string?>> configuration)
    {
        builder.Configuration.AddInMemoryCollection(configuration);
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<ModelOptions>().ValidateDataAnnotations()
            .Configure<IConfiguration>((options, all) => ModelOptions.Read(all.GetSection("Model"), options));
        services.AddBearerTokens(options => options.Trust(settings, builder.Configuration));
        services.AddSingleton(provider => new RiskGate(settings.Demo, Evaluations(provider, settings)));
        services.AddSingleton<ModelStart>();
        services.AddSingleton(provider => provider.GetRequiredService<ModelStart>().Served);
        services.AddSingleton(_ => SecretSeal.LoadOrCreate(Path.Combine(settings.DataFolder, "keys", "model.key")));
        RegisterPlanets(services, settings);
        services.AddSingleton<PersonStore>().AddSingleton<PublishedResources>();
        services.AddSingleton(provider => new LaneParts(
            provider.GetRequiredService<ServedModels>(), provider.GetRequiredService<RecordFeed>(),
            provider.GetRequiredService<PersonStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PersonLanes>();
        services.AddHostedService<HintFollower>().AddHostedService<Sweep>();
        services.AddHostedService<ExplanationLoop>().AddHostedService<PublicationLoop>();
    }

    private static async Task Prepare(IServiceProvider services, CancellationToken ct)
    {
        await Migrations.Apply(services.GetRequiredService<NpgsqlDataSource>(), "model", typeof(ModelService), "Migrations", ct);
        await services.GetRequiredService<ModelStart>().Load(ct);
    }

    private static void Map(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        ReadRisks.Map(app);
        ListOutputs.Map(app);
    }

    private static void RegisterPlanets(IServiceCollection services, PlatformSettings settings)
    {
        services.AddSingleton(_ => ClientKey.LoadOrCreate(Path.Combine(settings.DataFolder, "clients", ClientId + ".json"), ClientId));
        services.AddSingleton(provider => new ServiceTokens(
            provider.GetRequiredService<ClientKey>(), new Uri(settings.Urls.Consent, "oidc/token"), settings.Urls.Issuer,
            "system/*.cruds", new HttpClient(), provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton(ClientId, (provider, _) => new HttpClient(
            new ServiceTokenHandler(provider.GetRequiredService<ServiceTokens>()) { InnerHandler = new SocketsHttpHandler() })
        {
            BaseAddress = settings.Urls.Planets,
        });
        services.AddSingleton(provider => new RecordFeed(provider.GetRequiredKeyedService<HttpClient>(ClientId)));
        services.AddSingleton(provider => new AssessmentWriter(
            provider.GetRequiredKeyedService<HttpClient>(ClientId), provider.GetRequiredService<PublishedResources>(),
            provider.GetRequiredService<ServedModels>(), provider.GetRequiredService<RiskGate>()));
    }

    private static EvaluationGate Evaluations(IServiceProvider provider, PlatformSettings settings) => new(
        provider.GetRequiredService<IOptions<ModelOptions>>().Value.Evaluations ?? SigningKey.Evaluations(settings.DataFolder),
        SigningKey.Trusted(settings.DataFolder));
}

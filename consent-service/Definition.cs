using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Phr.Consent.AccessLog;
using Phr.Consent.Accounts;
using Phr.Consent.Clients;
using Phr.Consent.Consents;
using Phr.Consent.Pages;
using Phr.Consent.SignIn;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Consent;

/// <summary>consent-service: accounts, sign-in, clients, what consents mean, and the access log.</summary>
public static class ConsentService
{
    /// <summary>Client id of this service; by its key the provider knows results of interactions, too.</summary>
    public const string ClientId = "consent";

    public static readonly ServiceDefinition Definition = new("consent", Register, Map)
    {
        Prepare = (services, ct) => Migrations.Apply(
            services.GetRequiredService<NpgsqlDataSource>(), "consent", typeof(ConsentService), "Migrations", ct),
    };

    private static void Register(WebApplicationBuilder builder, PlatformSettings settings)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<ConsentOptions>().BindConfiguration("Consent").ValidateDataAnnotations();
        services.AddBearerTokens(options => options.Trust(settings, builder.Configuration));
        RateLimits.Register(services);
        services.AddSingleton(_ => SecretSeal.LoadOrCreate(Path.Combine(settings.DataFolder, "keys", "consent.key")));
        services.AddSingleton(_ => ClientKey.LoadOrCreate(Path.Combine(settings.DataFolder, "clients", ClientId + ".json"), ClientId));
        RegisterAccounts(services);
        services.AddSingleton<PartyDirectory>();
        services.AddSingleton<InteractionResult>();
        services.AddSingleton(_ => new Interactions(new HttpClient(Direct()) { BaseAddress = settings.Urls.Identity }));
        services.AddSingleton(_ => new ProviderForwarder(new HttpMessageInvoker(Direct()), settings.Urls.Identity));
        services.AddSingleton(provider => PlanetsServer(provider, settings));
        services.AddSingleton<OwnPatients>().AddHostedService(provider => provider.GetRequiredService<OwnPatients>());
        services.AddSingleton<AccessReader>().AddHostedService(provider => provider.GetRequiredService<AccessReader>());
    }

    private static void RegisterAccounts(IServiceCollection services)
    {
        services.AddDbContext<AccountsContext>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddIdentityCore<Account>().AddEntityFrameworkStores<AccountsContext>();
        services.Replace(ServiceDescriptor.Scoped<IUserValidator<Account>, LoginNames>());
        services.Replace(ServiceDescriptor.Scoped<IPasswordValidator<Account>, PasswordPolicy>());
        // OWASP Password Storage Cheat Sheet: 210,000 rounds of PBKDF2-HMAC-SHA-512.
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);
        services.AddScoped<AccountBook>().AddScoped<SignInAttempt>();
        services.AddSingleton<RegistrationState>();
    }

    private static void Map(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        InteractionPage.Map(app);
        ProviderForwarder.Map(app);
        RegistrationPages.Map(app);
        StyleSheet.Map(app);
        SmartConfigurationDocument.Map(app);
        CreateAccount.Map(app);
        DisableAccount.Map(app);
        FindAccount.Map(app);
        RegisterParty.Map(app);
        RegisterClient.Map(app);
        FindClient.Map(app);
        GrantScopes.Map(app);
        Compile.Map(app);
        ExplainConsents.Map(app);
        ListParties.Map(app);
        ListAccesses.Map(app);
    }

    // The browser follows redirects and keeps cookies; this service only passes them on.
    private static SocketsHttpHandler Direct() => new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };

    private static HttpClient PlanetsServer(IServiceProvider provider, PlatformSettings settings)
    {
        var tokens = new ServiceTokens(
            provider.GetRequiredService<ClientKey>(), new Uri(settings.Urls.Consent, "oidc/token"), settings.Urls.Issuer,
            "system/*.cruds", new HttpClient(), provider.GetRequiredService<TimeProvider>());
        return new HttpClient(new ServiceTokenHandler(tokens) { InnerHandler = new SocketsHttpHandler() })
        {
            BaseAddress = settings.Urls.Planets,
        };
    }
}

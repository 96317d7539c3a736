using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Phr.Consent.Clients;
using Phr.EventLog;
using Phr.Planets;
using Phr.Planets.Record.State;
using Phr.Planets.Search;
using Phr.Platform.Hosting;
using Phr.Platform.Messages;
using Phr.Tests.Support;
using ConsentMeaning = Phr.Consent.Consents.ConsentMeaning;

namespace Phr.Tests.Record;

/// <summary>
/// planets-server on loopback with PostgreSQL, and in place of consent-service an origin that has its keys and its compiler of consents. The
/// tokens are the test's own.
/// </summary>
public sealed class RecordHost : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly ECDsaSecurityKey _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" };
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-record-").FullName;
    private WebApplication _consent = null!;
    private SharedParts _shared = null!;
    private ServiceHost _planets = null!;

    public PlatformSettings Settings { get; private set; } = null!;

    public Npgsql.NpgsqlDataSource Database => _database.Source;

    public IServiceProvider Services => _planets.Services;

    /// <summary>Rebuilds all that is derived from the log and compares it with what is there.</summary>
    public Task<VerificationReport> VerifyProjections()
    {
        var projections = OpenLog.Projections(Services.GetRequiredService<Indexer>(), Services.GetRequiredService<TokenKeys>());
        var settings = new LogSettings(Database, Services.GetRequiredService<KeyStore>(), projections, new LogOptions());
        return new Verifier(settings).VerifyProjections(null, default);
    }

    /// <summary>What the compiler answers instead, when a test wants consent-service to be away.</summary>
    public bool ConsentServiceAway { get; set; }

    /// <summary>Where notifications may go.</summary>
    public List<string> ReceiverHosts { get; } = ["127.0.0.1"];

    /// <summary>Clients and accounts that were closed.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, bool> Closed { get; } = new();

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _consent = StartConsent();
        await _consent.StartAsync();
        var consent = new Uri(_consent.Urls.First());
        var planets = new Uri($"http://127.0.0.1:{FreePort()}");
        Settings = new PlatformSettings
        {
            Database = _database.ConnectionString, DataFolder = _folder, Demo = true,
            Urls = ServiceUrls.Loopback(1) with { Consent = consent, Identity = consent, Planets = planets },
            Push = new PushSettings
            {
                AllowedHosts = ReceiverHosts, AllowPrivate = true, FirstRetrySeconds = 0.05, RetrySecondsMax = 0.2, FailuresMax = 6,
                StandingSecondsMax = 0,
            },
        };
        _shared = new SharedParts(
            Settings, HintBus.Start(null, NullLoggerFactory.Instance), LogSink.File(Path.Combine(_folder, "log.jsonl")), TimeProvider.System);
        await Start();
    }

    /// <summary>What a site would configure.</summary>
    public IReadOnlyDictionary<string, string?> Configuration { get; init; } = new Dictionary<string, string?>();

    public async Task Start()
    {
        var definition = PlanetsServer.Definition with
        {
            Register = (builder, settings) =>
            {
                builder.Configuration.AddInMemoryCollection(Configuration);
                PlanetsServer.Definition.Register(builder, settings);
            },
        };
        _planets = await ServiceHost.Start(definition, _shared, Settings.Urls.Planets.AbsoluteUri, default);
    }

    public async Task Restart()
    {
        await _planets.Stop(default);
        await _planets.DisposeAsync();
        await Start();
    }

    public async Task DisposeAsync()
    {
        await _planets.DisposeAsync();
        await _consent.DisposeAsync();
        await _shared.Hints.DisposeAsync();
        _shared.Log.Dispose();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public HttpClient Hospital(string organisation, string scope = "system/*.cruds") => Client(new()
    {
        ["sub"] = organisation, ["client_id"] = organisation, ["phr_role"] = "hospital", ["phr_org"] = organisation, ["scope"] = scope,
    });

    public HttpClient Phone(string patient, string scope = "patient/*.cruds") => Client(new()
    {
        ["sub"] = "account-" + patient, ["client_id"] = "phone", ["phr_role"] = "patient", ["patient"] = patient, ["scope"] = scope,
    });

    public HttpClient Service(string client) => Client(new()
    {
        ["sub"] = client, ["client_id"] = client, ["phr_role"] = "service", ["scope"] = "system/*.cruds",
    });

    public HttpClient Anonymous() => new() { BaseAddress = new Uri(Settings.Urls.Fhir.AbsoluteUri + "/") };

    public HttpClient Client(Dictionary<string, object> claims, string? audience = null, int seconds = 3600)
    {
        var http = Anonymous();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(claims, audience, seconds));
        return http;
    }

    /// <summary>Makes the own Patient of an account, as consent-service does, and gives its id.</summary>
    public async Task<string> NewPerson(string insured, string birthDate = "1964-02-03")
    {
        using var service = Service("consent");
        var created = await service.Post("Patient", People.Patient("Own", insured, birthDate));
        return created["id"]!.GetValue<string>();
    }

    private string Token(Dictionary<string, object> claims, string? audience, int seconds) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Settings.Urls.Issuer.AbsoluteUri, Audience = audience ?? Settings.Urls.Fhir.AbsoluteUri, TokenType = "at+jwt", Claims = claims,
            IssuedAt = DateTime.UtcNow.AddSeconds(Math.Min(0, seconds) - 1), Expires = DateTime.UtcNow.AddSeconds(seconds),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.EcdsaSha256),
        });

    private WebApplication StartConsent()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/oidc/jwks", () => Results.Json(new { keys = new[] { Jwk() } }));
        app.MapPost("/oidc/token", () => Results.Json(new
        {
            access_token = Token(new() { ["sub"] = "planets", ["client_id"] = "planets", ["phr_role"] = "service", ["scope"] = "system/*.rs" }, null, 600),
            expires_in = 600,
        }));
        app.MapPost("/internal/compile", Compile);
        app.MapGet("/internal/identity/clients/{id}", (string id) => Party(id, id == "phone"
            ? new { client_id = id, phr_scopes = "patient/*.cruds" }
            : new { client_id = id, phr_role = "hospital", phr_org = id, phr_scopes = "system/*.cruds" }));
        app.MapGet("/internal/identity/accounts/{id}", (string id) =>
            Party(id, new { sub = id, phr_role = "patient", patient = id["account-".Length..] }));
        app.MapGet("/parties", () => Results.Json(new
        {
            parties = new[] { new { code = "hospital-a", name = new { ja = "みなと病院", en = "Minato Hospital" }, isStudy = false } },
        }));
        return app;
    }

    private async Task<IResult> Compile(HttpRequest request)
    {
        if (ConsentServiceAway)
            return Results.StatusCode(503);
        using var consent = await JsonDocument.ParseAsync(request.Body);
        var (meaning, refusal) = ConsentMeaning.Of(consent.RootElement, DateTimeOffset.UtcNow, People.Find);
        return meaning is null ? ProblemJson.Result(refusal!) : Results.Json(meaning, ConsentMeaning.Json);
    }

    private IResult Party(string id, object found) =>
        ConsentServiceAway ? Results.StatusCode(503) : Closed.ContainsKey(id) ? Results.NotFound() : Results.Json(found);

    private object Jwk()
    {
        var q = _key.ECDsa.ExportParameters(false).Q;
        return new { kty = "EC", crv = "P-256", alg = "ES256", use = "sig", kid = _key.KeyId, x = Base64UrlEncoder.Encode(q.X), y = Base64UrlEncoder.Encode(q.Y) };
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}

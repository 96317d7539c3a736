using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Phr.Model;
using Phr.Platform.Hosting;
using Phr.Platform.Messages;
using Phr.Tests.Identity;

namespace Phr.Tests.Model.Service;

/// <summary>
/// The platform around model-service: planets-server and the identity provider as far as it talks to them, over real HTTP.
/// </summary>
internal sealed class FakePlatform : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-model-").FullName;
    private readonly FakeIssuer _issuer = new();
    private readonly ConcurrentDictionary<string, FakeRecord> _records = [];
    private readonly WebApplication _server;
    private readonly LogSink _log;
    private readonly HttpClient _http = new();

    private FakePlatform(WebApplication server)
    {
        _server = server;
        _log = LogSink.File(LogFile);
    }

    public SetClock Clock { get; } = new(Records.Later);

    public HintBus Hints { get; } = HintBus.Start(null, NullLoggerFactory.Instance);

    /// <summary>What was stored by PUT, by reference, newest last; null for a deletion.</summary>
    public ConcurrentDictionary<string, List<JsonElement?>> Stored { get; } = [];

    public string DataFolder => _folder;

    public string LogFile => Path.Combine(_folder, "logs", "model.jsonl");

    public static async Task<FakePlatform> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var platform = new FakePlatform(server);
        platform.Map();
        await server.StartAsync();
        return platform;
    }

    public FakeRecord Add(FakeRecord record) => _records[record.Patient] = record;

    /// <summary>Whether the feed tells what is no feed.</summary>
    public bool IsGarbled { get; set; }

    /// <summary>The person is erased.</summary>
    public void Erase(string patient) => _records.TryRemove(patient, out _);

    public Task<ServiceHost> Serve(string database, bool demo = true, string? model = null) =>
        Serve(database, demo, ("Folder", model ?? SmallModel.Folder));

    /// <param name="configuration">Of the section Model: "Models:0:Folder"; what is said twice holds as it is said last.</param>
    public Task<ServiceHost> Serve(string database, bool demo, params (string Key, string Value)[] configuration) => ServiceHost.Start(
        ModelService.Serving(configuration.GroupBy(one => "Model:" + one.Key)
            .Select(same => KeyValuePair.Create<string, string?>(same.Key, same.Last().Value))),
        new SharedParts(new PlatformSettings { Database = database, DataFolder = _folder, Urls = Urls, Demo = demo }, Hints, _log, Clock),
        "http://127.0.0.1:0", default);

    /// <summary>The risks of a person, with their own token.</summary>
    public async Task<JsonElement> Risks(ServiceHost service, string patient, long? atLeast = null)
    {
        using var response = await Ask(service, patient, atLeast);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {text} {await File.ReadAllTextAsync(LogFile)}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Asks for a person's risks, and waits until planets-server was given the first: its reference.</summary>
    public async Task<string> Published(ServiceHost service, string patient)
    {
        var reference = Answers.Assessment(await Risks(service, patient), Records.Tasks[0]);
        await Answers.Until(() => Stored.ContainsKey(reference));
        return reference;
    }

    public Task<HttpResponseMessage> Ask(
        ServiceHost service, string patient, long? atLeast = null, string role = "patient", string? horizonYears = null)
    {
        if (role == "patient")
            _issuer.Claims["patient"] = patient;
        else
            (_issuer.Claims["phr_org"], _) = ("hospital:a", _issuer.Claims.Remove("patient"));
        _issuer.Claims["phr_role"] = role;
        var token = _issuer.Token(Clock.Now, Urls.Fhir.AbsoluteUri, Urls.Issuer.AbsoluteUri);
        var query = (atLeast is { } position ? $"?atLeast={position}" : "") + (horizonYears is null ? "" : $"?horizonYears={horizonYears}");
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Address, "people/me/risks" + query));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _http.SendAsync(request);
    }

    /// <summary>A page of the outputs, as an operator's tool asks for it.</summary>
    public async Task<HttpResponseMessage> Outputs(
        ServiceHost service, string query, string role = "system", string scope = "system/*.rs")
    {
        var issuer = _issuer.Claims.ToDictionary();
        _issuer.Claims.Remove("patient");
        (_issuer.Claims["phr_role"], _issuer.Claims["scope"]) = (role, scope);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Address, "internal/outputs" + query));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", _issuer.Token(Clock.Now, Urls.Fhir.AbsoluteUri, Urls.Issuer.AbsoluteUri));
        foreach (var (claim, value) in issuer)
            _issuer.Claims[claim] = value;
        return await _http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Hints.DisposeAsync();
        await _server.DisposeAsync();
        _log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ServiceUrls Urls
    {
        get
        {
            var own = new Uri(_server.Urls.First());
            return new ServiceUrls { Planets = own, Consent = own, Identity = own, Mobile = own, Model = own };
        }
    }

    private void Map()
    {
        _server.MapPost("/oidc/token", () => Results.Json(new
        {
            access_token = new FakeIssuer().Token(Clock.Now, Urls.Fhir.AbsoluteUri, Urls.Issuer.AbsoluteUri), expires_in = 300,
        }));
        _server.MapGet("/oidc/jwks", async () =>
        {
            using var client = _issuer.Client;
            return Results.Text(await client.GetStringAsync(new Uri(FakeIssuer.Name + "/jwks")), "application/json");
        });
        _server.MapGet("/internal/people/of/{stream:int}", (int stream) =>
            Results.Json(new { person = _records.Keys.Order(StringComparer.Ordinal).ElementAtOrDefault(stream) }));
        _server.MapGet("/internal/people/{patient}/record", (string patient, long after, string? generation) =>
            _records.TryGetValue(patient, out var record)
                ? Results.Text(IsGarbled ? "no feed\n" : record.Feed(after, generation), "application/x-ndjson") : Results.NotFound());
        _server.MapPut("/fhir/{type}/{id}", async (string type, string id, HttpRequest request) =>
        {
            using var body = await JsonDocument.ParseAsync(request.Body);
            Change($"{type}/{id}", body.RootElement.Clone());
            return Results.Ok();
        });
        _server.MapDelete("/fhir/{type}/{id}", (string type, string id) =>
        {
            Change($"{type}/{id}", null);
            return Results.NoContent();
        });
    }

    private void Change(string reference, JsonElement? resource)
    {
        var versions = Stored.GetOrAdd(reference, _ => []);
        lock (versions)
            versions.Add(resource);
    }
}

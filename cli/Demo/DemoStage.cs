using Microsoft.IdentityModel.JsonWebTokens;
using Phr.Cli.Host;
using Phr.Cli.Tokens;
using Phr.Platform.Hosting;
using Phr.Simulator.Households;

namespace Phr.Cli.Demo;

/// <summary>What the steps of the demonstration share: a platform, two people's lives, and whoever takes part.</summary>
internal sealed class DemoStage(Household home, PlatformSettings settings, Narrator narrator) : IDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new() { Timeout = AnswerTimeout };
    private readonly DemoTokens _tokens = new(settings, new DemoFiles(settings.DataFolder), TimeProvider.System);

    public Household Home => home;

    public PlatformSettings Settings => settings;

    public Narrator Narrator => narrator;

    public DataFolder Folder => new(settings.DataFolder);

    /// <summary>Ids of the two people's own Patients.</summary>
    public required IReadOnlyList<string> Patients { get; init; }

    public string First => Patients[0];

    public async Task<DemoCaller> As(string who, CancellationToken ct) => new(who, await _tokens.For(who, ct), _http);

    public Task<string> Token(string who, CancellationToken ct) => _tokens.For(who, ct);

    /// <summary>A stage on a platform that has just come up, with the household's lives as of today.</summary>
    public static async Task<DemoStage> Of(PlatformSettings settings, Narrator narrator, CancellationToken ct)
    {
        var tokens = new DemoTokens(settings, new DemoFiles(settings.DataFolder), TimeProvider.System);
        var patients = new List<string>();
        foreach (var who in new[] { "patient:1", "patient:2" })
            patients.Add(new JsonWebToken(await tokens.For(who, ct)).GetClaim("patient").Value);
        return new DemoStage(Household.Demo(DateOnly.FromDateTime(DateTime.Now)), settings, narrator) { Patients = patients };
    }

    /// <summary>Address of a request to the phone's API.</summary>
    public string Phone(string path) => $"{settings.Urls.Mobile}api/{path}";

    public string Fhir(string path) => path.Length == 0 ? settings.Urls.Fhir.AbsoluteUri : $"{settings.Urls.Fhir}/{path}";

    public string Planets(string path) => $"{settings.Urls.Planets}{path}";

    public void Dispose() => _http.Dispose();
}

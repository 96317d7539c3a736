using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Phr.Consent.Accounts;
using Phr.Consent.Provider;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Cli.Tokens;

/// <summary>
/// Gives the demonstration its hospitals, people and app, through the interfaces that a site's operator uses. Can be repeated: what is
/// there stays as it is.
/// </summary>
internal sealed class DemoAccounts(PlatformSettings settings, DemoFiles files)
{
    /// <summary>The app of the demonstration's people: the reference web app, and <c>phr token</c>.</summary>
    public const string AppId = "phone";

    private static readonly (string Code, string Ja, string En)[] Hospitals =
        [("hospital-a", "みなと病院", "Minato Hospital"), ("hospital-b", "さくら病院", "Sakura Hospital"), ("hospital-c", "ひかり医院", "Hikari Clinic")];

    private static readonly (string Code, string Ja, string En) Study = ("study-1", "生活習慣病の研究", "Study of lifestyle disease");

    /// <param name="patients">The first becomes <c>patient:1</c>, and so on.</param>
    /// <exception cref="CommandException">consent-service refused; the message is what it said.</exception>
    public async Task Provision(IReadOnlyList<DemoPerson> patients, CancellationToken ct)
    {
        using var tokens = Operator();
        using var consent = new HttpClient(new ServiceTokenHandler(tokens) { InnerHandler = new SocketsHttpHandler() })
        {
            BaseAddress = settings.Urls.Consent,
        };
        await Task.WhenAll(
        [
            .. Hospitals.Select(hospital => Register(consent, hospital, ct)),
            Put(consent, $"internal/parties/{Study.Code}", new { nameJa = Study.Ja, nameEn = Study.En, isStudy = true }, ct),
            Put(consent, $"internal/clients/{AppId}", App(), ct),
        ]);
        // Of organisations that are there by now.
        await Task.WhenAll(
        [
            .. patients.Select((person, number) => Account(consent, $"patient:{number + 1}", Patient(person), ct)),
            Account(consent, "clinician:a", Employee("clinician", "伊藤 健", "いとう けん", Hospitals[0].Code), ct),
            Account(consent, "researcher", Employee("researcher", "小林 葵", "こばやし あおい", Study.Code), ct),
        ]);
    }

    /// <summary>Tokens of the operator, by the key in the data folder.</summary>
    public ServiceTokens Operator() => Tokens(ClientKey.Load(PlatformClients.KeyFile(files.DataFolder, PlatformClients.Operator)));

    /// <summary>Tokens of a back-end client.</summary>
    public ServiceTokens Tokens(ClientKey key) => new(
        key, new Uri($"{settings.Urls.Issuer}/token"), settings.Urls.Issuer, "system/*.cruds", new HttpClient(), TimeProvider.System);

    private async Task Register(HttpClient consent, (string Code, string Ja, string En) hospital, CancellationToken ct)
    {
        await Put(consent, $"internal/parties/{hospital.Code}", new { nameJa = hospital.Ja, nameEn = hospital.En }, ct);
        using var key = files.HospitalKey(hospital.Code);
        var client = new JsonObject
        {
            ["nameJa"] = hospital.Ja, ["nameEn"] = hospital.En, ["scopes"] = "system/*.cruds", ["role"] = "hospital",
            ["organisation"] = hospital.Code, ["jwks"] = key.PublicKeySet(),
        };
        await Put(consent, $"internal/clients/{hospital.Code}", client, ct);
    }

    private object App() => new
    {
        nameJa = "わたしの記録", nameEn = "My record",
        scopes = "openid fhirUser launch/patient offline_access patient/*.cruds user/*.cruds",
        redirectUris = new[] { new Uri(settings.Urls.PublicMobile ?? settings.Urls.Mobile, "app/signed-in").AbsoluteUri, SignInFlow.NowhereUri },
    };

    // The credentials are kept before the account is made: a crash in between repeats the same request.
    private async Task Account(HttpClient consent, string who, JsonObject account, CancellationToken ct)
    {
        var credentials = files.Account(who);
        if (credentials is null)
        {
            var (password, secret) = (RandomNumberGenerator.GetHexString(24, lowercase: true), RandomNumberGenerator.GetBytes(Totp.SecretBytes));
            credentials = new Credentials($"{who.Replace(':', '.')}@phr.example", password, Totp.ToBase32(secret));
            files.Keep(who, credentials);
        }
        (account["login"], account["password"], account["totpSecret"]) = (credentials.Login, credentials.Password, credentials.TotpSecret);
        using var answer = await consent.PostAsJsonAsync("internal/accounts", account, ct);
        if (answer.StatusCode != HttpStatusCode.Conflict)
            await Succeeded(answer, who, ct);
    }

    private static JsonObject Patient(DemoPerson person) => new()
    {
        ["role"] = "patient", ["name"] = person.Name, ["kana"] = person.Kana, ["sex"] = person.Sex,
        ["birthDate"] = person.BirthDate.ToString("yyyy-MM-dd"), ["insuredPerson"] = person.InsuredPerson, ["insuredPersonVerified"] = true,
    };

    private static JsonObject Employee(string role, string name, string kana, string organisation) => new()
    {
        ["role"] = role, ["name"] = name, ["kana"] = kana, ["organisation"] = organisation,
    };

    private static async Task Put(HttpClient consent, string path, object body, CancellationToken ct)
    {
        using var answer = await consent.PutAsJsonAsync(path, body, ct);
        await Succeeded(answer, path, ct);
    }

    private static async Task Succeeded(HttpResponseMessage answer, string what, CancellationToken ct)
    {
        if (!answer.IsSuccessStatusCode)
            throw new CommandException($"{what} could not be registered: {await answer.Content.ReadAsStringAsync(ct)}");
    }
}

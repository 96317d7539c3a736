using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Phr.Cli.Tokens;
using Phr.Platform.Identity;

namespace Phr.Tests.Identity.EndToEnd;

/// <summary>An account that the operator made for a test.</summary>
internal sealed record Person(Guid Id, Credentials Credentials, string? Patient, IReadOnlyList<string> RecoveryCodes);

/// <summary>People, apps and hospitals that tests register, through the interfaces that an operator uses.</summary>
internal static class People
{
    public const string Password = "kaze to hikari no michi";

    /// <summary>Everything that the phone asks for.</summary>
    public const string PhoneScope = "openid fhirUser launch/patient offline_access patient/*.cruds";

    private static int s_number;

    public static async Task<Person> Patient(this IdentityStack stack, string? insuredPerson = null, bool verified = true)
    {
        var login = $"patient-{Interlocked.Increment(ref s_number)}-{RandomNumberGenerator.GetHexString(6, true)}";
        return await stack.Make(new JsonObject
        {
            ["role"] = "patient", ["login"] = login, ["password"] = Password, ["name"] = "清水 花子", ["kana"] = "しみず はなこ",
            ["birthDate"] = "1964-02-29", ["sex"] = "female", ["insuredPerson"] = insuredPerson,
            ["insuredPersonVerified"] = insuredPerson is not null && verified,
        });
    }

    public static async Task<Person> Clinician(this IdentityStack stack, string organisation)
    {
        await stack.Party(organisation);
        var login = $"doctor-{Interlocked.Increment(ref s_number)}-{RandomNumberGenerator.GetHexString(6, true)}";
        return await stack.Make(new JsonObject
        {
            ["role"] = "clinician", ["login"] = login, ["password"] = Password, ["name"] = "医師 太郎", ["kana"] = "いし たろう",
            ["organisation"] = organisation,
        });
    }

    public static async Task<Person> Make(this IdentityStack stack, JsonObject account)
    {
        using var response = await stack.Operator.PostAsJsonAsync("internal/accounts", account);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var made = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return new Person(
            (Guid)made["id"]!, new Credentials((string)account["login"]!, (string)account["password"]!, (string)made["totpSecret"]!),
            (string?)made["patient"], [.. made["recoveryCodes"]!.AsArray().Select(code => (string)code!)]);
    }

    public static async Task Party(this IdentityStack stack, string code)
    {
        var names = new { nameJa = $"{code} 病院", nameEn = $"{code} hospital" };
        using var response = await stack.Operator.PutAsJsonAsync($"internal/parties/{code}", names);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A public app, as the phone is.</summary>
    public static async Task<App> App(this IdentityStack stack, string scopes = PhoneScope + " user/*.cruds")
    {
        var id = $"app-{Interlocked.Increment(ref s_number)}";
        await stack.RegisterApp(id, scopes);
        return new App(id, "http://127.0.0.1/callback", stack.Settings.Urls.Issuer, stack.Settings.Urls.Fhir);
    }

    public static async Task RegisterApp(this IdentityStack stack, string id, string scopes)
    {
        var app = new { nameJa = "わたしの記録", nameEn = "My record", scopes, redirectUris = new[] { "http://127.0.0.1/callback" } };
        using var response = await stack.Operator.PutAsJsonAsync($"internal/clients/{id}", app);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A hospital's back-end system with a key of its own.</summary>
    public static async Task<ClientKey> Hospital(this IdentityStack stack, string code, string scopes = "system/*.cruds")
    {
        await stack.Party(code);
        var key = ClientKey.LoadOrCreate(Path.Combine(stack.Folder, "test-clients", $"{code}.json"), code);
        using var response = await stack.Operator.PutAsJsonAsync($"internal/clients/{code}", new JsonObject
        {
            ["nameJa"] = $"{code} 電子カルテ", ["nameEn"] = $"{code} records", ["scopes"] = scopes, ["role"] = "hospital",
            ["organisation"] = code, ["jwks"] = key.PublicKeySet(),
        });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return key;
    }

    /// <summary>What planets-server reads from a token.</summary>
    public static async Task<JsonNode> Who(this IdentityStack stack, string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return JsonNode.Parse(await http.GetStringAsync(new Uri(stack.Settings.Urls.Fhir + "/who")))!;
    }
}

/// <summary>The token endpoint, asked by hand.</summary>
internal static class TokenEndpoint
{
    public static async Task<(System.Net.HttpStatusCode Status, string Body)> Ask(
        this IdentityStack stack, App? app, Dictionary<string, string> form, string endpoint = "token")
    {
        using var http = new HttpClient();
        using var content = new FormUrlEncodedContent(app is null ? form : form.Append(new("client_id", app.ClientId)));
        using var response = await http.PostAsync(new Uri($"{stack.Settings.Urls.Issuer}/{endpoint}"), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static Tokens Deserialize(this string body) => System.Text.Json.JsonSerializer.Deserialize<Tokens>(body)!;
}

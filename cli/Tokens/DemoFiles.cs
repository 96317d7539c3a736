using System.Text.Json;
using Phr.Consent.Provider;
using Phr.Platform.Identity;

namespace Phr.Cli.Tokens;

/// <summary>
/// Where the demonstration keeps what its people and systems sign in with: <c>accounts/</c> and <c>clients/</c> of the data folder, each
/// file readable by its owner alone. A site has no such files: there people know their passwords.
/// </summary>
internal sealed record DemoFiles(string DataFolder)
{
    /// <summary>What a person signs in with, or null before they have an account.</summary>
    /// <param name="who">For example <c>patient:1</c>.</param>
    public Credentials? Account(string who) =>
        File.Exists(AccountFile(who)) ? JsonSerializer.Deserialize<Credentials>(File.ReadAllText(AccountFile(who))) : null;

    public void Keep(string who, Credentials credentials) => OwnerFile.Write(AccountFile(who), JsonSerializer.Serialize(credentials));

    /// <summary>The key of a hospital's system, made when it is missing.</summary>
    public ClientKey HospitalKey(string client) => ClientKey.LoadOrCreate(PlatformClients.KeyFile(DataFolder, client), client);

    public string TokenFile(string who) => Path.Combine(DataFolder, "tokens", Name(who) + ".json");

    private string AccountFile(string who) => Path.Combine(DataFolder, "accounts", Name(who) + ".json");

    private static string Name(string who) => who.Replace(':', '-');
}

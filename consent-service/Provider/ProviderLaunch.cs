using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using Phr.Platform.Hosting;

namespace Phr.Consent.Provider;

/// <summary>
/// Everything that the provider's process (Node, <c>consent-service/identity</c>) needs before it starts: its configuration and the
/// platform's own clients, both in the data folder.
/// </summary>
public static class ProviderLaunch
{
    /// <summary>Life of access tokens outside the demonstration, in seconds; a revoked one is accepted no longer than that.</summary>
    public const int AccessTokenSeconds = 300;

    /// <summary>In the demonstration tokens are used from scripts, for a working day.</summary>
    public const int DemoAccessTokenSeconds = 8 * 3600;

    /// <summary>Writes the files; a second call finds the keys and writes the same.</summary>
    /// <param name="node">Path of a Node 22 or newer.</param>
    /// <param name="repository">Folder that holds <c>consent-service/identity</c> and <c>node_modules</c>.</param>
    /// <returns>How to start it. It answers <c>/health</c> at <see cref="ServiceUrls.Identity"/> when it is ready.</returns>
    public static ProcessStartInfo Prepare(PlatformSettings settings, string node, string repository)
    {
        var file = Path.Combine(settings.DataFolder, "identity.json");
        OwnerFile.Write(file, Configuration(settings, PlatformClients.Write(settings.DataFolder)).ToJsonString());
        return new ProcessStartInfo(node, [Path.Combine(repository, "consent-service", "identity", "server.js"), file])
        {
            WorkingDirectory = repository, Environment = { ["NODE_ENV"] = "production" },
        };
    }

    private static JsonObject Configuration(PlatformSettings settings, string clientsFile) => new()
    {
        ["issuer"] = settings.Urls.Issuer.AbsoluteUri,
        ["listen"] = new JsonObject { ["host"] = Listen(settings.Urls.Identity), ["port"] = settings.Urls.Identity.Port },
        ["database"] = Database(settings.Database),
        ["fhirBase"] = settings.Urls.Fhir.AbsoluteUri,
        ["consentService"] = settings.Urls.Consent.AbsoluteUri,
        ["keysFolder"] = Path.Combine(settings.DataFolder, "keys"),
        ["clientsFile"] = clientsFile,
        ["demo"] = settings.Demo,
        ["accessTokenSeconds"] = settings.Demo ? DemoAccessTokenSeconds : AccessTokenSeconds,
    };

    // In a container network the name is the container's own.
    private static string Listen(Uri address) => address.IsLoopback ? address.Host : "0.0.0.0";

    // The members of node-postgres, from a connection string of Npgsql.
    private static JsonObject Database(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return new JsonObject
        {
            ["host"] = parts.Host, ["port"] = parts.Port, ["user"] = parts.Username, ["password"] = parts.Password,
            ["database"] = parts.Database, ["ssl"] = parts.SslMode is SslMode.Require or SslMode.VerifyCA or SslMode.VerifyFull,
        };
    }
}

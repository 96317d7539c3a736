using System.Collections;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Phr.Cli;
using Phr.Cli.Host;
using Phr.Platform.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Phr.Tests.Architecture;

/// <summary>compose.yaml against what a container engine accepts and what the services read.</summary>
public sealed partial class ComposeTest
{
    private static readonly string[] OwnServices = [.. PlatformParts.All.Services.Select(service => service.Name)];

    private readonly IDictionary _file = Read();

    [SkippableFact]
    public async Task The_client_of_a_container_engine_accepts_the_file()
    {
        var client = await Client();
        Skip.If(client is null, "No docker client with compose is installed.");

        var (status, error) = await Run([.. client, "-f", Path.Combine(SourceTree.Root, "compose.yaml"), "config", "--quiet"]);

        Assert.True(status == 0, error);
    }

    [Fact]
    public void Every_container_is_watched_and_starts_again()
    {
        foreach (DictionaryEntry service in Services)
        {
            var definition = (IDictionary)service.Value!;
            Assert.True(definition.Contains("healthcheck"), $"{service.Key} has no health check.");
            Assert.Equal("unless-stopped", definition["restart"]);
        }
    }

    [Fact]
    public void Every_service_is_served_and_waits_for_database_and_broker()
    {
        foreach (var name in OwnServices)
        {
            var definition = (IDictionary)Services[name]!;
            Assert.Equal(["serve", name], ((IList)definition["command"]!).Cast<string>());
            var waits = (IDictionary)definition["depends_on"]!;
            Assert.Equal(["identity", "postgres", "rabbitmq"], waits.Keys.Cast<string>().Order());
            Assert.All(waits.Values.Cast<IDictionary>(), wait => Assert.Equal("service_healthy", wait["condition"]));
        }
    }

    [Fact]
    public void The_variables_of_a_service_are_settings_that_it_reads()
    {
        var environment = (IDictionary)((IDictionary)Services["planets"]!)["environment"]!;
        var variables = environment.Keys.Cast<string>()
            .ToDictionary(name => name.Replace("__", ":"), name => (string?)Filled((string)environment[name]!));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(variables).Build();

        var settings = Serve.Settings(configuration);

        Assert.Equal("http://127.0.0.1:8400/fhir", settings.Urls.Fhir.ToString());
        Assert.Equal("rabbitmq", settings.RabbitMq!.Host);
        Assert.All(variables.Keys, name => Assert.True(IsSetting(typeof(PlatformSettings), name.Split(':')[1..]), $"No setting is called {name}."));
    }

    [Theory]
    [InlineData("Phr:Database", "Phr__Database")]
    [InlineData("Phr:Urls:Model", "Phr__Urls__Model")]
    public void A_setting_that_is_missing_is_named(string missing, string variable)
    {
        var all = new Dictionary<string, string?>
        {
            ["Phr:Database"] = "Host=db", ["Phr:DataFolder"] = "/data", ["Phr:Urls:Planets"] = "http://a", ["Phr:Urls:Consent"] = "http://b",
            ["Phr:Urls:Identity"] = "http://c", ["Phr:Urls:Mobile"] = "http://d", ["Phr:Urls:Model"] = "http://e",
        };
        all.Remove(missing);

        var refused = Assert.Throws<CommandException>(() => Serve.Settings(new ConfigurationBuilder().AddInMemoryCollection(all).Build()));

        Assert.Contains(variable, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Volumes_are_declared_and_used()
    {
        var declared = ((IDictionary)_file["volumes"]!).Keys.Cast<string>().Order();
        var used = Services.Values.Cast<IDictionary>()
            .SelectMany(service => (service["volumes"] as IList ?? Array.Empty<string>()).Cast<string>())
            .Select(volume => volume.Split(':')[0]).Distinct().Order();
        Assert.Equal(declared, used);
    }

    [Fact]
    public void No_password_is_in_the_file()
    {
        var text = SourceTree.Read("compose.yaml");
        var passwords = Password().Matches(text).Select(match => match.Groups[1].Value);
        Assert.NotEmpty(passwords);
        Assert.All(passwords, password => Assert.StartsWith("${PHR_", password, StringComparison.Ordinal));
    }

    private IDictionary Services => (IDictionary)_file["services"]!;

    private static IDictionary Read()
    {
        using var text = new StringReader(SourceTree.Read("compose.yaml"));
        var parser = new MergingParser(new Parser(text));
        return (IDictionary)new DeserializerBuilder().Build().Deserialize(parser)!;
    }

    // "${NAME:-default}" and "${NAME:?why it is needed}", as the engine fills them in.
    private static string Filled(string value) => Substitution().Replace(value, match => match.Groups[1].Value == ":-" ? match.Groups[2].Value : "x");

    private static bool IsSetting(Type section, string[] path) =>
        path.Length == 0 || (section.GetProperty(path[0]) is { } property && IsSetting(property.PropertyType, path[1..]));

    private static async Task<string[]?> Client()
    {
        foreach (var candidate in (string[][])[["docker", "compose"], ["docker-compose"]])
        {
            try
            {
                if ((await Run([.. candidate, "version"])).Status == 0)
                    return candidate;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Not installed.
            }
        }
        return null;
    }

    private static async Task<(int Status, string Error)> Run(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var variable in (string[])["PHR_SDK_IMAGE", "PHR_RUNTIME_IMAGE", "PHR_DATABASE_PASSWORD", "PHR_RABBITMQ_PASSWORD"])
            start.Environment[variable] = "x";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await output;
        return (process.ExitCode, await error);
    }

    [GeneratedRegex(@"\b(?:\w+_PASS|\w+_PASSWORD|Password)(?::\s+|=)([^\s;@]+)")]
    private static partial Regex Password();

    [GeneratedRegex(@"\$\{\w+(:-|:\?)([^}]*)\}")]
    private static partial Regex Substitution();
}

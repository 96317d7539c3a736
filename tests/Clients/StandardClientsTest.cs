using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Phr.Tests.Identity.EndToEnd;
using Phr.Tests.Record;

namespace Phr.Tests.Clients;

/// <summary>fhir-kit-client, @medplum/core and fhirclient against the server, without a line made for it.</summary>
public sealed class StandardClientsTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Standard_clients_create_read_update_patch_search_delete_and_run_transactions()
    {
        using var http = host.Hospital("clients");
        var folder = Path.Join(IdentityStack.RepositoryRoot(), "tests", "Clients");
        var start = new ProcessStartInfo(IdentityStack.NodeBinary()) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[
            Path.Join(folder, "standard-clients.mjs"), host.Settings.Urls.Fhir.AbsoluteUri,
                http.DefaultRequestHeaders.Authorization!.Parameter!])
        {
            start.ArgumentList.Add(argument);
        }

        using var node = Process.Start(start)!;
        var (printed, failed) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();

        Assert.True(node.ExitCode == 0, await failed);
        Assert.Equal(["fhirKitClient", "medplum", "fhirClient"], JsonNode.Parse(await printed)!.AsObject().Select(client => client.Key));
    }
}

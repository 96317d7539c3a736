using System.IO.Compression;
using System.Text.Json;
using Phr.Tests.Support;

namespace Phr.Tests.EndToEnd;

/// <summary><c>phr ingest</c> on a platform that is up: the account adds up, and sending again stores nothing.</summary>
[Collection(OnePlatformAtATime.Name)]
public sealed class IngestTest(OneProcess topology) : IClassFixture<OneProcess>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-ingest-").FullName;

    [Fact]
    public async Task Files_of_hospitals_and_devices_are_taken_in_once()
    {
        File.WriteAllText(Path.Combine(_folder, "a-observations.ndjson"),
            """{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p1"}}""" + "\n"
            + """{"resourceType":"Observation","id":"o2","status":"maybe","code":{"text":"x"},"subject":{"reference":"Patient/p1"}}""" + "\nno JSON\n");
        File.WriteAllText(Path.Combine(_folder, "patient.json"), """{"resourceType":"Patient","id":"p1","birthDate":"1963-09-14"}""");
        using (var zip = ZipFile.Open(Path.Combine(_folder, "fitbit.zip"), ZipArchiveMode.Create))
        {
            using var steps = new StreamWriter(zip.CreateEntry("hourlySteps_merged.csv").Open());
            steps.Write("Id,ActivityHour,StepTotal\n1503960366,4/13/2016 1:00:00 AM,160\n1503960366,4/13/2016 2:00:00 AM,151\n");
        }

        var first = await Ingested();
        var again = await Ingested();

        Assert.Equal((6, 4, 0, 2), (Of(first, "in"), Of(first, "stored"), Of(first, "merged"), Of(first, "refused")));
        Assert.Equal((6, 0, 4, 2), (Of(again, "in"), Of(again, "stored"), Of(again, "merged"), Of(again, "refused")));
        Assert.Equal(2, Of(first.GetProperty("byType").GetProperty("steps"), "stored"));
        Assert.Contains(first.GetProperty("refusals").EnumerateArray(), refusal => refusal.GetProperty("where").GetString()!.EndsWith(":3", StringComparison.Ordinal));
        Assert.Contains(first.GetProperty("refusals").EnumerateArray(), refusal => refusal.GetProperty("where").GetString()!.Contains("status", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_devices_measured_no_hospital_sends()
    {
        File.WriteAllText(Path.Combine(_folder, "steps.csv"), "Id,ActivityHour,StepTotal\n1503960366,4/13/2016 1:00:00 AM,160\n");
        var (status, _, error) = await PhrCommand.Run("ingest", _folder, "--as", "hospital:a", "--data", topology.Settings.DataFolder);
        Assert.Equal(1, status);
        Assert.Contains("belongs to a person", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<JsonElement> Ingested()
    {
        var (status, output, error) = await PhrCommand.Run("ingest", _folder, "--data", topology.Settings.DataFolder, "--json");
        Assert.True(status == 0, error);
        return JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
    }

    private static int Of(JsonElement report, string name) => report.GetProperty(name).GetInt32();
}

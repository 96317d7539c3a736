using System.Diagnostics;
using System.Text.Json.Nodes;
using Phr.Planets.Intake.Devices;
using Phr.Planets.Series.Uploads;
using Phr.Tests.Record;
using Phr.Tests.Support;
using Xunit.Abstractions;

namespace Phr.Tests.Intake;

/// <summary>Exports of real devices, on the way that a phone's readings take.</summary>
public sealed class DeviceFilesTest(RecordHost host, ITestOutputHelper output) : IClassFixture<RecordHost>
{
    private const string Zone = "America/New_York";

    [SkippableTheory]
    [InlineData("fitbit-fitabase-2016/cleaned", "hourlySteps*.csv", 1)]
    [InlineData("fitbit-fitabase-2016/cleaned", "sleepDay*.csv", 1)]
    [InlineData("fitbit-fitabase-2016/cleaned", "weight*.csv", 1)]
    [InlineData("glucose-ml", "*.csv", 2)]
    public async Task Every_value_of_a_file_is_answered_and_sending_it_again_stores_nothing(string folder, string pattern, int filesMax)
    {
        var files = Files(folder, pattern, filesMax);
        var phones = new Dictionary<string, HttpClient>();
        var (batches, tally) = (new List<DeviceBatch>(), new Tally());
        foreach (var file in files)
            batches.AddRange(Batches(file, tally));
        var watch = Stopwatch.StartNew();

        var first = await Send(batches, phones);
        var seconds = watch.Elapsed.TotalSeconds;
        var again = await Send(batches, phones);

        output.WriteLine($"{files.Count} files: {tally}; {first.In / seconds:F0} readings/s; {first}");
        Assert.Equal(0, tally.Refused);
        Assert.Equal(tally.Readings, first.In);
        Assert.Equal(first.In, again.In);
        Assert.Equal((0, first.Refused), (again.Stored, again.Refused));
        Assert.True(first.Stored > 0);
    }

    private async Task<SampleCounts> Send(List<DeviceBatch> batches, Dictionary<string, HttpClient> phones)
    {
        var all = default(SampleCounts);
        foreach (var batch in batches)
        {
            var person = batch.Person ?? batch.Batch.Connection;
            if (!phones.TryGetValue(person, out var phone))
                phones[person] = phone = host.Phone(await host.NewPerson(Sharing.NewInsuredNumber()));
            var (status, answer, _) = await phone.Upload(JsonNode.Parse(BatchWriter.Write(batch.Batch).Span)!);
            Assert.True(status == System.Net.HttpStatusCode.OK, $"{(int)status} {answer.ToJsonString()}");
            var samples = answer["samples"]!;
            all += new SampleCounts(Count(samples, "stored"), Count(samples, "unchanged"), Count(samples, "deleted"), Count(samples, "refused"));
        }
        return all;
    }

    private static int Count(JsonNode samples, string name) => samples[name]!.GetValue<int>();

    private static IEnumerable<DeviceBatch> Batches(DeviceFile file, Tally tally)
    {
        var policy = new DevicePolicy(new DateOnly(2019, 1, 1));
        var connection = string.Concat(Path.GetFileNameWithoutExtension(file.Name).Where(char.IsAsciiLetterOrDigit).Take(40));
        return DeviceBatches.Of(tally.Count(DeviceFormats.Recognise(file)!.Read(file, policy)), connection, Zone);
    }

    private static List<DeviceFile> Files(string folder, string pattern, int most)
    {
        var root = SharedFolder.Find(folder);
        Skip.If(root is null, $"../shared/data/{folder} is not there.");
        return [.. Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => folder != "glucose-ml" || path.Contains("-extracted-", StringComparison.Ordinal))
            .GroupBy(path => Path.GetRelativePath(root, path).Split('/')[0]).SelectMany(set => set.Take(most))
            .Select(path => new DeviceFile(path, () => File.OpenRead(path)))];
    }

    /// <summary>What became of the values of files before anything was sent.</summary>
    private sealed record Tally
    {
        public int Readings { get; private set; }

        public int Refused { get; private set; }

        public int Kept { get; private set; }

        public IEnumerable<DeviceEntry> Count(IEnumerable<DeviceEntry> entries)
        {
            foreach (var entry in entries)
            {
                Readings += entry is DeviceEntry.Readings ? entry.Count : 0;
                Refused += entry is DeviceEntry.Refused ? entry.Count : 0;
                Kept += entry is DeviceEntry.Kept ? entry.Count : 0;
                yield return entry;
            }
        }
    }
}

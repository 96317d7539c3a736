using System.Text;
using System.Text.Json.Nodes;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Storage;
using Phr.Planets.Series.Views;
using Phr.Tests.Support;

namespace Phr.Tests.Intake;

/// <summary>What the log keeps of uploads stays readable, and ids that were given stay the same.</summary>
public sealed class StoredFormatsTest
{
    private static readonly DateTimeOffset At = new(2026, 5, 2, 9, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public void The_Observation_of_a_day_is_written_as_it_was()
    {
        var pulse = DailyObservation.Write(Day("heart-rate"), new DaySummary(3, 60, 90, 75.125, 0, 180_000, false), 2, At);
        var steps = DailyObservation.Write(Day("steps"), new DaySummary(24, 0, 900, 0, 8_123, 86_400_000, false), 1, At);

        Assert.Equal(Golden("daily-heart-rate.json"), Plain(pulse));
        Assert.Equal(Golden("daily-steps.json"), Plain(steps));
    }

    [Theory]
    [InlineData(0, 60_000)]
    [InlineData(30_000, 60_000)]
    [InlineData(0, 45_000)]
    public void Both_views_of_a_day_are_sound_R4(int durationMs, int lastMs)
    {
        var figures = DailyObservation.Write(Day("heart-rate"), new DaySummary(3, 60, 90, 75, 0, 180_000, false), 1, At);
        var samples = new Sample[] { new(0, durationMs, Nano.One), new(30_000, 0, 2 * Nano.One), new(lastMs, 0, Nano.One / 3) };
        var block = new Block("/min", new Run(null, null, false, samples.Length, 540, null), samples);
        var view = SampledObservation.Write(Day("heart-rate"), [block], new("sd-1", "1", At));

        foreach (var observation in (byte[][])[figures, view!])
        {
            var parsed = FhirDocument.Parse(observation);
            using var document = parsed.Document;
            Assert.True(parsed.IsValid, string.Join('\n', parsed.Issues));
        }
    }

    [Fact]
    public void An_upload_that_was_stored_gives_its_answer()
    {
        var stored = StoredUpload.Read(GoldenFile.Bytes("Intake/Golden/upload.json"));

        Assert.Equal(("BIV4WHz84bB2n5ZE_qcPsw", "z4PhNX7vuL3xVChQ1m2AB9"), (stored.Key, stored.Digest));
        Assert.Equal("""{"position":7,"results":[]}""", Encoding.UTF8.GetString(stored.Unpacked()));
    }

    [Fact]
    public void What_is_stored_of_an_upload_comes_back()
    {
        var key = UploadKey.Of("key-1", "{}"u8).Value;
        var answer = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"index\":1,\"result\":\"stored\"}", 10_000)));

        var body = StoredUpload.Write(key, answer);
        var read = StoredUpload.Read(body);

        Assert.Equal((key.Key, key.Digest), (read.Key, read.Digest));
        Assert.Equal(answer, read.Unpacked());
        Assert.InRange(body.Length, 1, answer.Length / 100);
    }

    [Fact]
    public void A_key_has_1_to_128_printable_characters()
    {
        Assert.Null(UploadKey.Of(new string('k', UploadKey.CharactersMax), "{}"u8).Refusal);
        Assert.NotNull(UploadKey.Of(new string('k', UploadKey.CharactersMax + 1), "{}"u8).Refusal);
        Assert.NotNull(UploadKey.Of("", "{}"u8).Refusal);
        Assert.NotNull(UploadKey.Of("k\n", "{}"u8).Refusal);
        Assert.NotEqual(UploadKey.Of("a", "{}"u8).Value.Key, UploadKey.Of("b", "{}"u8).Value.Key);
    }

    private static DaySource Day(string metric) =>
        new(new StreamId(7), "p1", new DayKey("watch", MetricCatalogue.Of(metric).Number, DayKey.DayOf(new DateOnly(2026, 5, 1))));

    private static string Golden(string file) => Plain(GoldenFile.Bytes($"Intake/Golden/{file}"));

    private static string Plain(ReadOnlySpan<byte> json) => JsonNode.Parse(json)!.ToJsonString();
}

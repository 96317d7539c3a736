using System.Diagnostics;
using FsCheck;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Tests.Support;
using Xunit.Abstractions;

namespace Phr.Tests.Series;

public sealed class ChunkCodecTest(ITestOutputHelper output)
{
    private static readonly DayKey Key = new("watch-1", 1, DayKey.DayOf(new DateOnly(2026, 7, 14)));

    [Fact]
    public void Any_samples_come_back_as_they_went_in() => Prop.ForAll(AnyChunk, chunk =>
    {
        AssertSame(chunk, ChunkCodec.Decode(ChunkCodec.Encode(chunk)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_chunk_without_samples_comes_back()
    {
        var removal =
            new Chunk { Key = Key, Unit = "/min", Runs = [new Run(42, 3, true, 0, 0, null)], Samples = [],
            Supersedes = [5, 9, 700] };
        AssertSame(removal, ChunkCodec.Decode(ChunkCodec.Encode(removal)));
    }

    [Fact]
    public void The_stored_format_has_not_changed()
    {
        var stored = GoldenFile.Hex("Series/Golden/chunk-format-1.hex");
        AssertSame(Example(), ChunkCodec.Decode(stored));
        Assert.Equal(Convert.ToHexStringLower(stored), Convert.ToHexStringLower(ChunkCodec.Encode(Example())));
    }

    [Fact]
    public void A_compressed_chunk_of_an_earlier_day_still_loads()
    {
        var stored = GoldenFile.Hex("Series/Golden/chunk-format-2.hex");
        Assert.Equal(2, stored[0]);
        AssertSame(HeartRateDay(stepMs: 60_000, jitterMs: 0), ChunkCodec.Decode(stored));
    }

    [Fact]
    public void As_many_samples_as_a_chunk_may_have_are_kept_and_one_more_is_not()
    {
        var most = Filled(Chunk.SamplesMax);
        Assert.Equal(Chunk.SamplesMax, ChunkCodec.Decode(ChunkCodec.Encode(most)).Samples.Length);
        Assert.Throws<ArgumentException>(() => ChunkCodec.Encode(Filled(Chunk.SamplesMax + 1)));
    }

    [Fact]
    public void The_largest_values_are_kept_and_larger_ones_are_not()
    {
        Sample[] extremes = [new(0, 0, Nano.Most), new(1, 0, -Nano.Most), new(2, 0, Nano.Most)];
        var chunk = Of(extremes);
        AssertSame(chunk, ChunkCodec.Decode(ChunkCodec.Encode(chunk)));
        Assert.Throws<ArgumentException>(() => ChunkCodec.Encode(Of([new Sample(0, 0, Nano.Most + 1)])));
    }

    [Fact]
    public void Damaged_bytes_are_told_and_never_crash()
    {
        var whole = ChunkCodec.Encode(Example());
        Assert.Throws<InvalidDataException>(() => ChunkCodec.Decode([]));
        Assert.Throws<InvalidDataException>(() => ChunkCodec.Decode([9, 1, 2]));
        for (var length = 1; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => ChunkCodec.Decode(whole.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => ChunkCodec.Decode([.. whole, 0]));
    }

    [Theory]
    [InlineData(5_000, 0, 0.5)]
    [InlineData(60_000, 0, 0.9)]
    [InlineData(5_000, 200, 2.4)]
    public void A_day_of_heart_rate_takes_few_bytes_a_sample(int stepMs, int jitterMs, double bytesMax)
    {
        var day = HeartRateDay(stepMs, jitterMs);
        var bytes = ChunkCodec.Encode(day);
        var perSample = (double)bytes.Length / day.Samples.Length;
        output.WriteLine($"step {stepMs} ms, jitter {jitterMs} ms: {perSample:F2} B/sample, "
            + $"encode {Nanoseconds(() => ChunkCodec.Encode(day), day):F1} ns/sample, "
            + $"decode {Nanoseconds(() => ChunkCodec.Decode(bytes), day):F1} ns/sample");
        Assert.InRange(perSample, 0, bytesMax);
    }

    private static double Nanoseconds(Action work, Chunk day)
    {
        var times = new List<double>();
        for (var i = 0; i < 15; i++)
        {
            var started = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds / day.Samples.Length);
        }
        times.Sort();
        return times[times.Count / 2];
    }

    /// <summary>A random walk on a daily rhythm, as integers.</summary>
    private static Chunk HeartRateDay(int stepMs, int jitterMs)
    {
        var random = new System.Random(1);
        var start = Key.Day * 86_400_000L;
        var walk = 0.0;
        var samples = new Sample[86_400_000 / stepMs];
        for (var i = 0; i < samples.Length; i++)
        {
            walk = (walk * 0.98) + (random.NextDouble() - 0.5) * 4;
            var rate = Math.Round(70 + (15 * Math.Sin(i * 6.28 / samples.Length)) + walk);
            samples[i] =
                new Sample(start + ((long)i * stepMs) + random.Next(-jitterMs, jitterMs + 1), 0, (long)rate * Nano.One);
        }
        return Of(samples);
    }

    private static Chunk Filled(int count) => Of([.. Enumerable.Range(0, count).Select(i => new Sample(i, 0, 60 * Nano.One))]);

    private static Chunk Of(Sample[] samples) => new()
    {
        Key = Key, Unit = "/min", Runs = [new Run(null, null, false, samples.Length, 540, "Asia/Tokyo")], Samples = samples,
        Summary = new DaySummary(samples.Length, 50, 100, 70, 0, 86_400_000, false),
    };

    private static Chunk Example() => new()
    {
        Key = Key, Unit = "mmol/L",
        Runs = [new Run(null, null, false, 3, 540, "Asia/Tokyo"), new Run(0x1122334455667788, -2, false, 1, -210, null),
            new Run(99, null, true, 0, -210, null)],
        Samples =
        [
            new(1_783_990_800_000, 0, 5_600_000_000), new(1_783_991_100_000, 0, 5_700_000_000),
                new(1_783_991_400_250, 0, 5_650_000_000),
            new(1_783_998_000_000, 900_000, -1_000_000_001),
        ],
        Summary = new DaySummary(4, -1.000000001, 5.7, 3.5, 15.949999999, 900_000, true),
        Supersedes = [3, 4_000_000_000],
    };

    private static Arbitrary<Chunk> AnyChunk => Arb.From(
        from seed in Arb.Generate<int>()
        from size in Gen.Choose(0, 300)
        from shape in Gen.Choose(0, 3)
        select AnyOf(new System.Random(seed), size, shape));

    /// <summary>Shapes: regular, jittered, irregular and unordered, hostile.</summary>
    private static Chunk AnyOf(System.Random random, int size, int shape)
    {
        var runs = new List<Run>();
        var samples = new List<Sample>();
        while (samples.Count < size)
        {
            var count = Math.Min(random.Next(0, 40), size - samples.Count);
            runs.Add(new Run(
                random.Next(2) == 0 ? (ulong)random.NextInt64() : null, random.Next(3) == 0 ? random.NextInt64() : null,
                random.Next(5) == 0, count, (short)random.Next(-840, 841), random.Next(2) == 0 ? "Europe/Berlin" : null));
            for (var i = 0; i < count; i++)
                samples.Add(AnySample(random, samples.Count, shape));
        }
        var summary = random.Next(3) switch
        {
            0 => (DaySummary?)null,
            1 => DaySummary.Empty,
            _ => new DaySummary(size + 1, random.NextDouble(), double.MaxValue, double.Epsilon, -0.0, random.NextInt64(), true),
        };
        return new Chunk { Key = Key with { Day = random.Next(-25_567, 40_000) }, Unit = "mg/dL", Runs = runs,
            Samples = [.. samples], Summary = summary };
    }

    private static Sample AnySample(System.Random random, int index, int shape) => shape switch
    {
        0 => new Sample(index * 60_000L, 60_000, random.Next(40, 200) * Nano.One),
        1 => new Sample((index * 5_000L) + random.Next(-200, 201), 0, random.Next(400, 2000) * (Nano.One / 10)),
        2 => new Sample(
            random.NextInt64(-2_208_988_800_000, 4_102_444_800_000), random.Next(0, 93_600_000),
            random.NextInt64(-Nano.Most, Nano.Most)),
        _ => new Sample(
            random.NextInt64(-(1L << 52), 1L << 52), int.MaxValue - random.Next(2), random.Next(2) == 0 ? Nano.Most
            : -Nano.Most),
    };

    private static void AssertSame(Chunk expected, Chunk actual)
    {
        Assert.Equal(expected.Key, actual.Key);
        Assert.Equal(expected.Unit, actual.Unit);
        Assert.Equal(expected.Summary, actual.Summary);
        Assert.Equal(expected.Runs, actual.Runs);
        Assert.Equal(expected.Samples, actual.Samples);
        Assert.Equal(expected.Supersedes, actual.Supersedes);
    }
}

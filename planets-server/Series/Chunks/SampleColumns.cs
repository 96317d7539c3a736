// Stored format; see ChunkCodec.
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Chunks;

/// <summary>
/// The samples of a chunk, column by column. Times and durations are divided by the coarsest of a minute, a second and
/// a millisecond that divides them all, values by the largest power of ten that does.
/// </summary>
internal static class SampleColumns
{
    private const long DayMs = 86_400_000;
    private static readonly long[] TickMs = [60_000, 1_000, 1];

    public static void Write(ChunkWriter writer, Chunk chunk)
    {
        var samples = chunk.Samples.AsSpan();
        if (samples.Length != chunk.Runs.Sum(run => run.Count) || samples.Length > Chunk.SamplesMax)
            throw new ArgumentException(
                "The runs of a chunk must count its samples, and no more than the most.", nameof(chunk));
        var tick = Tick(samples);
        var scale = Scale(samples);
        writer.Byte((byte)Array.IndexOf(TickMs, tick));
        writer.Byte((byte)scale);
        WriteTimes(writer, samples, chunk.Key.Day * DayMs, tick);
        WriteDurations(writer, samples, tick);
        WriteValues(writer, samples, PowerOfTen(Nano.Decimals - scale));
    }

    public static Sample[] Read(ref ChunkReader reader, int day, int count)
    {
        if (count > Chunk.SamplesMax)
            throw new InvalidDataException("The chunk has too many samples.");
        var tick = TickMs[Math.Min((int)reader.Byte(), TickMs.Length - 1)];
        var divisor = PowerOfTen(Nano.Decimals - Math.Min((int)reader.Byte(), Nano.Decimals));
        var samples = new Sample[count];
        ReadTimes(ref reader, samples, day * DayMs, tick);
        ReadDurations(ref reader, samples, tick);
        ReadValues(ref reader, samples, divisor);
        return samples;
    }

    private static void WriteTimes(ChunkWriter writer, ReadOnlySpan<Sample> samples, long origin, long tick)
    {
        var column = new RunColumnWriter(writer);
        long previous = 0, step = 0;
        foreach (ref readonly var sample in samples)
        {
            var time = (sample.StartMs - origin) / tick;
            column.Add(time - previous - step);
            step = time - previous;
            previous = time;
        }
        column.Flush();
    }

    private static void ReadTimes(ref ChunkReader reader, Span<Sample> samples, long origin, long tick)
    {
        var column = new RunColumnReader();
        long time = 0, step = 0;
        foreach (ref var sample in samples)
        {
            step += column.Next(ref reader);
            time += step;
            sample = new Sample(origin + (time * tick), 0, 0);
        }
    }

    private static void WriteDurations(ChunkWriter writer, ReadOnlySpan<Sample> samples, long tick)
    {
        var column = new RunColumnWriter(writer);
        var previous = 0L;
        foreach (ref readonly var sample in samples)
        {
            column.Add((sample.DurationMs / tick) - previous);
            previous = sample.DurationMs / tick;
        }
        column.Flush();
    }

    private static void ReadDurations(ref ChunkReader reader, Span<Sample> samples, long tick)
    {
        var column = new RunColumnReader();
        var duration = 0L;
        foreach (ref var sample in samples)
        {
            duration += column.Next(ref reader);
            sample = sample with { DurationMs = checked((int)(duration * tick)) };
        }
    }

    private static void WriteValues(ChunkWriter writer, ReadOnlySpan<Sample> samples, long divisor)
    {
        var column = new RunColumnWriter(writer);
        var previous = 0L;
        foreach (ref readonly var sample in samples)
        {
            if (sample.Value is > Nano.Most or < -Nano.Most)
                throw new ArgumentException("A value is beyond what a chunk keeps.", nameof(samples));
            var value = sample.Value / divisor;
            column.Add(value - previous);
            previous = value;
        }
        column.Flush();
    }

    private static void ReadValues(ref ChunkReader reader, Span<Sample> samples, long divisor)
    {
        var column = new RunColumnReader();
        var value = 0L;
        foreach (ref var sample in samples)
        {
            value += column.Next(ref reader);
            sample = sample with { Value = value * divisor };
        }
    }

    private static long Tick(ReadOnlySpan<Sample> samples)
    {
        var tick = TickMs[0];
        foreach (ref readonly var sample in samples)
        {
            while (sample.StartMs % tick != 0 || sample.DurationMs % tick != 0)
                tick = TickMs[Array.IndexOf(TickMs, tick) + 1];
        }
        return tick;
    }

    /// <summary>Decimals that the values need.</summary>
    private static int Scale(ReadOnlySpan<Sample> samples)
    {
        var scale = 0;
        var divisor = Nano.One;
        foreach (ref readonly var sample in samples)
        {
            while (sample.Value % divisor != 0)
            {
                divisor /= 10;
                scale++;
            }
        }
        return scale;
    }

    private static long PowerOfTen(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}

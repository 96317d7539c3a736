// Stored format; see ChunkCodec.
namespace Phr.Planets.Series.Chunks;

/// <summary>Everything of a chunk but its samples.</summary>
internal static class ChunkHead
{
    private const byte HasClient = 1;
    private const byte HasVersion = 2;
    private const byte IsDeleted = 4;
    private const byte SameClock = 8;
    private const byte HasZone = 16;

    public static void Write(ChunkWriter writer, Chunk chunk)
    {
        writer.Unsigned((ulong)chunk.Key.Metric);
        writer.Signed(chunk.Key.Day);
        writer.Text(chunk.Key.Connection);
        writer.Text(chunk.Unit);
        WriteSummary(writer, chunk.Summary);
        WritePositions(writer, chunk.Supersedes);
        writer.Unsigned((ulong)chunk.Runs.Count);
        var clock = ((short)0, (string?)null);
        foreach (var run in chunk.Runs)
        {
            WriteRun(writer, run, clock);
            clock = (run.OffsetMinutes, run.Zone);
        }
    }

    public static Chunk Read(ref ChunkReader reader)
    {
        var metric = (short)reader.Count(short.MaxValue);
        var day = checked((int)reader.Signed());
        var key = new DayKey(reader.Text(), metric, day);
        var unit = reader.Text();
        var summary = ReadSummary(ref reader);
        var supersedes = ReadPositions(ref reader);
        var runs = new Run[reader.Count(Chunk.SamplesMax)];
        var clock = ((short)0, (string?)null);
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = ReadRun(ref reader, clock);
            clock = (runs[i].OffsetMinutes, runs[i].Zone);
        }
        return new Chunk { Key = key, Unit = unit, Runs = runs, Samples = [], Summary = summary, Supersedes = supersedes };
    }

    private static void WriteRun(ChunkWriter writer, Run run, (short OffsetMinutes, string? Zone) clock)
    {
        var sameClock = (run.OffsetMinutes, run.Zone) == clock;
        writer.Byte((byte)((run.Client is null ? 0 : HasClient) | (run.Version is null ? 0 : HasVersion)
            | (run.Deleted ? IsDeleted : 0) | (sameClock ? SameClock : 0) | (run.Zone is null ? 0 : HasZone)));
        writer.Unsigned((ulong)run.Count);
        if (run.Client is { } client)
            writer.Fixed64(client);
        if (run.Version is { } version)
            writer.Signed(version);
        if (sameClock)
            return;
        writer.Signed(run.OffsetMinutes);
        if (run.Zone is { } zone)
            writer.Text(zone);
    }

    private static Run ReadRun(ref ChunkReader reader, (short OffsetMinutes, string? Zone) clock)
    {
        var flags = reader.Byte();
        var count = reader.Count(Chunk.SamplesMax);
        ulong? client = (flags & HasClient) != 0 ? reader.Fixed64() : null;
        long? version = (flags & HasVersion) != 0 ? reader.Signed() : null;
        if ((flags & SameClock) == 0)
            clock = (checked((short)reader.Signed()), (flags & HasZone) != 0 ? reader.Text() : null);
        return new Run(client, version, (flags & IsDeleted) != 0, count, clock.OffsetMinutes, clock.Zone);
    }

    private static void WriteSummary(ChunkWriter writer, DaySummary? told)
    {
        // 0: none told; otherwise one more than the count.
        writer.Unsigned(told is { } any ? (ulong)any.Count + 1 : 0);
        if (told is not { Count: > 0 } summary)
            return;
        writer.Fixed64(BitConverter.DoubleToUInt64Bits(summary.Min));
        writer.Fixed64(BitConverter.DoubleToUInt64Bits(summary.Max));
        writer.Fixed64(BitConverter.DoubleToUInt64Bits(summary.Mean));
        writer.Fixed64(BitConverter.DoubleToUInt64Bits(summary.Sum));
        writer.Unsigned((ulong)summary.CoveredMs);
        writer.Byte(summary.ReachesOver ? (byte)1 : (byte)0);
    }

    private static DaySummary? ReadSummary(ref ChunkReader reader)
    {
        var count = reader.Count(Chunk.SamplesMax + 1) - 1;
        if (count <= 0)
            return count < 0 ? null : DaySummary.Empty;
        var min = BitConverter.UInt64BitsToDouble(reader.Fixed64());
        var max = BitConverter.UInt64BitsToDouble(reader.Fixed64());
        var mean = BitConverter.UInt64BitsToDouble(reader.Fixed64());
        var sum = BitConverter.UInt64BitsToDouble(reader.Fixed64());
        return new DaySummary(count, min, max, mean, sum, checked((long)reader.Unsigned()), reader.Byte() == 1);
    }

    private static void WritePositions(ChunkWriter writer, IReadOnlyList<long> positions)
    {
        writer.Unsigned((ulong)positions.Count);
        var previous = 0L;
        foreach (var position in positions)
        {
            writer.Signed(position - previous);
            previous = position;
        }
    }

    private static long[] ReadPositions(ref ChunkReader reader)
    {
        var positions = new long[reader.Count(Chunk.SamplesMax)];
        var previous = 0L;
        for (var i = 0; i < positions.Length; i++)
            positions[i] = previous = checked(previous + reader.Signed());
        return positions;
    }
}

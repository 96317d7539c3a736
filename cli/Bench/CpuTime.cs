namespace Phr.Cli.Bench;

/// <summary>
/// CPU time of processes with all their descendants: the figure that holds on a machine that is busy with something else.
/// </summary>
internal static class CpuTime
{
    // proc(5) counts in ticks of 1/USER_HZ second; USER_HZ is 100 on every Linux architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <returns>Seconds since their starts, of descendants that have ended too.</returns>
    public static double Of(IReadOnlyCollection<int> pids)
    {
        var all = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => Read(int.Parse(name!))).OfType<Usage>().ToList();
        var counted = new HashSet<int>(pids);
        while (all.Any(process => counted.Contains(process.Parent) && counted.Add(process.Pid)))
        {
            // Until no process is left whose parent is counted and it is not.
        }
        return all.Where(process => counted.Contains(process.Pid)).Sum(process => process.Ticks) / TicksPerSecond;
    }

    private static Usage? Read(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            // ppid is field 4; utime, stime and those of children waited for are fields 14 to 17.
            return new Usage(pid, int.Parse(fields[1]), fields[11..15].Sum(long.Parse));
        }
        catch (Exception ended) when (ended is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }
    }

    private sealed record Usage(int Pid, int Parent, long Ticks);
}

using Phr.Planets.Intake.Devices;
using Phr.Planets.Series.Uploads;
using Phr.Tests.Support;
using Xunit.Abstractions;

namespace Phr.Tests.Series;

/// <summary>Whole folders of real exports: every value of every file is a reading, refused or kept raw.</summary>
public sealed class DeviceFolderTest(ITestOutputHelper output)
{
    [SkippableFact]
    public void Glucose_of_305_people_is_read_to_the_last_row()
    {
        var files = Files("glucose-ml", "*.csv")
            .Where(file => file.Name.Contains("-extracted-", StringComparison.Ordinal)).ToList();
        var counts = Read(files, new DevicePolicy(new DateOnly(2019, 1, 1)));
        Assert.Equal(305, files.Count);
        // Nine rows say only Low or High: beyond what the sensor measures.
        Assert.Equal(new Counts(Readings: 400_654, Refused: 0, Kept: 9), counts);
    }

    [SkippableFact]
    public void Glucose_without_dates_is_kept_raw_when_nobody_says_which_day_it_began()
    {
        var files = Files("glucose-ml/Colas_2019", "*.csv")
            .Where(file => file.Name.Contains("-extracted-", StringComparison.Ordinal)).ToList();
        Assert.Equal(new Counts(Readings: 0, Refused: 0, Kept: 114_253), Read(files, DevicePolicy.Default));
    }

    [SkippableFact]
    public void Every_cell_of_the_Fitbit_exports_is_accounted_for()
    {
        foreach (var file in Files("fitbit-fitabase-2016", "*.csv"))
        {
            var counts = Read([file], DevicePolicy.Default);
            output.WriteLine($"{file.Name}: {counts}");
            Assert.Equal(ValueCells(file), counts.Readings + counts.Refused + counts.Kept);
            Assert.Equal(0, counts.Refused);
        }
    }

    [SkippableFact]
    public void Readings_of_the_Fitbit_exports_lie_within_the_weeks_of_the_study()
    {
        foreach (var file in Files("fitbit-fitabase-2016", "*.csv"))
        {
            foreach (var reading in DeviceFormats.Recognise(file)!.Read(file, DevicePolicy.Default)
                .OfType<DeviceEntry.Readings>())
                Assert.InRange(
                    reading.Item.Start!.Value.ClockMs, Given.Ms("2016-04-12T00:00:00Z"),
                    Given.Ms("2016-05-14T00:00:00Z"));
        }
    }

    [SkippableFact]
    public void Every_hour_of_steps_is_the_sum_of_its_minutes()
    {
        var files = Files("fitbit-fitabase-2016/cleaned", "*Steps*.csv").ToDictionary(file => Path.GetFileName(file.Name));
        var hourly = Steps(files["hourlySteps_merged.csv"], perMs: 3_600_000);
        var minutes = Steps(files["minuteStepsWide_merged.csv"], perMs: 3_600_000);
        var both = hourly.Where(hour => minutes.ContainsKey(hour.Key)).ToList();
        var same = both.Count(hour => minutes[hour.Key] == hour.Value);
        output.WriteLine($"{hourly.Count} hours, {minutes.Count} by minute, {both.Count} in both, {same} the same");
        Assert.True(both.Count > 0.94 * hourly.Count);
        Assert.Equal(both.Count, same);
        var daily = Steps(files["dailySteps_merged.csv"], perMs: 86_400_000);
        var added = Steps(files["hourlySteps_merged.csv"], perMs: 86_400_000);
        output.WriteLine(
            $"{daily.Count} days, {daily.Count(day => added.GetValueOrDefault(day.Key) == day.Value)} the same by hour");
        Assert.True(daily.Count(day => added.GetValueOrDefault(day.Key) == day.Value) > 0.8 * daily.Count);
    }

    [SkippableFact]
    public void The_exports_go_in_by_the_phones_upload_path_with_every_reading_answered()
    {
        var files = Files("fitbit-fitabase-2016/cleaned", "*.csv")
            .Where(file => !file.Name.Contains("minuteIntensities", StringComparison.Ordinal));
        var (readings, answered, unchanged) = (0, default(SampleCounts), default(SampleCounts));
        var persons = new Dictionary<string, SeriesInMemory>();
        foreach (var file in files)
        {
            foreach (var batch in Batches(file))
            {
                if (!persons.TryGetValue(batch.Person!, out var series))
                    persons[batch.Person!] = series = new SeriesInMemory();
                readings += batch.Batch.Entries.Sum(entry => ((UploadEntry.Item)entry).Samples.Count);
                answered += Sum(series.Upload(batch.Batch));
                unchanged += Sum(series.Upload(batch.Batch));
            }
        }
        output.WriteLine($"{persons.Count} persons, {readings} readings: {answered}, again: {unchanged}");
        Assert.Equal(24, persons.Count);
        Assert.Equal(readings, answered.In);
        Assert.Equal(0, unchanged.Stored);
        Assert.Equal(answered.Refused, unchanged.Refused);
    }

    private static SampleCounts Sum(UploadDecision decision) =>
        decision.Results.Aggregate(default(SampleCounts), (sum, result) => sum + result.Samples);

    private static IEnumerable<DeviceBatch> Batches(DeviceFile file) =>
        DeviceBatches.Of(DeviceFormats.Recognise(file)!.Read(file, DevicePolicy.Default), "fitbit", "America/New_York");

    private static Dictionary<(string, long), decimal> Steps(DeviceFile file, long perMs) =>
        DeviceFormats.Recognise(file)!.Read(file, DevicePolicy.Default)
        .OfType<DeviceEntry.Readings>().Where(reading => reading.Item.Metric == "steps")
        .GroupBy(reading => (reading.Person!, reading.Item.Start!.Value.ClockMs / perMs))
        .ToDictionary(day => day.Key, day => day.Sum(reading => reading.Item.Samples.Sum(sample => sample.Value!.Value)));

    /// <summary>Counted without the reader: cells that are neither person, record, date nor time of day.</summary>
    private static int ValueCells(DeviceFile file)
    {
        using var reader = new StreamReader(file.Open());
        var header = reader.ReadLine()!.Split(',');
        string[] named =
            ["Id", "LogId", "Date", "ActivityDate", "ActivityDateClean", "ActivityDay", "ActivityHour", "SleepDay",
            "SleepTime", ""];
        var columns = Enumerable.Range(0, header.Length).Where(index => !named.Contains(header[index])).ToList();
        var cells = 0;
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var row = line.Split(',');
            cells += columns.Count(index => row[index].Length > 0);
        }
        return cells;
    }

    private static Counts Read(IEnumerable<DeviceFile> files, DevicePolicy policy)
    {
        var counts = new Counts(0, 0, 0);
        foreach (var file in files)
        {
            foreach (var entry in DeviceFormats.Recognise(file)!.Read(file, policy))
            {
                counts = entry switch
                {
                    DeviceEntry.Readings => counts with { Readings = counts.Readings + entry.Count },
                    DeviceEntry.Refused => counts with { Refused = counts.Refused + entry.Count },
                    _ => counts with { Kept = counts.Kept + entry.Count },
                };
            }
        }
        return counts;
    }

    private static IEnumerable<DeviceFile> Files(string folder, string pattern)
    {
        var root = SharedFolder.Find(folder);
        Skip.If(root is null, $"../shared/data/{folder} is not there.");
        var paths = Directory.GetFiles(root, pattern, SearchOption.AllDirectories);
        Assert.NotEmpty(paths);
        return paths.Order(StringComparer.Ordinal).Select(path => new DeviceFile(path, () => File.OpenRead(path)));
    }

    private sealed record Counts(int Readings, int Refused, int Kept);
}

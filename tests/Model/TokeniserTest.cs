using System.Globalization;
using FsCheck;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

public class TokeniserTest
{
    private static readonly Vocabulary Known = Records.Vocabulary();

    private static readonly Tokeniser Subject = new(Known);

    [Fact]
    public void The_order_of_arrival_does_not_matter()
    {
        var record = Records.Sample(3);
        var expected = Subject.Read(record, Records.Later).Steps;

        Prop.ForAll(Arb.From<int>(), seed =>
        {
            var shuffled = record.Events.ToArray();
            new System.Random(seed).Shuffle(shuffled);
            return Records.AreSame(Subject.Read(record with { Events = shuffled }, Records.Later).Steps, expected);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_becomes_known_later_is_not_seen()
    {
        var record = Records.Sample(1);
        var asOf = Records.At("2018-01-01T00:00:00+09:00");
        var late = Records.Event(EventType.Diagnosis, "ICD10:I10",
            "2015-01-01T00:00:00+09:00") with { KnownAt = Records.At("2018-06-01T00:00:00+09:00") };
        var before = record with { Events = [.. record.Events.Where(item => item.Time <= asOf)] };

        var seen = Subject.Read(record with { Events = [.. record.Events, late] }, asOf);

        Assert.True(Records.AreSame(Subject.Read(before, asOf).Steps, seen.Steps));
        Assert.Equal(Records.Sample(1).Events.Count(item => item.Time > asOf) + 1, seen.Flags[ReadingFlag.OutsideLife]);
    }

    [Fact]
    public void A_hidden_entry_leaves_no_trace()
    {
        var record = Records.Sample(2);
        const string untold = "http://example.org/labels|UNINFORMED";
        var secret = Records.Event(EventType.Diagnosis, "ICD10:J45",
            "2016-07-01T10:00:00+09:00") with { Visit = "Encounter/secret", Labels = [untold] };
        var with = record with { Events = [.. record.Events, secret] };

        var view = Subject.Read(with.Without(new HashSet<string> { untold }), Records.Later);

        Assert.True(Records.AreSame(Subject.Read(record, Records.Later).Steps, view.Steps));
        Assert.NotEqual(Subject.Read(with, Records.Later).Steps.Count, view.Steps.Count);
    }

    [Fact]
    public void Time_between_steps_is_real_time_not_whole_days()
    {
        var steps = Subject.Read(
            Records.Person(
                Records.Event(EventType.Lab, "LOINC:4548-4", "2020-01-01T06:00:00+09:00", 6, "%"),
                Records.Event(EventType.Lab, "LOINC:4548-4", "2020-01-02T18:00:00+09:00", 7, "%")),
            Records.Later).Steps;

        Assert.Equal(1.5, steps[^1].DeltaDays, 3);
        Assert.Equal((Records.At("2020-01-02T18:00:00+09:00") - Records.Birth).TotalDays, steps[^1].Day, 6);
    }

    [Fact]
    public void A_value_is_binned_and_kept_beside()
    {
        var concept = Known.Find("lab/hba1c")!;
        var steps = Subject.Read(
            Records.Person(
                Records.Event(EventType.Lab, "LOINC:4548-4", "2020-01-01T06:00:00+09:00", 5.0, "%"),
                Records.Event(EventType.Lab, "JLAC10:3D046000001906202", "2020-02-01T06:00:00+09:00", 64, "mmol/mol")),
            Records.Later).Steps;

        Assert.Equal(concept.FirstToken + 1, steps[^2].Token);
        Assert.Equal(concept.FirstToken + 1 + concept.Edges.Count, steps[^1].Token);
        Assert.True(steps[^1].HasValue && steps[^1].Value > 1);
    }

    [Theory]
    [InlineData(6.0, "furlong", ReadingFlag.UnknownUnit)]
    [InlineData(6.0, null, ReadingFlag.UnknownUnit)]
    [InlineData(double.NaN, "%", ReadingFlag.ImplausibleValue)]
    [InlineData(600.0, "%", ReadingFlag.ImplausibleValue)]
    [InlineData(-5.0, "%", ReadingFlag.ImplausibleValue)]
    [InlineData(1e308, "%", ReadingFlag.ImplausibleValue)]
    [InlineData(double.PositiveInfinity, "%", ReadingFlag.ImplausibleValue)]
    [InlineData(6.0, "mg/dL", ReadingFlag.UnknownUnit)]
    [InlineData(null, "%", ReadingFlag.NoNumber)]
    public void A_number_that_cannot_be_read_is_left_out_and_flagged(double? value, string? unit, ReadingFlag flag)
    {
        var read = Subject.Read(Records.Person(Records.Event(EventType.Lab, "LOINC:4548-4",
            "2020-01-01T06:00:00+09:00", value, unit)), Records.Later);

        Assert.Equal(EventType.Static, Assert.Single(read.Steps).Type);
        Assert.Equal(1, read.Flags[flag]);
        Assert.Equal(1, read.Flags[ReadingFlag.LeftOut]);
    }

    [Fact]
    public void A_bound_is_no_measured_value()
    {
        var bounded = Records.Event(EventType.Lab, "LOINC:4548-4", "2020-01-01T06:00:00+09:00") with { IsBounded = true };

        var read = Subject.Read(Records.Person(bounded), Records.Later);

        Assert.Single(read.Steps);
        Assert.Equal(1, read.Flags[ReadingFlag.BoundedValue]);
        Assert.Equal(new LatestValues(1, 1), read.Latest);
    }

    [Theory]
    [InlineData(8.0, 0)]
    [InlineData(19.9, 1)]
    public void A_value_far_beyond_those_learnt_from_is_read_as_the_farthest_and_flagged(double value, int beyond)
    {
        var read = Subject.Read(
            Records.Person(Records.Event(EventType.Lab, "LOINC:4548-4", "2020-01-01T06:00:00+09:00", value, "%")), Records.Later);

        Assert.Equal(2, read.Steps.Count);
        Assert.Equal(beyond, read.Flags.GetValueOrDefault(ReadingFlag.BeyondRange));
        Assert.Equal(beyond, read.Latest.Unread);
    }

    [Fact]
    public void An_entry_without_a_date_that_can_be_is_counted_and_read_at_no_age()
    {
        var undated = Records.Event(EventType.Vital, "phr:home-sbp", "2020-01-01T06:00:00+09:00", 130, "mm[Hg]") with
        {
            Time = ClinicalTime.Untold, KnownAt = ClinicalTime.Untold,
        };

        var read = Subject.Read(Records.Person(undated), Records.Later);

        Assert.Single(read.Steps);
        Assert.Equal(1, read.Flags[ReadingFlag.Undated]);
        Assert.DoesNotContain(ReadingFlag.OutsideLife, read.Flags.Keys);
    }

    [Fact]
    public void A_code_never_seen_is_read_as_the_nearest_that_was_learnt_as_itself()
    {
        var read = Subject.Read(Records.Person(
            Records.Event(EventType.Diagnosis, "ICD10:J45.1", "2020-01-01T06:00:00+09:00"),
            Records.Event(EventType.Diagnosis, "ICD10:J44", "2020-01-02T06:00:00+09:00"),
            Records.Event(EventType.Diagnosis, "ICD10:Q99", "2020-01-03T06:00:00+09:00")), Records.Later);

        Assert.Equal(
            [Known.Find("dx/icd10:J45")!.FirstToken], read.Steps.Skip(1).Select(step => step.Token));
        // The block and "some diagnosis" stand above what all of their people were read as: nobody learnt them.
        Assert.Equal(2, read.Flags[ReadingFlag.UnknownCode]);
        Assert.Equal(2, read.Flags[ReadingFlag.LeftOut]);
    }

    [Fact]
    public void Every_declared_bin_can_be_reached()
    {
        foreach (var concept in Known.Concepts.Where(concept => concept.Unit is not null))
        {
            Assert.Equal(concept.Edges.Count, concept.Edges.Distinct().Count());
            Assert.Equal(concept.Edges.Count + 2, concept.TokenCount);
        }
        Assert.Equal(Known.Concepts.Sum(concept => concept.TokenCount) + Vocabulary.FirstConceptToken, Known.Size);
    }

    [Theory]
    [InlineData(Tokeniser.HomeReadingsPerDayMax, 0)]
    [InlineData(Tokeniser.HomeReadingsPerDayMax + 1, 1)]
    public void Home_readings_of_one_day_are_read_up_to_a_limit(int readings, int thinned)
    {
        var events = Enumerable.Range(0, readings)
            .Select(i => Records.Event(EventType.Vital, "phr:home-sbp", $"2020-01-01T{i + 6:00}:00:00+09:00", 120 + i,
                "mm[Hg]"));

        Assert.Equal(thinned,
            Subject.Read(Records.Person([.. events]), Records.Later).Flags.GetValueOrDefault(ReadingFlag.InWeekAlone));
    }

    [Theory]
    [InlineData(Tokeniser.EventsPerDayMax, 0)]
    [InlineData(Tokeniser.EventsPerDayMax + 1, 1)]
    public void Events_of_one_day_are_read_up_to_a_limit(int count, int thinned)
    {
        var start = Records.At("2020-01-01T00:00:01+00:00");
        var events = Enumerable.Range(0, count).Select(i =>
            Records.Event(EventType.Diagnosis, "ICD10:I10",
            "2020-01-01T00:00:00+00:00") with { Time = start.AddSeconds(i), KnownAt = start.AddSeconds(i) });

        // The day of life begins at the hour of birth, so all of these fall into one.
        var read = Subject.Read(Records.Person([.. events]), Records.Later);

        Assert.Equal(thinned, read.Flags.GetValueOrDefault(ReadingFlag.Thinned));
    }

    [Fact]
    public void A_concept_that_floods_a_day_takes_the_place_of_none_other()
    {
        var start = Records.At("2020-01-01T00:00:01+00:00");
        RecordEvent At(int second, string code, double value, string unit) =>
            Records.Event(EventType.Vital, code, "2020-01-01T00:00:00+00:00", value, unit) with
            {
                Time = start.AddSeconds(second), KnownAt = start.AddSeconds(second),
            };
        var flood = Enumerable.Range(0, 9_990).Select(i => At(i, "loinc:8480-6", 120 + (i % 7), "mm[Hg]"));
        var last = At(20_000, "loinc:4548-4", 7.9, "%");

        var read = Subject.Read(Records.Person([.. flood, last]), Records.Later);

        Assert.Equal(last.Entry, read.Steps[^1].Origin.Entry);
        Assert.Equal(Tokeniser.EventsPerDayMax + 1, read.Steps.Count);
        Assert.Equal(9_991 - Tokeniser.EventsPerDayMax, read.Flags[ReadingFlag.Thinned]);
    }

    /// <summary>They look alike to the model, and are not: each counts as unread.</summary>
    [Fact]
    public void Unknown_codes_of_one_moment_are_counted_apart_whatever_their_order()
    {
        var events = new[] { "X:a", "X:b", "X:a", "X:c" }.Select((code, i) =>
            Records.Event(EventType.Diagnosis, code, "2020-01-01T06:00:00+09:00") with { Entry = $"Condition/{i}" }).ToArray();
        var others = events.Select((item, i) => item with { Entry = $"Condition/{9 - i}" }).ToArray();

        foreach (var read in new[] { events, others }.Select(order => Subject.Read(Records.Person(order), Records.Later)))
        {
            Assert.Single(read.Steps);
            Assert.Equal(3, read.Flags[ReadingFlag.UnknownCode]);
            Assert.Equal(3, read.Flags[ReadingFlag.LeftOut]);
            Assert.Equal(1, read.Flags[ReadingFlag.Repeated]);
        }
    }

    [Fact]
    public void A_fact_sent_twice_is_read_once()
    {
        var item = Records.Event(EventType.Diagnosis, "ICD10:I10", "2020-01-01T00:00:00+09:00");

        var read = Subject.Read(Records.Person(item, item with { Entry = "Condition/copy" }), Records.Later);

        Assert.Equal(2, read.Steps.Count);
        Assert.Equal(1, read.Flags[ReadingFlag.Repeated]);
    }

    [Fact]
    public void A_week_enters_when_it_has_closed_and_a_missing_one_is_said()
    {
        var monday = new DateOnly(2024, 1, 1);
        var days = Enumerable.Range(0, 7)
            .Select(i => new DailySummary("steps", monday.AddDays(i), 7000 + (100 * i), $"Observation/steps-{i}"))
            .ToList();
        var record = new PersonRecord(new PersonFacts("Patient/1", Records.Birth, "male"), [], days);

        Assert.Empty(WeeklyBlocks.Of(record, Records.At("2024-01-07T23:59:59+09:00")));
        var closed = WeeklyBlocks.Of(record, Records.At("2024-01-08T00:00:00+09:00"));
        Assert.Equal(["week-steps", "week-worn-days"], closed.Select(block => block.Codes[0].Code));
        Assert.Equal(7300, closed[0].Value!.Value.Value);
        Assert.Equal(WeeklyBlocks.MissingWeeksMax, WeeklyBlocks.Of(record, Records.Later)
            .Count(block => block.Codes[0].Code == "week-missing"));
    }

    [Fact]
    public void Steps_are_what_the_golden_file_says()
    {
        var lines = Subject.Read(Records.Sample(0), Records.Later).Steps.Select(step => string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Token} {step.Type} {step.Source} {step.Visit} {step.Day:F4} {step.DeltaDays:F4} {step.AgeYears:F3} {step.Value:F4} {step.HasValue} {step.Origin.Entry}"));

        Golden.Same("tokens.txt", string.Join('\n', lines) + "\n");
    }
}

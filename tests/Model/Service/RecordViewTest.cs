using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Model.Feed;
using Phr.Model.Tokens;

namespace Phr.Tests.Model.Service;

/// <summary>From the feed's lines to the record that the model reads.</summary>
public sealed class RecordViewTest
{
    private static readonly Vocabulary Known = Vocabulary.Load(new VocabularyBuilder(1).Build("none", Records.Tasks));

    [Fact]
    public void An_entry_is_replaced_by_its_next_version_and_gone_once_removed()
    {
        var view = new RecordView("p");
        Take(view, Life.Patient("p"));
        Take(view, Life.Lab("l", "2020-01-01T09:00:00+09:00", 6));
        Take(view, Life.Lab("l", "2020-01-01T09:00:00+09:00", 7));
        Take(view, Life.Diagnosis("d", "I10", "2020-01-01T09:00:00+09:00"));
        view.Take(new FeedLine { Kind = "removed", Type = "Condition", Id = "d" });

        Assert.Equal(7, Assert.Single(view.Record(Known)!.Events).Value!.Value.Value);
        Assert.True(view.Has("Observation/l"));
        Assert.False(view.Has("Condition/d"));
    }

    [Fact]
    public void Without_a_birth_date_there_is_no_record()
    {
        var view = new RecordView("p");
        Take(view, Life.Lab("l", "2020-01-01T09:00:00+09:00", 6));

        Assert.Null(view.Record(Known));
    }

    [Fact]
    public void The_persons_own_Patient_tells_birth_and_sex()
    {
        var view = new RecordView("p");
        var other = Life.Patient("a");
        other["birthDate"] = "1999-01-01";
        Take(view, other);
        Take(view, Life.Patient("p"));

        Assert.Equal(1960, view.Record(Known)!.Person.Birth.Year);
    }

    [Theory]
    [InlineData("PSY", "F320")]
    [InlineData("ETH", "F102")]
    [InlineData("HIV", "B24")]
    public void What_is_sensitive_by_its_code_makes_the_answer_so(string label, string code)
    {
        var view = new RecordView("p");
        Take(view, Life.Patient("p"));
        Take(view, Life.Diagnosis("plain", "I10", "2020-01-01T09:00:00+09:00"));
        Assert.Empty(view.Labels());

        Take(view, Life.Diagnosis("d", code, "2020-01-01T09:00:00+09:00"));

        Assert.Equal($"http://terminology.hl7.org/CodeSystem/v3-ActCode|{label}", Assert.Single(view.Labels()));
    }

    [Fact]
    public void Of_two_devices_on_one_day_the_one_that_saw_more_counts()
    {
        var view = new RecordView("p");
        Take(view, Life.Patient("p"));
        view.Take(Day("steps", "watch", 90, null, 8000));
        view.Take(Day("steps", "phone", 20, null, 3000));
        view.Take(Day("sleep-duration", "watch", 1, null, 420));
        view.Take(Day("unheard-of", "watch", 1, 1, 1));
        view.Take(Day("heart-rate-resting", "watch", 1, null, null));

        var builder = new VocabularyBuilder(1);
        builder.Add(new PersonRecord(new PersonFacts("Patient/p", Records.Birth, "female"), [],
            [new("steps", new(2020, 1, 1), 1, ""), new("sleep", new(2020, 1, 1), 7, "")]), Records.Later);
        var days = view.Record(Vocabulary.Load(builder.Build("days", Records.Tasks)))!.Days;

        Assert.Equal(8000, days.Single(day => day.Metric == "steps").Value);
        Assert.Equal(7, days.Single(day => day.Metric == "sleep").Value, 9);
        Assert.Equal(2, days.Count);
        Assert.Empty(view.Record(Known)!.Days);
    }

    [Fact]
    public void A_day_that_is_stated_anew_is_no_longer_there_under_its_old_reference()
    {
        var view = new RecordView("p");
        view.Take(Day("steps", "watch", 90, null, 8000));
        view.Take(Day("steps", "watch", 91, null, 8100) with { Reference = "Observation/anew" });

        Assert.False(view.Has("Observation/steps-watch"));
        Assert.True(view.Has("Observation/anew"));

        view.Take(Day("steps", "watch", 0, null, null));

        Assert.False(view.Has("Observation/anew"));
    }

    [Fact]
    public void As_many_entries_as_the_limit_are_read_and_one_more_makes_the_record_too_long()
    {
        var view = new RecordView("p", entriesMax: 2);
        Take(view, Life.Patient("p"));
        Take(view, Life.Lab("a", "2020-01-01T09:00:00+09:00", 6));
        Take(view, Life.Lab("b", "2020-01-02T09:00:00+09:00", 6));
        Assert.NotNull(view.Record(Known));

        Take(view, Life.Lab("c", "2020-01-03T09:00:00+09:00", 6));

        Assert.True(view.IsFull);
        Assert.Null(view.Record(Known));
    }

    [Theory]
    [InlineData("""{"kind":"unknown"}""")]
    [InlineData("""{"kind":"resource","type":"Observation"}""")]
    [InlineData("""{"kind":"removed","type":"Observation"}""")]
    [InlineData("""{"kind":"daily","metric":"steps"}""")]
    public void A_line_that_says_nothing_is_an_error(string line) =>
        Assert.Throws<InvalidDataException>(() =>
            new RecordView("p").Take(JsonSerializer.Deserialize<FeedLine>(Encoding.UTF8.GetBytes(line), JsonSerializerOptions.Web)!));

    private static FeedLine Day(string metric, string connection, int n, double? mean, double? sum) => new()
    {
        Kind = "daily", Metric = metric, Day = new DateOnly(2020, 1, 1), Connection = connection, N = n, Mean = mean, Sum = sum,
        Reference = $"Observation/{metric}-{connection}",
    };

    private static void Take(RecordView view, JsonObject resource) => view.Take(new FeedLine
    {
        Kind = "resource", Type = (string?)resource["resourceType"], Id = (string?)resource["id"],
        Resource = JsonSerializer.SerializeToElement(resource),
    });
}

using System.Globalization;
using Phr.Model.Cohorts;
using Phr.Model.Meds;
using Phr.Model.Tokens;

namespace Phr.Tests.Model.OwnPeople;

/// <summary>
/// What the definitions say of sixty real people, against counts from the tables themselves: stays that overlap or follow within an hour
/// are one, dates of death have no time of day.
/// </summary>
public sealed class MimicStaysTest : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private sealed record Stay(DateTime In, DateTime Out, DateTime Died);

    [SkippableFact]
    public async Task Stays_returns_and_deaths_are_counted_as_the_tables_have_them()
    {
        var folder = Records.SharedData("mimic-iv-demo-2.2");
        await File.WriteAllLinesAsync(_file, MimicTables.Lines(folder).Prepend(MimicTables.Heading));
        var stays = Stays(folder);

        var asked = stays.SelectMany(own => own)
            .Where(stay => (stay.Out - stay.In).TotalDays > 1 && stay.Died > stay.In.AddDays(1)).ToList();
        var left = stays.SelectMany(own => own.Where(stay => stay.Died.Date > stay.Out.Date)
            .Select(stay => (Stay: stay, Next: own.Find(other => other.In > stay.Out)))).ToList();

        Assert.Equal((asked.Count, asked.Count(stay => (stay.Out - stay.In).TotalDays > 7 && stay.Died > stay.In.AddDays(7))),
            await Counted("long-stay"));
        Assert.Equal((left.Count, left.Count(pair => pair.Next?.In <= pair.Stay.Out.AddDays(30))), await Counted("readmission"));
        Assert.Equal((left.Count, left.Count(pair => pair.Stay.Died <= pair.Stay.Out.AddDays(30))), await Counted("death-after-discharge"));
    }

    public void Dispose() => File.Delete(_file);

    private async Task<(int Asked, int Came)> Counted(string key)
    {
        var (task, asked, came) = (Question.Tasks.Single(task => task.Key == key), 0, 0);
        await foreach (var person in MedsDataset.At(_file).People(followedYears: 1, default))
        {
            var (labels, birth) = (TaskLabels.Of(task, person), person.Record.Person.Birth);
            double? death = person.Death is { } died ? Tokeniser.DayOfLife(birth, died) : null;
            foreach (var day in labels.Moments!.Where(labels.IsAsked))
            {
                asked++;
                came += labels.After(day, task.WindowYears, Tokeniser.DayOfLife(birth, person.Exit), death).Kind == 1 ? 1 : 0;
            }
        }
        return (asked, came);
    }

    private static List<List<Stay>> Stays(string folder)
    {
        static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
        var died = MimicTables.Table(folder, "patients").ToDictionary(
            row => row["subject_id"], row => row["dod"].Length > 0 ? Time(row["dod"]) : DateTime.MaxValue);
        return [.. MimicTables.Table(folder, "admissions").GroupBy(row => row["subject_id"]).Select(rows =>
        {
            var stays = new List<Stay>();
            foreach (var row in rows.OrderBy(row => row["admittime"], StringComparer.Ordinal))
            {
                var (began, ended) = (Time(row["admittime"]), Time(row["dischtime"]));
                if (stays is [.., var last] && began <= last.Out.AddHours(1))
                    stays[^1] = last with { Out = ended > last.Out ? ended : last.Out };
                else
                    stays.Add(new Stay(began, ended, died[rows.Key]));
            }
            return stays;
        })];
    }
}

using Phr.Model.Cohorts;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Phr.Simulator;
using Phr.Simulator.Hazards;
using ClinicalGroup = Phr.Simulator.Hazards.ClinicalGroup;

namespace Phr.Tests.Model;

public sealed class CohortArraysTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-cohort-").FullName;

    [Fact]
    public void Columns_hold_what_the_tokeniser_read()
    {
        var tokeniser = new Tokeniser(Records.Vocabulary());
        Write(tokeniser, people: 3);

        var steps = tokeniser.Read(Records.Sample(1), Records.Later).Steps;
        var offset = Npy.Read<long>(Path.Combine(_folder, "offset.npy"));
        Assert.Equal(4, offset.Length);
        var token = Npy.Read<int>(Path.Combine(_folder, "token.npy"));
        Assert.Equal(steps.Select(step => step.Token), token[(int)offset[1]..(int)offset[2]]);
        var day = Npy.Read<double>(Path.Combine(_folder, "day.npy"));
        Assert.Equal(steps.Select(step => step.Day), day[(int)offset[1]..(int)offset[2]]);
    }

    [Fact]
    public void Moments_are_drawn_without_regard_to_what_comes()
    {
        var tokeniser = new Tokeniser(Records.Vocabulary());
        var untouched = Rows(tokeniser, outcome: null);
        var struck = Rows(tokeniser, outcome: Records.At("2018-01-01T00:00:00+09:00"));

        var day = Tokeniser.DayOfLife(Records.Birth, Records.At("2018-01-01T00:00:00+09:00"));
        Assert.Equal(untouched.Where(moment => moment < day), struck);
    }

    [Fact]
    public void True_hazards_are_written_where_a_source_knows_them_for_every_task()
    {
        var known = SmallModel.Tasks.ToDictionary(task => task.Truth!, _ => new HazardPath([0, 0.1, 0.3], [0, 0.2, 0.4]));
        using (var arrays = new CohortArrays(_folder, new Tokeniser(Records.Vocabulary()), SmallModel.Tasks))
        {
            arrays.Add(WithHazards(1, known));
            arrays.Add(Person(2, null));
            known.Remove(known.Keys.First());
            arrays.Add(WithHazards(3, known));
        }

        Assert.Equal([0, 3, 3, 3], Npy.Read<long>(Path.Combine(_folder, "hazard_offset.npy")));
        Assert.Equal([100f, 130f, 160f], Npy.Read<float>(Path.Combine(_folder, "hazard_day.npy")));
        Assert.Equal(3 * SmallModel.Tasks.Count, Npy.Read<float>(Path.Combine(_folder, "hazard_outcome.npy")).Length);
    }

    [Fact]
    public void A_simulated_persons_hazards_are_summed_from_month_to_month()
    {
        var hazards = SimulatedCohort.Of(LifeSimulation.Live(World.Shipped, 5, 7)).Truth.Hazards;
        var death = hazards.Paths["KidneyDecline"].Death;

        Assert.True(hazards.Covers(SmallModel.Tasks));
        Assert.Equal(hazards.Days.Count, death.Count);
        Assert.Equal(0, death[0]);
        Assert.True(death.Zip(death.Skip(1)).All(pair => pair.First <= pair.Second) && death[^1] > 0);
        Assert.True(hazards.Days.Zip(hazards.Days.Skip(1)).All(pair => pair.Second - pair.First is >= 28 and <= 31));
    }

    [Fact]
    public void True_contributions_are_written_where_a_source_knows_them_for_every_task()
    {
        using (var arrays = new CohortArrays(_folder, new Tokeniser(Records.Vocabulary()), SmallModel.Tasks))
        {
            arrays.Add(Person(1, null));
            arrays.Add(WithGroups(2, ["blood-pressure", "kidney"]));
        }

        Assert.Equal([0, 0, 2], Npy.Read<long>(Path.Combine(_folder, "group_offset.npy")));
        Assert.Equal([100f, 190f], Npy.Read<float>(Path.Combine(_folder, "group_day.npy")));
        var contributions = Npy.Read<Half>(Path.Combine(_folder, "group_contribution.npy"));
        Assert.Equal([(Half)0.5, (Half)(-0.25), (Half)0.5, (Half)(-0.25)], contributions[..4]);
        Assert.All(contributions[4..], value => Assert.True(Half.IsNaN(value)));
        Assert.Contains("\"groups\":[\"blood-pressure\",\"kidney\"]", File.ReadAllText(Path.Combine(_folder, "meta.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_simulated_persons_contributions_are_those_of_the_hazard_that_they_had()
    {
        var life = LifeSimulation.Live(World.Shipped, 5, 7);
        var groups = SimulatedCohort.Of(life).Truth.Groups;
        var middle = groups.Days.Count / 2;
        var month = life.Truth.MonthBefore(life.Traits.Born.AddDays((int)groups.Days[middle]));

        Assert.True(groups.Covers(SmallModel.Tasks));
        Assert.DoesNotContain("unmeasured", groups.Groups);
        var hazard = life.Truth.Hazard(Outcome.CardiovascularEvent, month)!.Value;
        var pressure = groups.Outcomes["CardiovascularEvent"][middle]![groups.Groups.ToList().IndexOf("blood-pressure")];
        Assert.Equal(hazard.Groups.Of(ClinicalGroup.BloodPressure), pressure, 12);
    }

    [Theory]
    [InlineData("2016-01-01T00:00:00+09:00", 1, 2.0)]
    [InlineData("2012-01-01T00:00:00+09:00", 2, 4.0)]
    [InlineData("2010-01-01T00:00:00+09:00", 0, 1.0)]
    public void A_label_is_what_comes_first(string asked, int kind, double years)
    {
        var labels = new TaskLabels(0, double.PositiveInfinity, [Day("2018-01-01T00:00:00+09:00")]);
        var death = kind == 2 ? Day("2016-01-01T00:00:00+09:00") : (double?)null;

        var found = labels.After(Day(asked), kind == 0 ? 1 : 10, Day("2024-01-01T00:00:00+09:00"), death);

        Assert.Equal(kind, found.Kind);
        Assert.Equal(years, found.Years, 2);
    }

    [Fact]
    public void Who_has_it_already_is_not_asked()
    {
        var task = SmallModel.Tasks.Single(task => task.Key == "type-2-diabetes");
        var record = Records.Person(Records.Event(EventType.Diagnosis, "ICD10:E11.9", "2020-01-01T00:00:00+09:00"));

        Assert.Equal((true, null), task.IsAsked(record, Records.At("2019-01-01T00:00:00+09:00")));
        Assert.Equal((false, "already"), task.IsAsked(record, Records.Later));
        Assert.Equal((false, "age"), task.IsAsked(record, Records.At("1970-01-01T00:00:00+09:00")));
    }

    [Fact]
    public void A_person_is_in_one_split_and_the_shares_hold()
    {
        var splits = Enumerable.Range(0, 10_000).Select(id => Person(id, null).Split).ToList();

        Assert.InRange(splits.Count(split => split == CohortSplit.Train), 6_800, 7_200);
        Assert.InRange(splits.Count(split => split == CohortSplit.Tuning), 900, 1_100);
        Assert.Equal(splits, Enumerable.Range(0, 10_000).Select(id => Person(id, null).Split));
    }

    [Fact]
    public void Task_definitions_that_contradict_themselves_are_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "bad.json"), """{"key":"x","codes":["A"],"eligible":{"ageFrom":20,"ageTo":10},"coding":{},"windowYears":5,"horizonsYears":[1],"horizonYears":1}""");
        Assert.Contains("bad.json", Assert.Throws<InvalidDataException>(() => TaskDefinition.Load(_folder)).Message,
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_files_of_the_small_model_belong_to_the_vocabulary_of_these_tests()
    {
        var tokeniser = new Tokeniser(Records.Vocabulary());
        if (Environment.GetEnvironmentVariable("PHR_GOLDEN") == "write")
            RemakeSummedModel(tokeniser);

        foreach (var folder in (string[])[SmallModel.Folder, SmallSummedModel.SummedFolder])
            Assert.Equal(tokeniser.Vocabulary.Digest, ModelArtefact.Load(folder).Vocabulary.Digest);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The other, without groups, stays as an earlier version made it: what is out there is still to be served.</summary>
    private void RemakeSummedModel(Tokeniser tokeniser)
    {
        using (var arrays = new CohortArrays(_folder, tokeniser, SmallModel.Tasks))
            arrays.Add(WithGroups(0, ["glucose-metabolism", "blood-pressure", "treatment"]));
        Directory.CreateDirectory(SmallSummedModel.SummedFolder);
        var builder = new VocabularyBuilder(1);
        for (var i = 0; i < 40; i++)
            builder.Add(Records.Sample(i), Records.Later);
        File.WriteAllBytes(Path.Combine(SmallSummedModel.SummedFolder, "vocabulary.json"), builder.Build("test", Records.Tasks));
        File.WriteAllBytes(Path.Combine(SmallSummedModel.SummedFolder, "tasks.json"), TaskDefinition.Store(SmallModel.Tasks));
        Python.Run("tests/untrained_model.py", Path.Combine(_folder, "meta.json"), SmallSummedModel.SummedFolder);
        ModelArtefact.Seal(SmallSummedModel.SummedFolder);
    }

    private void Write(Tokeniser tokeniser, int people)
    {
        using var arrays = new CohortArrays(_folder, tokeniser, SmallModel.Tasks);
        for (var i = 0; i < people; i++)
            arrays.Add(Person(i, null));
    }

    private double[] Rows(Tokeniser tokeniser, DateTimeOffset? outcome)
    {
        using (var arrays = new CohortArrays(_folder, tokeniser, SmallModel.Tasks))
            arrays.Add(Person(0, outcome));
        var task = Npy.Read<int>(Path.Combine(_folder, "row_task.npy"));
        return [.. Npy.Read<double>(Path.Combine(_folder, "row_day.npy")).Where((_, i) => task[i] == 0)];
    }

    private static CohortPerson Person(int id, DateTimeOffset? diabetes)
    {
        var days = new Dictionary<string, IReadOnlyList<DateTimeOffset>>
        {
            ["Type2Diabetes"] = diabetes is { } day ? [day] : [],
            ["CardiovascularEvent"] = [],
        };
        return new CohortPerson(id, Records.Sample(id), Records.Later, Records.Later, null, new OutcomeTruth(days));
    }

    private static CohortPerson WithHazards(int id, Dictionary<string, HazardPath> paths)
    {
        var person = Person(id, null);
        return person with
        {
            Truth = person.Truth with { Hazards = new HazardPaths([100, 130, 160], paths) },
        };
    }

    private static CohortPerson WithGroups(int id, string[] groups)
    {
        var person = Person(id, null);
        double[] known = [.. groups.Select((_, i) => i % 2 == 0 ? 0.5 : -0.25)];
        return person with
        {
            Truth = person.Truth with
            {
                Groups = new GroupPaths(groups, [100, 190], SmallModel.Tasks.ToDictionary(
                    task => task.Truth!, _ => (IReadOnlyList<double[]?>)[known, null])),
            },
        };
    }

    private static double Day(string moment) => Tokeniser.DayOfLife(Records.Birth, Records.At(moment));
}

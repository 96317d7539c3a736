using System.Net;
using System.Text.Json;
using Phr.Model.Scoring;
using Phr.Platform.Hosting;
using Phr.Tests.Support;
using static Phr.Tests.Model.Service.Answers;
using static Phr.Tests.Model.Service.TwoModels;

namespace Phr.Tests.Model.Service;

/// <summary>Two models side by side: which answers whom, and what others see of it.</summary>
public sealed class SeveralModelsTest(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private FakePlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await FakePlatform.Start();

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task Each_outcome_is_answered_as_its_model_answers_alone_and_names_it()
    {
        _platform.Add(Life.Record("both", 1)).Put(Life.Lab("unread", "2024-04-01T09:30:00+09:00", 900));
        var alone = new Dictionary<string, JsonElement>();
        foreach (var folder in (string[])[SmallModel.Folder, SmallSummedModel.SummedFolder])
        {
            await using var single = await _platform.Serve(database.ConnectionString, model: folder);
            var only = await _platform.Risks(single, "both");
            alone[only.GetProperty("model").GetProperty("digest").GetString()!] = only;
            await single.Stop(default);
        }
        await using var service = await Serve(("Models:0:Outcomes", Records.Tasks[0]));

        var answer = await _platform.Risks(service, "both");

        Assert.Equal(JsonValueKind.Null, answer.GetProperty("model").ValueKind);
        Assert.Equal((Summed, Plain), (ModelOf(answer, Records.Tasks[0]), ModelOf(answer, Records.Tasks[1])));
        foreach (var (outcome, digest) in Records.Tasks.Zip((string[])[Summed, Plain]))
        {
            var expected = Risk(alone[digest], outcome);
            Assert.Equal(expected.GetProperty("probability").GetDouble(), Risk(answer, outcome).GetProperty("probability").GetDouble(), 5);
            Assert.Equal(expected.GetProperty("model").GetRawText(), Risk(answer, outcome).GetProperty("model").GetRawText());
        }
        Assert.Equal(alone[Plain].GetProperty("notRead").GetRawText(), answer.GetProperty("notRead").GetRawText());
        Assert.Equal("untrained-summed", Risk(answer, Records.Tasks[0]).GetProperty("model").GetProperty("name").GetString());
    }

    /// <summary>未告知, and an entry that the person keeps from the model.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_diagnosis_that_is_hidden_chooses_nothing(bool isUntold)
    {
        var patient = $"hidden-{isUntold}";
        _platform.Add(Life.Record(patient + "-healthy", 3));
        var record = _platform.Add(Life.Record(patient, 3));
        await using var service = await Serve(("Models:0:Diagnoses", "I21"));
        var healthy = await _platform.Risks(service, patient + "-healthy");
        var secret = Life.Diagnosis("secret", "I21", "2024-05-01T09:00:00+09:00");
        record.Put(isUntold ? secret.Untold() : secret);
        if (!isUntold)
        {
            Assert.Equal(Summed, ModelOf(await _platform.Risks(service, patient), Records.Tasks[0]));
            record.Part(key => key == "Condition/secret");
        }

        var answer = await _platform.Risks(service, patient, record.Position);

        Assert.Equal(Shown(healthy), Shown(answer));
        Assert.All(Records.Tasks, outcome => Assert.Equal(Plain, ModelOf(answer, outcome)));
        await Until(() => Records.Tasks.All(outcome => DeviceOf(Assessment(answer, outcome)) == $"Device/model-{Plain[..32]}"));
        Assert.Equal([Plain], await CheckpointsOf(database, patient));
    }

    [Fact]
    public async Task A_birthday_and_an_admission_choose_another_model_for_as_long_as_they_hold()
    {
        var record = _platform.Add(Life.Record("older", 4));
        await using var service = await Serve(
            ("Models:0:AgeFrom", "65"), ("Models:0:Outcomes", Records.Tasks[0]), ("Models:1:InHospital", "false"));
        var at64 = await _platform.Risks(service, "older");

        record.Put(Life.Stay("stay", "in-progress", "2024-06-30T08:00:00+09:00"));
        var admitted = await _platform.Risks(service, "older", record.Position);
        record.Put(Life.Stay("stay", "finished", "2024-06-30T08:00:00+09:00", "2024-06-30T11:00:00+09:00"));
        var discharged = await _platform.Risks(service, "older", record.Position);
        _platform.Clock.Now = Records.At("2025-05-02T12:00:00+09:00");
        var at65 = await _platform.Risks(service, "older");

        Assert.Equal([Plain, Plain], Records.Tasks.Select(outcome => ModelOf(at64, outcome)));
        Assert.Empty(Outcomes(admitted));
        Assert.Equal([.. Records.Tasks.Order().Select(outcome => (outcome, "no-model"))], NotAnswered(admitted));
        Assert.All(admitted.GetProperty("notAnswered").EnumerateArray(), risk =>
            Assert.NotEmpty(risk.GetProperty("title").GetProperty("ja").GetString()!));
        Assert.Equal([Plain, Plain], Records.Tasks.Select(outcome => ModelOf(discharged, outcome)));
        Assert.Equal([Summed, Plain], Records.Tasks.Select(outcome => ModelOf(at65, outcome)));
    }

    [Fact]
    public async Task A_model_that_the_site_has_not_signed_for_shows_nothing_and_passes_nothing_on_unless_that_is_said()
    {
        var record = _platform.Add(Life.Record("gated", 5));
        record.Switch(Records.Tasks[0]);
        record.Put(Life.Lab("unread", "2024-04-01T09:30:00+09:00", 900));
        var first = ("Models:0:Outcomes", Records.Tasks[0]);
        SiteSignature.Write(_platform.DataFolder, Phr.Model.Evaluation.SigningKey.Evaluations(_platform.DataFolder), Plain);

        await using (var closed = await TwoModels.Serve(_platform, database, isDemonstration: false, first))
        {
            var answer = await _platform.Risks(closed, "gated");
            Assert.False(answer.GetProperty("silent").GetBoolean());
            Assert.Empty(Outcomes(answer));
            Assert.Empty(NotAnswered(answer));
            Assert.Empty(answer.GetProperty("notRead").EnumerateArray());
            Assert.Empty(_platform.Stored);
            await closed.Stop(default);
        }
        await using var passing = await TwoModels.Serve(
            _platform, database, isDemonstration: false, first, ("Models:0:PassOnUnsigned", "true"));
        var passed = await _platform.Risks(passing, "gated");

        Assert.Equal([Records.Tasks[0]], Outcomes(passed));
        Assert.Equal(Plain, ModelOf(passed, Records.Tasks[0]));
        Assert.Equal("implausible-value", Assert.Single(passed.GetProperty("notRead").EnumerateArray()).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_recall_among_several_models_says_which()
    {
        await using var service = await Serve(("Models:0:AgeFrom", "65"));

        using var unsaid = await _platform.Outputs(service, "");

        Assert.Equal(HttpStatusCode.BadRequest, unsaid.StatusCode);
        Assert.Contains("Several models", await unsaid.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Another vocabulary, other outcomes, other groups.</summary>
    [Fact]
    public async Task The_shipped_model_answers_beside_one_of_another_vocabulary_what_that_does_not()
    {
        var shipped = ModelArtefact.Load(ModelArtefact.Newest(Path.Combine(Records.Root(), "model-service", "models"))!);
        var record = _platform.Add(Life.Record("wide", 6));
        record.Switch([.. shipped.Outcomes]);
        await using var service = await _platform.Serve(database.ConnectionString, demo: true,
            ("Models:0:Folder", SmallModel.Folder), ("Models:0:Outcomes", Records.Tasks[1]),
            ("Models:1:Folder", Path.Combine(Records.Root(), "model-service", "models", shipped.Name)));

        var answer = await _platform.Risks(service, "wide");

        Assert.Equal(Plain, ModelOf(answer, Records.Tasks[1]));
        Assert.All((string[])[Records.Tasks[0], "kidney-decline"], outcome => Assert.Equal(shipped.Digest, ModelOf(answer, outcome)));
        Assert.Equal([("heart-failure-decompensation", "not-applicable")], NotAnswered(answer));
        Assert.Equal(Outcomes(answer).Order(StringComparer.Ordinal), Outcomes(answer));
        Assert.Equal(new[] { Plain, shipped.Digest }.Order(StringComparer.Ordinal), await CheckpointsOf(database, "wide"));
    }

    [Theory]
    [InlineData("Models:1:Folder", null, "Model:Models:0 and Model:Models:1 list the same model")]
    [InlineData("Models:1:Outcomes", "stroke", "Outcomes names stroke")]
    [InlineData("Models:1:AgeTo", "1", "never answers")]
    [InlineData("Models:1:AgeForm", "65", "AgeForm")]
    [InlineData("Models:1:AgeFrom", "sixty", "Model:Models:1:AgeFrom")]
    [InlineData("Models:1:Outcomes:0", "type-2-diabetes", "Model:Models:1:Outcomes is one value")]
    [InlineData("Models", "models/phr-0.5", "Model:Models has members")]
    [InlineData("Models:2", "models/phr-0.5", "Model:Models:2 has members")]
    [InlineData("InferenceThread", "2", "InferenceThread")]
    [InlineData("Folder", "x", "one of the two")]
    public async Task A_configuration_that_contradicts_itself_does_not_start(string key, string? value, string said)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var service = await Serve(("Models:0:AgeTo", "50"), (key, value ?? SmallSummedModel.SummedFolder));
        });

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    private Task<ServiceHost> Serve(params (string Key, string Value)[] rules) =>
        TwoModels.Serve(_platform, database, isDemonstration: true, rules);

    private string? DeviceOf(string assessment) => _platform.Stored.TryGetValue(assessment, out var versions)
        ? versions[^1]?.GetProperty("performer").GetProperty("reference").GetString() : null;

    private static List<(string, string)> NotAnswered(JsonElement answer) => [.. answer.GetProperty("notAnswered").EnumerateArray()
        .Select(risk => (risk.GetProperty("outcome").GetString()!, risk.GetProperty("reason").GetString()!))];
}

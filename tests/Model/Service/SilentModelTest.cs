using System.Text.Json;
using Phr.Model.Evaluation;
using Phr.Model.Scoring;
using Phr.Tests.Support;

namespace Phr.Tests.Model.Service;

/// <summary>Outside the demonstration nobody sees a risk before the site has validated the model.</summary>
public sealed class SilentModelTest(TestDatabase database, SmallModel small) : IClassFixture<TestDatabase>, IClassFixture<SmallModel>
{
    [Fact]
    public async Task An_unvalidated_model_answers_nobody_and_stores_nothing_elsewhere()
    {
        await using var platform = await FakePlatform.Start();
        platform.Add(Life.Record("person", 1));
        await using var service = await platform.Serve(database.ConnectionString, demo: false);

        var answer = await platform.Risks(service, "person");

        Assert.True(answer.GetProperty("silent").GetBoolean());
        Assert.Empty(answer.GetProperty("risks").EnumerateArray());
        Assert.Empty(platform.Stored);
        await using var command = database.Source.CreateCommand("select count(*) from model.assessment");
        Assert.Equal(2L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_signed_evaluation_opens_the_outcomes_that_passed_and_no_other()
    {
        await using var platform = await FakePlatform.Start();
        platform.Add(Life.Record("other", 2));
        Sign(platform.DataFolder, SigningKey.Evaluations(platform.DataFolder));
        await using var service = await platform.Serve(database.ConnectionString, demo: false);

        var answer = await platform.Risks(service, "other");

        Assert.False(answer.GetProperty("silent").GetBoolean());
        Assert.Equal(Records.Tasks[0], Assert.Single(answer.GetProperty("risks").EnumerateArray()).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_signature_of_another_site_opens_nothing()
    {
        await using var platform = await FakePlatform.Start();
        platform.Add(Life.Record("third", 3));
        var elsewhere = Directory.CreateTempSubdirectory("phr-site-").FullName;
        Sign(elsewhere, SigningKey.Evaluations(platform.DataFolder));
        Directory.Delete(elsewhere, recursive: true);
        await using var service = await platform.Serve(database.ConnectionString, demo: false);

        Assert.True((await platform.Risks(service, "third")).GetProperty("silent").GetBoolean());
    }

    [Fact]
    public async Task Where_the_site_signed_for_its_own_calibration_people_are_answered_by_it()
    {
        var shipped = await Answered("shipped", 0.8, calibrated: null);
        var own = small.Model.Artefact.Calibration[Records.Tasks[0]];
        var calibrated = await Answered("calibrated", 0.5, own with { Intercept = own.Intercept + 1 });

        Assert.Equal(small.Model.Artefact.Digest, shipped.Digest);
        Assert.NotEqual(small.Model.Artefact.Digest, calibrated.Digest);
        Assert.True(calibrated.Probability > 1.5 * shipped.Probability, $"{shipped.Probability} {calibrated.Probability}");
    }

    private async Task<(string Digest, double Probability)> Answered(string patient, double auroc, HazardCalibration? calibrated)
    {
        await using var platform = await FakePlatform.Start();
        platform.Add(Life.Record(patient, 4));
        Sign(platform.DataFolder, SigningKey.Evaluations(platform.DataFolder), auroc, calibrated);
        await using var service = await platform.Serve(database.ConnectionString, demo: false);
        var answer = await platform.Risks(service, patient);
        var risk = Assert.Single(answer.GetProperty("risks").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, risk.GetProperty("interval").ValueKind);
        return (answer.GetProperty("model").GetProperty("digest").GetString()!, risk.GetProperty("probability").GetDouble());
    }

    private void Sign(string site, string evaluations, double auroc = 0.8, HazardCalibration? calibrated = null) =>
        SiteSignature.Write(site, evaluations, small.Model.Artefact.Digest, auroc, calibrated);
}
